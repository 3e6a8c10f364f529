//! Variables written for shells and files, read back by what they are written for: the real thing
//! where it is on PATH, else a model of its rules written from its source or its manual.

mod cmd;
mod dotenv;
mod files;
mod powershell;
mod refusals;
mod shells;
mod systemd;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gom::export::{self, Change, Syntax};
use proptest::prelude::{ProptestConfig, Strategy, any, prop};

use crate::support::program::{self, on_path};

/// So many cases. A failure shows its values; nothing is written beside the tests.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

/// What is read back: values by name.
type Read = BTreeMap<String, OsString>;

/// What has a meaning to one reader or another, in and out of quotes.
const HOSTILE: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "'",
    "\"",
    "`",
    "''",
    "\"\"",
    "\\'",
    "\\\"",
    "$'",
    "'\\''",
    "$",
    "$$",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    "\\",
    "\\\\",
    "\\n",
    "\\$",
    "\\x",
    "\\0",
    "%",
    "%%",
    "%PATH%",
    "!",
    "!!",
    "!PATH!",
    "^",
    "^^",
    "&",
    "|",
    "<",
    ">",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "*",
    "?",
    "~",
    "#",
    " #",
    "//",
    "=",
    "==",
    ";",
    ",",
    ":",
    "::",
    "-",
    "-mod=mod",
    "@",
    "<<",
    "EOF",
    "export",
    "NAME=value",
    "\nT0=other",
    "\u{1}",
    "\u{8}",
    "\u{c}",
    "\u{1a}",
    "\u{1b}[31m",
    "\u{7f}",
    "ü",
    "漢字",
    "😀",
    "e\u{301}",
    "\u{85}",
    "\u{a0}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "‘",
    "’",
    "‚",
    "‛",
    "“",
    "”",
    "„",
    "0",
    "7",
    "f",
    "word",
    "/usr/bin",
];

/// Text of hostile pieces, and any characters but NUL.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof(prop::sample::select(HOSTILE).prop_map(str::to_owned));
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn prop_oneof(hostile: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    let odd = any::<char>().prop_filter("NUL", |c| *c != '\0');
    proptest::prop_oneof![6 => hostile, 1 => odd.prop_map(String::from)]
}

/// Values of all kinds: text, the empty one, on Unix also bytes that are no text.
fn value() -> impl Strategy<Value = OsString> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let bytes = prop::collection::vec(
            proptest::prop_oneof![1_u8..=255, 0x80_u8..=255, prop::sample::select(&b"'7"[..])],
            0..8,
        );
        let mixed = (text(), bytes, text()).prop_map(|(before, bytes, after)| {
            OsString::from_vec([before.as_bytes(), &bytes, after.as_bytes()].concat())
        });
        proptest::prop_oneof![4 => text().prop_map(OsString::from), 1 => mixed]
    }
    #[cfg(not(unix))]
    text().prop_map(OsString::from)
}

/// Many of them: one process reads them all.
fn values() -> impl Strategy<Value = Vec<OsString>> {
    prop::collection::vec(value(), 40..80)
}

/// `T0`, `T1` …; every third ends in PATH, as fish makes lists of such variables.
fn name(index: usize) -> String {
    let path = if index % 3 == 2 { "_PATH" } else { "" };
    format!("T{index}{path}")
}

/// What `syntax` makes of the values it can say, and those values by name. One that it refuses must
/// be one that it `may_refuse`, and the refusal names the variable.
fn written(
    syntax: impl Into<Syntax>,
    values: &[OsString],
    may_refuse: impl Fn(&OsStr) -> bool,
) -> (Vec<u8>, Read) {
    let syntax = syntax.into();
    let mut taken = Read::new();
    for (index, value) in values.iter().enumerate() {
        let name = name(index);
        let change = Change {
            name: &name,
            value: Some(value),
        };
        match export::write(syntax, &[change]) {
            Ok(_) => {
                taken.insert(name, value.clone());
            }
            Err(error) => {
                assert!(may_refuse(value), "{value:?}: {error}");
                assert!(error.message.starts_with(&name), "{error}");
            }
        }
    }
    let changes: Vec<Change<'_>> = taken
        .iter()
        .map(|(name, value)| Change {
            name,
            value: Some(value),
        })
        .collect();
    (export::write(syntax, &changes).unwrap(), taken)
}

/// Fails on the first difference, and shows no more than that.
#[track_caller]
fn same(read: &Read, expected: &Read) {
    for (name, value) in expected {
        assert_eq!(read.get(name), Some(value), "{name}");
    }
    for name in read.keys() {
        assert!(expected.contains_key(name), "{name} should not be there");
    }
}

/// True for a value that is no text, which few readers know.
fn is_no_text(value: &OsStr) -> bool {
    value.to_str().is_none()
}

/// What a program prints on stdout. It must succeed, and have nothing to complain of.
#[track_caller]
fn stdout(command: &mut Command) -> Vec<u8> {
    command.stdin(Stdio::null());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = program::spawn(child).unwrap().wait_with_output().unwrap();
    let talk = String::from_utf8_lossy(&output.stderr);
    let args: Vec<_> = command.get_args().collect();
    assert!(output.status.success(), "{args:?}: {talk}");
    assert_eq!(talk, "", "{args:?}");
    output.stdout
}

/// `NAME=value` with a NUL after each, as `env -0` prints it. Only the variables of a test.
#[cfg(unix)]
fn parsed(output: &[u8]) -> Read {
    use std::os::unix::ffi::OsStrExt;
    let lines = output.split(|byte| *byte == 0);
    lines
        .filter_map(|line| {
            let at = line.iter().position(|byte| *byte == b'=')?;
            let name = std::str::from_utf8(&line[..at]).ok()?;
            let is_ours =
                name.starts_with(['T', 'U']) && name[1..].starts_with(|c: char| c.is_ascii_digit());
            is_ours.then(|| {
                (
                    name.to_owned(),
                    OsStr::from_bytes(&line[at + 1..]).to_owned(),
                )
            })
        })
        .collect()
}

/// A file for one reader.
fn file(directory: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = directory.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
