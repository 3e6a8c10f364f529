//! cmd.exe: a model of how it reads a line, and itself (or Wine's) where it is on PATH.

use std::ffi::{OsStr, OsString};
use std::process::Command;

use gom::export::{self, Shell};
use proptest::test_runner::TestRunner;

use super::{Read, config, file, is_no_text, name, on_path, stdout, values, written};
use crate::export::shells::same;
use crate::support::skip::tell;
use crate::support::temp::TempDir;

/// Who reads the line: a batch file replaces `%…%`; the body of `for … do %i` is past that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Batch,
    For,
}

fn may_refuse(value: &OsStr) -> bool {
    let odd = |c: char| "%!\"".contains(c) || (c.is_control() && c != '\t');
    is_no_text(value) || value.to_str().unwrap().contains(odd)
}

/// What `set` makes of a line, or none where it removes a variable.
fn set(line: &str, reader: Reader) -> (String, String) {
    let line = if reader == Reader::Batch {
        percent(line)
    } else {
        line.to_owned()
    };
    // Delayed expansion, should it be on: `!` and, in lines with one, `^`.
    assert!(!line.contains('!'), "{line:?}");
    let command = words(&line, reader);
    let rest = command.strip_prefix("set ").unwrap();
    let quoted = rest.strip_prefix('"').unwrap();
    let end = quoted.rfind('"').unwrap();
    let (name, value) = quoted[..end].split_once('=').unwrap();
    (name.to_owned(), value.to_owned())
}

/// Phase 1: `%%` is `%`, `%name%` is empty for a variable that is not there, a single `%` goes.
fn percent(line: &str) -> String {
    let mut parts = line.split('%');
    let mut out = parts.next().unwrap().to_owned();
    while let Some(name) = parts.next() {
        if name.is_empty() {
            out.push('%');
        }
        out.push_str(parts.next().unwrap_or(name));
    }
    out
}

/// Phase 2: outside quotes `^` takes the meaning of what follows, and `& | < >` end the command.
fn words(line: &str, reader: Reader) -> String {
    let (mut out, mut quoted, mut rest) = (String::new(), false, line.chars());
    while let Some(c) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            '^' if !quoted && reader == Reader::Batch => {
                out.extend(rest.next());
                continue;
            }
            '&' | '|' | '<' | '>' if !quoted && reader == Reader::Batch => {
                panic!("{line:?} is several commands")
            }
            _ => {}
        }
        out.push(c);
    }
    assert!(!quoted, "{line:?}");
    out
}

#[test]
fn model() {
    for reader in [Reader::Batch, Reader::For] {
        let result = TestRunner::new(config(100)).run(&values(), |values| {
            let (code, taken) = written(Shell::Cmd, &values, may_refuse);
            let code = String::from_utf8(code).unwrap();
            let read = code.split_terminator("\r\n").map(|line| {
                let (name, value) = set(line, reader);
                (name, OsString::from(value))
            });
            same(&read.collect(), &taken);
            Ok(())
        });
        if let Err(error) = result {
            panic!("{reader:?}: {error}");
        }
    }
    let removed = export::assignment(Shell::Cmd, "X", None).unwrap();
    assert_eq!(removed, b"set \"X=\"");
}

/// The model is a model of something: what is refused would go wrong in it.
#[test]
fn refused_for_a_reason() {
    let value = |line: &str, reader| set(line, reader).1;
    assert_eq!(value(r#"set "X=a%b%c""#, Reader::Batch), "ac");
    assert_eq!(value(r#"set "X=a%%c""#, Reader::Batch), "a%c");
    assert_eq!(value(r#"set "X=a%%c""#, Reader::For), "a%%c");
    assert_eq!(value(r#"set "X=a ^& b""#, Reader::Batch), "a ^& b");
    let several = r#"set "X=a" & b""#;
    assert!(std::panic::catch_unwind(|| value(several, Reader::Batch)).is_err());
}

/// The batch file that the manual says to call. Only ASCII: the code page is the machine's.
#[test]
fn itself() {
    let dir = TempDir::new();
    let command = || -> Option<Command> {
        if cfg!(windows) {
            return Some(Command::new("cmd"));
        }
        let mut command = Command::new(on_path("wine")?);
        command
            .arg("cmd")
            .env("WINEPREFIX", dir.path().join("wine"));
        command
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=");
        Some(command)
    };
    let Some(mut warm) = command() else {
        return tell("there is no cmd.exe, only the model of how it reads a line is asked");
    };
    // The first time Wine makes a home for itself, and talks about it.
    warm.args(["/d", "/c", "exit 0"]).output().unwrap();
    let result = TestRunner::new(config(3)).run(&values(), |values| {
        let refuse = |value: &OsStr| may_refuse(value) || !value.to_str().unwrap().is_ascii();
        let ascii = |value: &&OsString| value.to_str().is_some_and(str::is_ascii);
        let values: Vec<OsString> = values.iter().filter(ascii).cloned().collect();
        let (code, mut taken) = written(Shell::Cmd, &values, refuse);
        let mut batch = b"@echo off\r\n".to_vec();
        batch.extend(code);
        batch.extend(export::assignment(Shell::Cmd, "U0", None).unwrap());
        batch.extend(b"\r\nset\r\n");
        file(dir.path(), "code.cmd", &batch);
        let mut command = command().unwrap();
        command
            .args(["/d", "/c", "code.cmd"])
            .current_dir(dir.path());
        command
            .env("U0", "old")
            .envs((0..values.len()).map(|index| (name(index), "old")));
        let printed = String::from_utf8_lossy(&stdout(&mut command)).into_owned();
        let pair = |line: &str| {
            let (name, value) = line.split_once('=')?;
            Some((name.to_owned(), OsString::from(value)))
        };
        let mut read: Read = printed.split("\r\n").filter_map(pair).collect();
        read.retain(|name, _| taken.contains_key(name) || name.starts_with("U0"));
        // An empty variable is none.
        taken.retain(|_, value| !value.is_empty());
        same(&read, &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
