//! PowerShell: a model of its tokens, and itself where it is on PATH.

use std::ffi::OsString;
use std::process::Command;

use gom::export::{self, Shell};
use proptest::test_runner::TestRunner;

use super::{Read, config, file, is_no_text, name, on_path, stdout, values, written};
use crate::export::shells::same;
use crate::support::skip::tell;
use crate::support::temp::TempDir;

/// `$env:NAME = TERM + TERM …` with TERM a string in single quotes or `[char]0x…`.
fn assigned(line: &str) -> (String, OsString) {
    let (name, mut rest) = line
        .strip_prefix("$env:")
        .unwrap()
        .split_once(" = ")
        .unwrap();
    let mut units: Vec<u16> = Vec::new();
    loop {
        if let Some(number) = rest.strip_prefix("[char]0x") {
            let end = number.find(' ').unwrap_or(number.len());
            units.push(u16::from_str_radix(&number[..end], 16).unwrap());
            rest = &number[end..];
        } else {
            let (text, after) = string(rest);
            units.extend(text.encode_utf16());
            rest = after;
        }
        if rest.is_empty() {
            return (name.to_owned(), String::from_utf16(&units).unwrap().into());
        }
        rest = rest.strip_prefix(" + ").unwrap_or_else(|| panic!("{line}"));
    }
}

/// A string at the start of `source`, and what follows. Any of five characters is a single quote, and
/// two of them are the second one.
fn string(source: &str) -> (String, &str) {
    let is_quote = |c: char| "'‘’‚‛".contains(c);
    let mut rest = source.chars();
    assert!(rest.next().is_some_and(is_quote), "{source}");
    let mut text = String::new();
    loop {
        let c = rest.next().expect("a closing quote");
        if !is_quote(c) {
            text.push(c);
        } else if rest.as_str().starts_with(is_quote) {
            text.extend(rest.next());
        } else {
            return (text, rest.as_str());
        }
    }
}

#[test]
fn model() {
    let result = TestRunner::new(config(100)).run(&values(), |values| {
        let (code, taken) = written(Shell::Pwsh, &values, is_no_text);
        // Whatever code page reads it.
        assert!(code.is_ascii());
        let code = String::from_utf8(code).unwrap();
        same(&code.lines().map(assigned).collect(), &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let code = |value: Option<&str>| {
        let code = export::assignment(Shell::Pwsh, "X", value.map(str::as_ref)).unwrap();
        String::from_utf8(code).unwrap()
    };
    assert_eq!(code(Some("it's $x")), "$env:X = 'it''s $x'");
    assert_eq!(code(Some("")), "$env:X = ''");
    assert_eq!(
        code(Some("J‘\nb")),
        "$env:X = 'J' + [char]0x2018 + [char]0xA + 'b'"
    );
    assert_eq!(
        code(Some("😀")),
        "$env:X = '' + [char]0xD83D + [char]0xDE00"
    );
    assert_eq!(code(None), "Remove-Item Env:\\X -ErrorAction Ignore");
}

#[test]
fn itself() {
    let names = ["pwsh", "pwsh.exe", "powershell.exe"];
    let Some(program) = names.into_iter().find_map(on_path) else {
        return tell("there is no PowerShell, only the model of its tokens is asked");
    };
    let dir = TempDir::new();
    let result = TestRunner::new(config(3)).run(&values(), |values| {
        let (mut code, mut taken) = written(Shell::Pwsh, &values, is_no_text);
        for gone in ["U0", "U1"] {
            code.extend(export::assignment(Shell::Pwsh, gone, None).unwrap());
            code.push(b'\n');
        }
        let code = file(dir.path(), "code.txt", &code);
        // UTF-16 numbers, so that no code page has a say.
        let script = format!(
            "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'
            Get-Content -Raw '{}' | Invoke-Expression
            Get-ChildItem Env: | Where-Object Name -CMatch '^[TU][0-9]' | ForEach-Object {{
                $_.Name + '=' + (([int[]][char[]]$_.Value) -join ',') }}",
            code.display()
        );
        let mut command = Command::new(&program);
        command.args(["-NoProfile", "-NonInteractive", "-Command", &script]);
        command
            .env("U0", "old")
            .envs((0..values.len()).map(|index| (name(index), "old")));
        let printed = String::from_utf8(stdout(&mut command)).unwrap();
        let read = printed.lines().map(|line| {
            let (name, units) = line.trim_end().split_once('=').unwrap();
            let units = units.split(',').filter(|unit| !unit.is_empty());
            let units: Vec<u16> = units.map(|unit| unit.parse().unwrap()).collect();
            (
                name.to_owned(),
                OsString::from(String::from_utf16(&units).unwrap()),
            )
        });
        // Before 7.5 an empty variable is none.
        let mut read: Read = read.filter(|(_, value)| !value.is_empty()).collect();
        read.retain(|name, _| taken.contains_key(name) || name.starts_with('U'));
        taken.retain(|_, value| !value.is_empty());
        same(&read, &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Invoke-Expression wants some text.
#[test]
fn nothing_is_still_something() {
    assert_eq!(
        export::write(Shell::Pwsh, &[]).unwrap(),
        b"# nothing to set\n"
    );
    for shell in [Shell::Sh, Shell::Fish, Shell::Nu, Shell::Cmd] {
        assert_eq!(export::write(shell, &[]).unwrap(), b"");
    }
}
