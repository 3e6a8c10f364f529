//! Project files that nobody would write: handled or refused by name, never waited for.

use super::go_mod;
use crate::support::world::World;

/// What reads each kind of file, in a directory that has it.
const FILES: [&str; 5] = [
    "gotoolchain.toml",
    ".go-version",
    ".tool-versions",
    "go.mod",
    "go.work",
];

/// The answer of the shim and of gom for one odd file.
#[track_caller]
fn refused(world: &World, dir: &str, name: &str, why: &str) {
    for (code, outcome) in [
        (126, world.go(["version"]).at(dir).run()),
        (3, world.gom(["current"]).at(dir).run()),
    ] {
        outcome.code(code);
        let message = outcome.stderr.lines().next().unwrap_or_default();
        assert!(
            message.starts_with("error: ") && message.contains(name) && message.contains(why),
            "{name}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout, "");
    }
}

#[cfg(unix)]
#[test]
fn a_fifo_is_never_waited_for() {
    let world = World::with_default("1.22.6");
    for name in FILES {
        let dir = world.dir(format!("fifo-{name}"));
        go_mod(&world, dir.to_str().unwrap(), "go 1.21");
        let path = dir.join(name);
        let _ = std::fs::remove_file(&path);
        // rustix has no mkfifo on macOS; every Unix has the program.
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        refused(&world, dir.to_str().unwrap(), name, "not a regular file");
    }
    let link = world.dir("zero").join("gotoolchain.toml");
    std::os::unix::fs::symlink("/dev/zero", link).unwrap();
    refused(&world, "zero", "gotoolchain.toml", "not a regular file");
}

#[test]
fn huge_ones_are_not_read() {
    let world = World::with_default("1.22.6");
    for name in FILES {
        let dir = format!("huge-{name}");
        go_mod(&world, &dir, "go 1.21");
        let file = std::fs::File::create(world.path(&dir).join(name)).unwrap();
        // A sparse file: nothing is stored, everything would be read.
        file.set_len(1 << 40).unwrap();
        refused(&world, &dir, name, "too large");
    }
}

#[test]
fn bytes_that_are_no_text_name_their_line() {
    let world = World::with_default("1.22.6");
    for name in ["gotoolchain.toml", ".go-version", ".tool-versions"] {
        let dir = format!("bytes-{name}");
        go_mod(&world, &dir, "go 1.21");
        world.file(format!("{dir}/{name}"), b"# one\n# t\xffwo\n");
        refused(&world, &dir, name, &format!("{name}:2 is not UTF-8"));
    }
    // In a go.mod only the lines that count do, as for cmd/go.
    world.file("bytes/go.mod", b"module m // \xff\n\ngo 1.21\n");
    world.go(["version"]).at("bytes").ok();
}

#[test]
fn marks_and_line_ends_of_windows_are_read() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    for (name, text) in [
        (
            "gotoolchain.toml",
            "\u{feff}[toolchain]\r\ngo = \"1.24.4\"\r\n",
        ),
        (".go-version", "\u{feff}1.24.4\r\n"),
        (".tool-versions", "\u{feff}golang 1.24.4\r\n"),
        ("go.work", "// \r\ngo 1.24.0\r\n"),
        ("go.mod", "\u{feff}module m\r\n\r\ngo 1.24.0\r\n"),
    ] {
        let dir = format!("windows-{name}");
        go_mod(&world, &dir, "go 1.21");
        world.file(format!("{dir}/{name}"), text);
        let version = world.go(["version"]).at(&dir).ok().stdout;
        assert!(
            version.starts_with("go version go1.24.4 "),
            "{name}: {version}"
        );
    }
}

#[test]
fn text_of_a_file_cannot_command_the_terminal() {
    let world = World::with_default("1.22.6");
    world.file(
        "p/gotoolchain.toml",
        "[toolchain]\ngo = \"\\u001b[31m\\u202e1.22\"\n",
    );
    world.file("q/.go-version", "\u{1b}]0;title\u{7}\n");
    world.file("q/go.mod", "module m\n");
    for dir in ["p", "q"] {
        for outcome in [
            world.go(["version"]).at(dir).fails(126),
            world.gom(["current"]).at(dir).fails(3),
        ] {
            let unsafe_ones = ['\u{1b}', '\u{202e}', '\u{7}'];
            assert!(
                !outcome.stderr.contains(unsafe_ones),
                "{:?}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn directories_of_those_names_are_passed_over() {
    let world = World::with_default("1.22.6");
    for name in FILES {
        world.dir(format!("p/{name}"));
    }
    world.go(["version"]).at("p").ok();
    world.gom(["current"]).at("p").ok();
}

#[test]
fn reading_commands_change_nothing() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    go_mod(&world, "p", "go 1.24.0");
    let before = world.snapshot();
    for args in [
        &["list"][..],
        &["current", "--explain"],
        &["which"],
        &["which", "--all"],
        &["env"],
        &["config"],
        &["default"],
        &["trust", "--list"],
        &["completions", "bash"],
        &["untrust"],
        &["list", "--json"],
    ] {
        world.gom(args).at("p").ok();
    }
    world.go(["version"]).at("p").ok();
    before.assert_unchanged(world.root());
}
