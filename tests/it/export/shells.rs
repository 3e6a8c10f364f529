//! sh, bash, zsh, fish and Nushell, as themselves, with the options that people set in them.
#![cfg(unix)]

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use gom::export::{self, Change, Shell};
use proptest::prelude::{prop_assert_eq, prop_assume};
use proptest::test_runner::TestRunner;

use super::{Read, config, file, name, on_path, parsed, stdout, values, written};
use crate::support::skip::{skip, tell};
use crate::support::temp::TempDir;

/// Prints the environment, whatever the shell makes of PATH.
const ENV: &str = "/usr/bin/env -0";

/// One way to run a shell: its arguments before the command, and what was typed in it before.
struct Setting(&'static [&'static str], &'static str);

const BASH: &[Setting] = &[
    Setting(&["--norc"], ""),
    Setting(&["--norc", "--posix"], "set -eu; IFS=:"),
    Setting(&["--norc"], "set -euf -o noclobber -o pipefail; IFS=\"'\""),
    Setting(
        &["--norc"],
        "set -o posix; IFS=$' \\t\\n\\\\x'; shopt -s expand_aliases",
    ),
    Setting(
        &["--norc"],
        "shopt -s extglob nullglob failglob nocasematch; IFS=",
    ),
    Setting(&["--norc"], "set -o histexpand -o history; U2() { :; }"),
];

const ZSH: &[Setting] = &[
    Setting(&["-f"], ""),
    Setting(&["-f"], "emulate ksh; set -eu; IFS=:"),
    Setting(&["-f"], "emulate sh; set -eu; IFS=\"'\""),
    Setting(
        &["-f"],
        "setopt rc_quotes csh_junkie_quotes err_exit no_unset ksh_arrays",
    ),
    Setting(
        &["-f"],
        "setopt sh_word_split glob_subst extended_glob null_glob bang_hist; IFS=xT",
    ),
    Setting(&["-f"], "setopt warn_create_global all_export"),
];

const DASH: &[Setting] = &[Setting(&[], ""), Setting(&[], "set -euf; IFS=\":'\"")];

#[test]
fn bash() {
    agrees(Shell::Bash, "bash", BASH);
    agrees(Shell::Sh, "bash", BASH);
}

#[test]
fn zsh() {
    agrees(Shell::Zsh, "zsh", ZSH);
    // csh_junkie_quotes, further down, allows no newline in quotes, which sh cannot do without.
    agrees(Shell::Sh, "zsh", &ZSH[..3]);
}

#[test]
fn dash() {
    agrees(Shell::Sh, "dash", DASH);
}

/// Evaluates what is written as the manual says, `eval "$(gom env --shell …)"`, in each setting and
/// with two locales. Variables that were there are replaced, or removed, and nothing else happens.
fn agrees(shell: Shell, program: &str, settings: &[Setting]) {
    let Some(program) = on_path(program) else {
        skip!("there is no {program}");
    };
    let dir = TempDir::new();
    for (Setting(args, before), locale) in settings
        .iter()
        .flat_map(|setting| [(setting, "C"), (setting, "C.UTF-8")])
    {
        let script = format!("{before}\n\\eval \"$(/bin/cat \"$1\")\"\n{ENV}");
        round_trip(shell, dir.path(), |code| {
            let mut command = Command::new(&program);
            command.args(*args).args(["-c", &script, "x"]).arg(code);
            command.env_clear().env("LC_ALL", locale);
            command
        });
    }
}

#[test]
fn fish() {
    let Some(program) = on_path("fish") else {
        skip!("there is no fish");
    };
    let dir = TempDir::new();
    for locale in ["C", "C.UTF-8"] {
        round_trip(Shell::Fish, dir.path(), |code| {
            let mut command = Command::new(&program);
            let script = format!("/bin/cat $argv[1] | source; {ENV}");
            command.args(["--no-config", "-c", &script]).arg(code);
            command.env_clear().env("LC_ALL", locale);
            command
        });
    }
}

#[test]
fn nushell() {
    let Some(program) = on_path("nu") else {
        return tell("there is no nu, only the model of its strings is asked");
    };
    let dir = TempDir::new();
    round_trip(Shell::Nu, dir.path(), |code| {
        let mut command = Command::new(&program);
        let script = format!("source {}; ^{ENV}", code.display());
        command.args(["-n", "-c", &script]);
        command.env_clear().env("LC_ALL", "C.UTF-8");
        command
    });
}

