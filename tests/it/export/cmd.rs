//! cmd.exe: a model of how it reads a line, and itself (or Wine's) where it is on PATH.

use std::ffi::{OsStr, OsString};
use std::process::Command;

use gom::export::{self, Shell};
use proptest::test_runner::TestRunner;

use super::{Read, config, file, is_no_text, name, on_path, values, written};
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

/// The variable and the value that a line sets; `None` where it is no such line.
fn set(line: &str, reader: Reader) -> Option<(String, String)> {
    let line = if reader == Reader::Batch {
        percent(line)
    } else {
        line.to_owned()
    };
    // Delayed expansion, should it be on: `!` and, in lines with one, `^`.
    let command = words(&line, reader).filter(|_| !line.contains('!'))?;
    let quoted = command.strip_prefix("set ")?.strip_prefix('"')?;
    let (name, value) = quoted[..quoted.rfind('"')?].split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
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

/// Phase 2: outside quotes `^` takes the meaning of what follows, and `& | < >` end the command, which
/// is then not what it was meant to be.
fn words(line: &str, reader: Reader) -> Option<String> {
    let (mut out, mut quoted, mut rest) = (String::new(), false, line.chars());
    while let Some(c) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            '^' if !quoted && reader == Reader::Batch => {
                out.extend(rest.next());
                continue;
            }
            '&' | '|' | '<' | '>' if !quoted && reader == Reader::Batch => return None,
            _ => {}
        }
        out.push(c);
    }
    (!quoted).then_some(out)
}

#[test]
fn model() {
    for reader in [Reader::Batch, Reader::For] {
        let result = TestRunner::new(config(100)).run(&values(), |values| {
            let (code, taken) = written(Shell::Cmd, &values, may_refuse);
            let code = String::from_utf8(code).unwrap();
            let read = code.split_terminator("\r\n").map(|line| {
                let (name, value) = set(line, reader).unwrap();
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
    let value = |line: &str, reader| Some(set(line, reader)?.1);
    let is = |value: &str| Some(value.to_owned());
    assert_eq!(value(r#"set "X=a%b%c""#, Reader::Batch), is("ac"));
    assert_eq!(value(r#"set "X=a%%c""#, Reader::Batch), is("a%c"));
    assert_eq!(value(r#"set "X=a%%c""#, Reader::For), is("a%%c"));
    assert_eq!(value(r#"set "X=a ^& b""#, Reader::Batch), is("a ^& b"));
    assert_eq!(value(r#"set "X=a" & b""#, Reader::Batch), None);
    assert_eq!(value(r#"set "X=a!b!""#, Reader::Batch), None);
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
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let printed = String::from_utf8_lossy(&output.stdout);
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
