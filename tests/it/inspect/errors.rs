//! What is said about files that are no whole programs of Go's.

use snapbox::str;

use super::fixture::{Format, Program};
use crate::support::world::World;

const KIND: (Format, bool, bool) = (Format::Elf, true, false);

#[test]
fn each_file_is_named_with_its_reason() {
    let world = World::new();
    let program = Program::new(KIND);
    let file = program.file();
    world.file("README.md", "# A text\n");
    world.file("empty", "");
    world.file("cut", &file[..file.len() - 100]);
    world.file(
        "stripped",
        [&file[..0x400], &vec![0; file.len() - 0x400]].concat(),
    );
    world.file("prog.wasm", b"\0asm\x01\0\0\0");
    let odd = Program {
        modules: b"path\tp\nbuild\tx\n".to_vec(),
        ..program
    };
    world.file("odd", odd.file());
    let mut wide = file;
    wide[4] = 7;
    world.file("neither", wide);
    let files = [
        "README.md",
        "empty",
        "cut",
        "stripped",
        "prog.wasm",
        "odd",
        "neither",
    ];
    let outcome = world.gom(["inspect"].iter().chain(&files)).fails(1);
    outcome.stdout_eq("").stderr_eq(str![[r#"
error: README.md is not a program in a format that Go builds

hint: file README.md
error: empty is empty
error: cut is cut short
  caused by: the end of its sections is missing
error: stripped has no Go build info
  caused by: it was not built by Go, or was packed or stripped of it since

hint: file stripped
error: prog.wasm is WebAssembly, which carries no build info that can be read
error: the build info of odd is damaged
  caused by: line 2: a setting has no '='
error: neither is damaged
  caused by: it is neither 32-bit nor 64-bit ELF

"#]]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file() {
    let world = World::new();
    world.dir("bin dir");
    // rustix has no mkfifo on macOS; every Unix has the program.
    let made = std::process::Command::new("mkfifo")
        .arg(world.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("gone", world.path("link")).unwrap();
    let outcome = world
        .gom(["inspect", "bin dir", "pipe", "/dev/null"])
        .fails(1);
    outcome.stderr_eq(str![[r#"
error: bin dir is a directory

hint: gom inspect 'bin dir'/*
error: pipe is a device, a pipe or a socket, not a file
error: /dev/null is a device, a pipe or a socket, not a file

"#]]);
    world.gom(["inspect", "link"]).fails(7).stderr_eq(str![[r#"
error: could not read link
  caused by: No such file or directory (os error 2)

hint: ls -ld link

"#]]);
}

#[test]
fn the_first_failure_decides_and_hides_nothing() {
    let world = World::new();
    world.file("app", Program::new(KIND).file());
    world.file("text", "x\n");
    let outcome = world.gom(["inspect", "text", "app", "absent"]).fails(1);
    assert!(
        outcome.stdout.starts_with("app: go1.22.6\n"),
        "{}",
        outcome.stdout
    );
    assert_eq!(outcome.stderr.matches("error: ").count(), 2);
    world.gom(["inspect", "absent", "text"]).fails(7);

    let json = world
        .gom(["inspect", "--json", "text", "app", "absent"])
        .fails(1);
    let binaries = json.json()["binaries"].as_array().unwrap().clone();
    assert_eq!(binaries.len(), 3);
    assert_eq!(binaries[0]["error"]["code"], 1);
    assert_eq!(binaries[1]["go"], "go1.22.6");
    assert_eq!(binaries[2]["error"]["code"], 7);
    assert_eq!(binaries[2]["path"], "absent");
    assert_eq!(json.stderr, "");
}

#[test]
fn foreign_text_sends_nothing_to_the_terminal() {
    let world = World::new();
    let program = Program {
        version: b"go1.22.6\x1b[31m".to_vec(),
        modules: b"path\tp\x1b]0;x\x07\nbuild\t-tags=a\xe2\x80\xaeb\nbuild\tvcs=\x1b[2J\nbuild\tX\x1b=\x1b\n"
            .to_vec(),
        ..Program::new(KIND)
    };
    world.file("app\u{9b}31m", program.file());
    let outcome = world.gom(["inspect", "app\u{9b}31m"]).ok();
    let unsafe_char = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(
        !outcome.stdout.contains(unsafe_char),
        "{:?}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains(r"go1.22.6\u{1b}[31m"),
        "{}",
        outcome.stdout
    );
    let checked = world.gom(["inspect", "--check", "app\u{9b}31m"]).run();
    assert!(!(checked.stdout + &checked.stderr).contains(unsafe_char));
}

#[cfg(unix)]
#[test]
fn a_terminal_gets_no_raw_bytes_in_any_form() {
    use crate::support::terminal::Terminal;
    let world = World::new();
    let program = Program {
        version: b"go1.22.6\x1b[31m".to_vec(),
        ..Program::new(KIND)
    };
    world.file("app", program.file());
    let call = world.gom(["inspect", "--format", "go", "--color", "never", "app"]);
    let shown = Terminal::start(&call).unwrap().end().stdout;
    assert!(shown.contains(r"app: go1.22.6\u{1b}[31m"), "{shown:?}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    assert!(shown.contains("\tpath\texample.test/app"), "{shown:?}");
}

#[test]
fn forms_that_do_not_go_together() {
    let world = World::new();
    world.file("app", Program::new(KIND).file());
    for args in [
        &["--format", "go", "--check", "app"][..],
        &["--format", "go", "--json", "app"],
        &["--format", "go", "--image", "app"],
        &["--format", "github", "app"],
        &["--format", "github", "--json", "--check", "app"],
        &["--check", "--image", "app"],
        &["--image", "app", "app"],
        &["--format", "xml", "app"],
        &[],
    ] {
        let outcome = world.gom(["inspect"].iter().chain(args)).fails(2);
        assert!(
            outcome.stderr.contains("hint: gom inspect --help"),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn no_home_is_needed_and_nothing_is_written() {
    let world = World::new();
    world.file("app", Program::new(KIND).file());
    let before = world.snapshot();
    let homeless = world.gom(["inspect", "app"]);
    let homeless = homeless.without_env("HOME").without_env("GOM_HOME");
    let homeless = homeless
        .without_env("LOCALAPPDATA")
        .without_env("USERPROFILE");
    homeless.ok();
    // Its Go has ended, which gom knows without any list.
    world.gom(["inspect", "--check", "app"]).fails(10);
    before.assert_unchanged(world.root());
}