/// Writes many values for a shell, runs it, and compares what its children get.
fn round_trip(shell: Shell, dir: &Path, command: impl Fn(&Path) -> Command) {
    let may_refuse = |value: &std::ffi::OsStr| shell == Shell::Nu && super::is_no_text(value);
    let mut runner = TestRunner::new(config(4));
    let result = runner.run(&values(), |values| {
        let (mut code, taken) = written(shell, &values, may_refuse);
        // U0 is there and goes; U1 never was.
        for gone in ["U0", "U1"] {
            code.extend(export::assignment(shell, gone, None).unwrap());
            code.push(b'\n');
        }
        let code = file(dir, "code", &code);
        let mut command = command(&code);
        command.env("HOME", dir).env("U0", "old").env("U2", "kept");
        command.envs((0..values.len()).map(|index| (name(index), "old")));
        let mut read = parsed(&stdout(&mut command));
        prop_assert_eq!(read.remove("U2"), Some("kept".into()));
        // What was refused stays as it was.
        read.retain(|name, _| taken.contains_key(name) || name.starts_with('U'));
        same(&read, &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{shell:?}: {error}");
    }
}

/// Fails on the first difference, and shows no more than that.
#[track_caller]
pub(super) fn same(read: &Read, expected: &Read) {
    for (name, value) in expected {
        assert_eq!(read.get(name), Some(value), "{name}");
    }
    for name in read.keys() {
        assert!(expected.contains_key(name), "{name} should not be there");
    }
}

/// PATH is a list in fish and Nushell, and text to all their children.
#[test]
fn path() {
    let dir = TempDir::new();
    let paths: [OsString; 4] = [
        "/usr/bin:/bin".into(),
        "/opt/it's here/bin:/a\\b:/ü:/$HOME".into(),
        "/one".into(),
        "/usr/bin::/new\nline".into(),
    ];
    let mut asked = 0;
    for (shell, program) in [
        (Shell::Sh, "dash"),
        (Shell::Bash, "bash"),
        (Shell::Zsh, "zsh"),
        (Shell::Fish, "fish"),
        (Shell::Nu, "nu"),
    ] {
        let Some(program) = on_path(program) else {
            tell(&format!("there is no {program}"));
            continue;
        };
        for path in &paths {
            let change = Change {
                name: "PATH",
                value: Some(path),
            };
            let mut code = export::write(shell, &[change]).unwrap();
            let lists = matches!(shell, Shell::Fish | Shell::Nu);
            let one_word = String::from_utf8_lossy(&code).contains(&*path.to_string_lossy());
            assert!(!lists || path == "/one" || !one_word, "{code:?} is no list");
            let caret = if shell == Shell::Nu { "^" } else { "" };
            code.extend(format!("{caret}{ENV}\n").bytes());
            let code = file(dir.path(), "code", &code);
            let mut command = Command::new(&program);
            command.arg(&code).env_clear().env("HOME", dir.path());
            command.env("PATH", "/usr/bin").env("LC_ALL", "C.UTF-8");
            let read = String::from_utf8(stdout(&mut command)).unwrap();
            let mut line = format!("PATH={}", path.to_str().unwrap());
            if shell == Shell::Fish {
                // The same directory by its name.
                line = line.replace("::", ":.:");
            }
            assert!(
                read.split('\0').any(|other| other == line),
                "{shell:?}: {line:?} is not in {read:?}"
            );
            asked += 1;
        }
    }
    assert!(asked > 0);
}

/// What may be shown on a terminal moves no cursor and reorders nothing, whatever the values hold.
#[test]
fn code_is_visible() {
    let mut runner = TestRunner::new(config(20));
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Pwsh, Shell::Nu] {
        let result = runner.run(&values(), |values| {
            let (code, _) = written(shell, &values, super::is_no_text);
            let code = String::from_utf8(code).unwrap();
            prop_assume!(!code.is_empty());
            for line in code.split('\n') {
                prop_assert_eq!(gom_shim::escape::text(line), line);
            }
            Ok(())
        });
        if let Err(error) = result {
            panic!("{shell:?}: {error}");
        }
    }
}

/// Nushell's double-quoted strings, from its manual: `\u{…}`, and a letter or a character itself.
#[test]
fn strings_of_nushell() {
    let mut runner = TestRunner::new(config(20));
    let result = runner.run(&values(), |values| {
        let (code, taken) = written(Shell::Nu, &values, super::is_no_text);
        let code = String::from_utf8(code).unwrap();
        let read = code.lines().map(|line| {
            let (name, string) = line
                .strip_prefix("$env.")
                .unwrap()
                .split_once(" = ")
                .unwrap();
            (name.to_owned(), OsString::from(nu_string(string)))
        });
        same(&read.collect(), &taken);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn nu_string(source: &str) -> String {
    let inner = source.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
    let (mut out, mut rest) = (String::new(), inner.chars());
    while let Some(c) = rest.next() {
        assert_ne!(c, '"', "{source}");
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match rest.next().unwrap() {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                assert_eq!(rest.next(), Some('{'));
                let digits: String = rest.by_ref().take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
            }
            other => other,
        });
    }
    out
}
