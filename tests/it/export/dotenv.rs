//! .env files, read by those of their readers that are here.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use gom::export::Format;
use proptest::test_runner::TestRunner;

use super::{config, file, on_path, values, written};
use crate::support::skip::{skip, tell};
use crate::support::temp::TempDir;

/// What the readers differ over, as the manual page of gom has it.
fn may_refuse(value: &OsStr) -> bool {
    let Some(value) = value.to_str() else {
        return true;
    };
    let in_double_quotes = !value.contains(['"', '`', '\\', '$']);
    value.contains('\r')
        || (value.contains('\'') && !in_double_quotes)
        || value.contains("${")
        || value.contains(r"\\")
        || value.ends_with('\\')
}

/// Many values, written and read by a program that prints `NAME=value` with a NUL after each.
#[cfg(unix)]
fn round_trip(reader: impl Fn(&Path) -> Command) {
    use super::{parsed, stdout};
    use crate::export::shells::same;

    let dir = TempDir::new();
    let result = TestRunner::new(config(10)).run(&values(), |values| {
        let (text, taken) = written(Format::Dotenv, &values, may_refuse);
        let path = file(dir.path(), "env", &text);
        same(&parsed(&stdout(&mut reader(&path))), &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Node.js reads such files since 20.12.
#[cfg(unix)]
#[test]
fn node() {
    let script =
        "const v = require('util').parseEnv(require('fs').readFileSync(process.argv[1], 'utf8'));
        for (const k in v) process.stdout.write(k + '=' + v[k] + '\\0')";
    let able = "process.exit(require('util').parseEnv ? 0 : 1)";
    let Some(node) = on_path("node").filter(|node| succeeds(Command::new(node).args(["-e", able])))
    else {
        skip!("there is no Node.js of 20.12 or newer");
    };
    round_trip(|path| {
        let mut command = Command::new(&node);
        command.args(["-e", script]).arg(path);
        command
    });
}

#[cfg(unix)]
#[test]
fn python() {
    let script = "import sys, dotenv
for name, value in dotenv.dotenv_values(sys.argv[1]).items():
    sys.stdout.buffer.write(f'{name}={value}\\0'.encode())";
    let Some(python) = on_path("python3")
        .filter(|python| succeeds(Command::new(python).args(["-c", "import dotenv"])))
    else {
        return tell("there is no python-dotenv");
    };
    round_trip(|path| {
        let mut command = Command::new(&python);
        command.args(["-c", script]).arg(path);
        command
    });
}

#[cfg(unix)]
fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The packages of npm and Ruby, and Docker Compose, are not here. What their parsers were seen to
/// agree on is a line for each kind of value.
#[test]
fn quotes() {
    let line = |value: &str| {
        let written = written(Format::Dotenv, &[value.into()], |_| false).0;
        String::from_utf8(written).unwrap()
    };
    assert_eq!(line("-mod=mod"), "T0=-mod=mod\n");
    assert_eq!(line(""), "T0=''\n");
    assert_eq!(
        line(" # \"$HOME\" `id` C:\\x "),
        "T0=' # \"$HOME\" `id` C:\\x '\n"
    );
    assert_eq!(line("two\nlines"), "T0='two\nlines'\n");
    assert_eq!(line("it's\n#1"), "T0=\"it's\n#1\"\n");
}
