//! gotoolchain.toml, read: every table, every side, every mistake with its place.

pub(crate) mod mistakes;
mod sides;

use std::path::Path;

use gom_shim::project_file::{Entry, ProjectFile};
use gom_shim::side::Side;
use gom_shim::target::Target;
use gom_shim::{Error, Result};
use proptest::prelude::*;

/// Every side there is.
fn sides() -> [Side; 4] {
    [
        Side::Linux,
        Side::Wsl("Debian".into()),
        Side::MacOs,
        Side::Windows,
    ]
}

fn parse_for(text: &str, side: &Side) -> Result<ProjectFile> {
    ProjectFile::parse(Path::new("/p/gotoolchain.toml"), text.into(), side)
}

#[track_caller]
fn parse(text: &str) -> ProjectFile {
    parse_for(text, &Side::Linux).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// An error's message without the path.
fn shown(error: &Error) -> &str {
    let start = "/p/gotoolchain.toml:";
    error.message.strip_prefix(start).unwrap_or(&error.message)
}

fn pairs(entries: &[Entry]) -> Vec<(&str, &str)> {
    let entries = entries.iter();
    let pairs = entries.map(|entry| (entry.name.as_str(), entry.value.as_str()));
    pairs.collect()
}

fn values(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.value.as_str()).collect()
}

#[test]
fn every_table_and_key() {
    let file = parse(
        r#"
gom = ">=0.1"

[toolchain]
go = "1.22.6"
tools = { gopls = "v0.16.1", stringer = "latest" }
gopath = "project"

[target]
goos = "linux"
goarch = "arm64"
goarm64 = "v8.2,lse"

[targets.pi]
goos = "linux"
goarch = "arm"
goarm = 7
cgo = true
cc = "arm-gcc -g"
cxx = "arm-g++"
ar = "arm-ar"
pkg_config = "arm-pkg-config"
sysroot = "sys root"
exec = "qemu-arm -L /x"

[targets.static]
cgo = false

[env]
GOPRIVATE = "git.example.com"
GOGC = 200
EMPTY = ""

[profile.production.env]
GOGC = "off"
[profile."a.b"]

[policy]
minimum = "1.21"
experiments = []
forbid = ["GODEBUG", "GOFLAGS=-mod=mod"]
"#,
    );
    let value = |entry: &Option<Entry>| entry.as_ref().map(|entry| entry.value.clone()).unwrap();
    assert_eq!(value(&file.gom), ">=0.1");
    assert_eq!(value(&file.go), "1.22.6");
    assert_eq!(value(&file.gopath), "project");
    let tools = [("gopls", "v0.16.1"), ("stringer", "latest")];
    assert_eq!(pairs(&file.tools), tools);
    let target = file.target.as_ref().unwrap();
    assert_eq!((target.name.as_deref(), target.line), (None, 9));
    assert_eq!(target.get("goarm64"), Some("v8.2,lse"));
    let pi = file.named_target("pi").unwrap();
    assert_eq!((pi.title().as_str(), pi.line), ("[targets.pi]", 14));
    for (key, expected) in [
        ("goos", "linux"),
        ("goarch", "arm"),
        ("goarm", "7"),
        ("cgo", "1"),
        ("cc", "arm-gcc -g"),
        ("cxx", "arm-g++"),
        ("ar", "arm-ar"),
        ("pkg_config", "arm-pkg-config"),
        ("sysroot", "sys root"),
        ("exec", "qemu-arm -L /x"),
    ] {
        assert_eq!(pi.get(key), Some(expected), "{key}");
    }
    assert_eq!(file.named_target("static").unwrap().get("cgo"), Some("0"));
    assert_eq!(file.named_target("none"), None);
    let mut env = pairs(&file.env);
    env.sort_unstable();
    let expected = [
        ("EMPTY", ""),
        ("GOGC", "200"),
        ("GOPRIVATE", "git.example.com"),
    ];
    assert_eq!(env, expected);
    assert_eq!(
        pairs(file.profile("production").unwrap()),
        [("GOGC", "off")]
    );
    assert_eq!(file.profile("a.b"), Some(&[][..]));
    assert_eq!(file.profile("test"), None);
    assert_eq!(value(&file.policy.minimum), "1.21");
    assert_eq!(values(file.policy.experiments.as_ref().unwrap()), [""; 0]);
    assert_eq!(values(&file.policy.forbid), ["GODEBUG", "GOFLAGS=-mod=mod"]);
    assert_eq!(file.unknown, []);
    let pin = file.pin().unwrap().unwrap();
    assert_eq!(
        (pin.source.line, pin.source.text.as_str()),
        (Some(5), "go = \"1.22.6\"")
    );
}

