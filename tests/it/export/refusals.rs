//! What cannot be written is refused with the name of the variable, and nothing half is printed.

use std::ffi::OsStr;

use gom::export::{self, Change, Format, Shell, Syntax};
use gom_shim::Kind;

const ALL: [Syntax; 12] = [
    Syntax::Shell(Shell::Sh),
    Syntax::Shell(Shell::Bash),
    Syntax::Shell(Shell::Zsh),
    Syntax::Shell(Shell::Fish),
    Syntax::Shell(Shell::Pwsh),
    Syntax::Shell(Shell::Nu),
    Syntax::Shell(Shell::Cmd),
    Syntax::File(Format::Dotenv),
    Syntax::File(Format::Docker),
    Syntax::File(Format::Systemd),
    Syntax::File(Format::Github),
    Syntax::File(Format::Gitlab),
];

/// One variable.
fn write(syntax: Syntax, name: &str, value: Option<&OsStr>) -> gom_shim::Result<Vec<u8>> {
    export::write(syntax, &[Change { name, value }])
}

#[test]
fn names_are_identifiers() {
    for syntax in ALL {
        for name in [
            "", "1X", "A B", "A=B", "A-B", "A.B", "A$B", "A;id", "A\nB", "Ä", "A'", "$(id)",
            "A[0]", "A\u{1b}",
        ] {
            for value in [Some("x".as_ref()), None] {
                let error = write(syntax, name, value).unwrap_err();
                assert_eq!(error.kind, Kind::Failure, "{syntax:?} {name:?}");
                assert!(!error.message.contains(['\n', '\u{1b}']), "{error}");
            }
        }
        for name in ["X", "_", "_x1", "GOFLAGS"] {
            write(syntax, name, Some("x".as_ref())).unwrap();
        }
    }
}

#[test]
fn no_value_has_a_nul() {
    for syntax in ALL {
        let error = write(syntax, "GOFLAGS", Some("a\0b".as_ref())).unwrap_err();
        assert!(error.causes[0].contains("NUL"), "{syntax:?}: {error}");
    }
}

#[test]
fn each_says_why() {
    let cases: &[(Syntax, &str, &str)] = &[
        (Format::Docker.into(), "two\nlines", "newline"),
        (Format::Docker.into(), "a\r", "carriage return"),
        (Format::Github.into(), "a\r", "carriage return"),
        (Format::Gitlab.into(), "two\nlines", "newline"),
        (Format::Gitlab.into(), " a", "blank"),
        (Format::Gitlab.into(), "a\t", "blank"),
        (Format::Gitlab.into(), "a$b", "'$'"),
        (Format::Gitlab.into(), "a%b%", "%…%"),
        (Format::Dotenv.into(), "a\rb", "carriage return"),
        (Format::Dotenv.into(), "a ${b}", "${"),
        (Format::Dotenv.into(), "a'\"", "escape"),
        (Format::Dotenv.into(), "C:\\dir\\", "\\"),
        (Shell::Cmd.into(), "100%", "'%'"),
        (Shell::Cmd.into(), "a!", "'!'"),
        (Shell::Cmd.into(), "a\"b", "'\"'"),
        (Shell::Cmd.into(), "two\nlines", "newline"),
        (Shell::Cmd.into(), "a\u{1a}", "control"),
    ];
    for (syntax, value, why) in cases {
        let error = write(*syntax, "GOFLAGS", Some(value.as_ref())).unwrap_err();
        assert_eq!(error.kind, Kind::Failure);
        assert_eq!(
            error.message,
            format!("GOFLAGS cannot be written for {syntax}")
        );
        assert!(error.causes[0].contains(why), "{value:?}: {error}");
        assert_eq!(error.hint.as_deref(), Some("gom env --json GOFLAGS"));
    }
}

#[cfg(unix)]
#[test]
fn bytes_go_where_bytes_can() {
    use std::os::unix::ffi::OsStrExt;
    let value = OsStr::from_bytes(b"a\xff'7");
    let written = |syntax: Syntax| write(syntax, "X", Some(value));
    assert_eq!(
        written(Shell::Sh.into()).unwrap(),
        b"export X='a\xff'\\''7'\n"
    );
    assert_eq!(
        written(Shell::Bash.into()).unwrap(),
        b"export X=$'a\\377\\'7'\n"
    );
    assert_eq!(
        written(Shell::Fish.into()).unwrap(),
        b"set -gx X 'a'\\Xff'\\'7'\n"
    );
    for syntax in &ALL[4..] {
        let error = written(*syntax).unwrap_err();
        assert!(error.causes[0].contains("UTF-8"), "{error}");
    }
}

#[test]
fn what_is_removed() {
    let written = |syntax| String::from_utf8(write(syntax, "X", None).unwrap()).unwrap();
    for shell in [Shell::Sh, Shell::Bash, Shell::Zsh] {
        assert_eq!(written(shell.into()), "unset -v X\n");
    }
    assert_eq!(written(Shell::Fish.into()), "set -eg X\n");
    assert_eq!(written(Shell::Nu.into()), "hide-env -i X\n");
    assert_eq!(written(Shell::Cmd.into()), "set \"X=\"\r\n");
    // Files can only set variables.
    for syntax in &ALL[7..] {
        assert_eq!(written(*syntax), "");
    }
}

#[test]
fn names_that_github_keeps_for_itself() {
    for name in [
        "NODE_OPTIONS",
        "node_options",
        "GITHUB_PATH",
        "github_x",
        "RUNNER_TEMP",
    ] {
        let error = write(Format::Github.into(), name, Some("x".as_ref())).unwrap_err();
        assert!(error.message.starts_with(name), "{error}");
        // It can neither be removed there, and others take it.
        assert_eq!(write(Format::Github.into(), name, None).unwrap(), b"");
        write(Format::Dotenv.into(), name, Some("x".as_ref())).unwrap();
    }
    write(Format::Github.into(), "GITHUBX", Some("x".as_ref())).unwrap();
}

#[test]
fn limits() {
    let fits = |syntax: Syntax, bytes: usize| write(syntax, "X", Some("x".repeat(bytes).as_ref()));
    fits(Format::Docker.into(), (64 << 10) - 3).unwrap();
    fits(Format::Docker.into(), (64 << 10) - 2).unwrap_err();
    fits(Format::Gitlab.into(), (5 << 10) - 4).unwrap();
    fits(Format::Gitlab.into(), (5 << 10) - 3).unwrap_err();
    fits(Shell::Cmd.into(), 8191 - 8).unwrap();
    fits(Shell::Cmd.into(), 8191 - 7).unwrap_err();
    for syntax in [
        Shell::Bash.into(),
        Shell::Pwsh.into(),
        Format::Systemd.into(),
        Format::Github.into(),
    ] {
        fits(syntax, 100 << 10).unwrap();
    }
}
