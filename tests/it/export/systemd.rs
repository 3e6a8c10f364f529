//! Files for systemd's `EnvironmentFile=`.

use std::ffi::{OsStr, OsString};

use gom::export::Format;
use proptest::test_runner::TestRunner;

use super::{Read, config, is_no_text, values, written};
use crate::export::shells::same;

/// What the reader of such files is in: after `=` or a closing quote, in a bare value, in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    BeforeName,
    Name,
    BeforeValue,
    Bare,
    Single,
    Double,
}

/// The rules of parse_env_file_internal, as far as a file without comments and trailing blanks goes.
fn read(file: &str) -> Read {
    let (mut state, mut name, mut value) = (State::BeforeName, String::new(), String::new());
    let mut variables = Read::new();
    let mut characters = file.chars();
    while let Some(c) = characters.next() {
        match (state, c) {
            (State::BeforeName, '#' | ';') => panic!("a comment in {file:?}"),
            (State::BeforeName, ' ' | '\t' | '\n' | '\r') => {}
            (State::BeforeName, _) => {
                (state, name, value) = (State::Name, c.into(), String::new());
            }
            (State::Name, '=') => state = State::BeforeValue,
            (State::Name, '\n' | '\r') => panic!("no value for {name:?}"),
            (State::Name, _) => name.push(c),
            (State::BeforeValue | State::Bare, '\n' | '\r') => {
                variables.insert(name.clone(), OsString::from(&value));
                state = State::BeforeName;
            }
            (State::BeforeValue, '\'') => state = State::Single,
            (State::BeforeValue, '"') => state = State::Double,
            (State::BeforeValue | State::Bare, '\\') => {
                state = State::Bare;
                value.extend(characters.next().filter(|c| *c != '\n'));
            }
            (State::BeforeValue, ' ' | '\t') => {}
            (State::BeforeValue | State::Bare, _) => {
                state = State::Bare;
                value.push(c);
            }
            (State::Single, '\'') | (State::Double, '"') => state = State::BeforeValue,
            (State::Double, '\\') => match characters.next().unwrap() {
                '\n' => {}
                c if "\"\\`$".contains(c) => value.push(c),
                c => value.extend(['\\', c]),
            },
            (State::Single | State::Double, _) => value.push(c),
        }
    }
    assert_eq!(state, State::BeforeName, "{file:?} ends within a variable");
    variables
}

#[test]
fn environment_file() {
    let result = TestRunner::new(config(100)).run(&values(), |values| {
        let (file, taken) = written(Format::Systemd, &values, is_no_text);
        same(&read(std::str::from_utf8(&file).unwrap()), &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// The same parser of systemd itself, in the one program of its that reads such a file without a
/// manager. It replaces variables after that, where the manager does not: so each `$` is doubled.
#[cfg(unix)]
#[test]
fn generator() {
    use std::process::Command;

    use super::{file, stdout};
    use crate::support::skip::tell;
    use crate::support::temp::TempDir;

    let program = std::path::Path::new(
        "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator",
    );
    if !program.is_file() {
        return tell("systemd has no generator here, only the model of its parser is asked");
    }
    let dir = TempDir::new();
    std::fs::create_dir(dir.path().join("environment.d")).unwrap();
    let result = TestRunner::new(config(10)).run(&values(), |values| {
        let text = |value: &OsString| Some(value.to_str()?.to_owned());
        let values: Vec<String> = values.iter().filter_map(text).collect();
        // It warns of empty values, and takes none.
        let doubled = |value: &String| value.replace('$', "$$").into();
        let doubled: Vec<OsString> = values
            .iter()
            .map(doubled)
            .filter(|value| value != "")
            .collect();
        let (written, mut expected) = written(Format::Systemd, &doubled, |_| false);
        for value in expected.values_mut() {
            *value = value.to_str().unwrap().replace("$$", "$").into();
        }
        file(dir.path(), "environment.d/gom.conf", &written);
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", dir.path())
            .env("XDG_CONFIG_HOME", dir.path());
        let printed = String::from_utf8(stdout(&mut command)).unwrap();
        let mut read: Read = printed.lines().filter_map(unescaped).collect();
        read.retain(|name, _| name.starts_with('T') && expected.contains_key(name));
        same(&read, &expected);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A line of what the generator prints: a bare value, or one in double quotes with C's escapes.
#[cfg(unix)]
fn unescaped(line: &str) -> Option<(String, OsString)> {
    use std::os::unix::ffi::OsStringExt;

    let (name, value) = line.split_once('=')?;
    let Some(quoted) = value.strip_prefix('"') else {
        return Some((name.to_owned(), value.into()));
    };
    let mut out = Vec::new();
    let mut bytes = quoted.strip_suffix('"').unwrap().bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next().unwrap() {
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            digit @ b'0'..=b'3' => {
                let rest = [bytes.next().unwrap(), bytes.next().unwrap()];
                rest.iter()
                    .fold(digit - b'0', |sum, digit| (sum << 3) + (digit - b'0'))
            }
            other => other,
        });
    }
    Some((name.to_owned(), OsString::from_vec(out)))
}

/// Nothing that systemd would take for a blank, a comment or a variable is bare.
#[test]
fn bare_values_are_words() {
    let file = |value: &str| {
        let written = written(Format::Systemd, &[value.into()], |_: &OsStr| false);
        String::from_utf8(written.0).unwrap()
    };
    assert_eq!(file("-mod=mod"), "T0=-mod=mod\n");
    assert_eq!(file("/a:/b"), "T0=/a:/b\n");
    assert_eq!(file(""), "T0=\"\"\n");
    assert_eq!(file("two words"), "T0=\"two words\"\n");
    assert_eq!(
        file("$a `b` \"c\" \\d"),
        "T0=\"\\$a \\`b\\` \\\"c\\\" \\\\d\"\n"
    );
}