#[test]
fn an_empty_file_asks_for_nothing() {
    for text in ["", "# ours\n", "\u{feff}", "[toolchain]\n[env]\n[policy]\n"] {
        let file = parse(text);
        assert!(file.go.is_none() && file.env.is_empty() && file.target.is_none());
        assert!(file.policy.experiments.is_none() && file.pin().unwrap().is_none());
    }
}

#[test]
fn every_way_to_write_a_table_reads_the_same() {
    let plain = parse("[toolchain]\ngo = \"1.22\"\n[targets.pi]\ngoarch = \"arm\"\n");
    for text in [
        "toolchain.go = \"1.22\"\ntargets.pi.goarch = \"arm\"\n",
        "toolchain = { go = \"1.22\" }\ntargets = { pi = { goarch = \"arm\" } }\n",
        "[\"toolchain\"]\r\n'go' = '1.22'\r\n[targets]\r\npi.goarch = '''arm'''\r\n",
        "\u{feff}[toolchain]\ngo = \"1.\\u00322\"\n[targets.\"pi\"]\ngoarch = \"arm\"\n",
    ] {
        let file = parse(text);
        let go = |file: &ProjectFile| file.go.as_ref().map(|go| go.value.clone());
        assert_eq!(go(&file), go(&plain), "{text}");
        let arch = |file: &ProjectFile| {
            let target = file.named_target("pi").map(Target::title);
            (
                target,
                file.named_target("pi")
                    .and_then(|pi| pi.get("goarch").map(str::to_owned)),
            )
        };
        assert_eq!(arch(&file), arch(&plain), "{text}");
    }
}

#[test]
fn numbers_are_their_digits() {
    let file = parse("[env]\nA = 1_000\nB = -5\nC = 0\n");
    assert_eq!(pairs(&file.env), [("A", "1000"), ("B", "-5"), ("C", "0")]);
}

/// Words that make up files of a kind that a parser may stumble over.
const WORDS: &[&str] = &[
    "gom",
    "toolchain",
    "go",
    "tools",
    "gopath",
    "target",
    "targets",
    "pi",
    "env",
    "profile",
    "policy",
    "minimum",
    "experiments",
    "forbid",
    "linux",
    "wsl",
    "windows",
    "macos",
    "goos",
    "goarch",
    "goarm",
    "cgo",
    "cc",
    "GOARCH",
    "GOGC",
    "=",
    ".",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "\n",
    "\r\n",
    "\"",
    "'",
    "'''",
    "\"1.22\"",
    "\"linux\"",
    "\"arm\"",
    "true",
    "1",
    "0x10",
    "1.5",
    "1979-05-27",
    "# c",
    "\\u0000",
    "\u{202e}",
    "\u{feff}",
    "é",
];

proptest! {
    #[test]
    fn arbitrary_bytes_are_parsed_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for side in sides() {
            let _ = ProjectFile::parse(Path::new("/p/gotoolchain.toml"), bytes.clone(), &side);
        }
    }

    #[test]
    fn arbitrary_words_are_parsed_or_refused_with_a_place(
        words in prop::collection::vec((prop::sample::select(WORDS), any::<bool>()), 0..40),
    ) {
        let text: String = words.iter().flat_map(|(word, blank)| [*word, if *blank { " " } else { "" }]).collect();
        for side in sides() {
            match parse_for(&text, &side) {
                Ok(file) => {
                    let _ = file.pin();
                    prop_assert_eq!(file.bytes, text.as_bytes());
                }
                Err(error) => {
                    let place = shown(&error).split(": ").next().unwrap_or_default();
                    let (line, column) = place.split_once(':').unwrap_or_default();
                    let line: usize = line.parse().map_err(|_| TestCaseError::fail(error.message.clone()))?;
                    let column: usize = column.parse().map_err(|_| TestCaseError::fail(error.message.clone()))?;
                    prop_assert!(line >= 1 && line <= text.matches('\n').count() + 1 && column >= 1);
                    let is_plain = !error.message.contains(['\n', '\u{202e}', '\u{1b}']);
                    prop_assert!(is_plain, "{}", error.message);
                }
            }
        }
    }
}
