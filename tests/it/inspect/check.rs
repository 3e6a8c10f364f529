//! `gom inspect --check`: findings, their forms, and the exit code.

use serde_json::json;
use snapbox::str;

use super::fixture::{Format, Program};
use crate::support::world::World;

const KIND: (Format, bool, bool) = (Format::Elf, true, false);

/// A world where Go 1.22 and 1.21 get fixes, with a program of 1.20.14 and one of 1.22.6.
fn world() -> World {
    let world = World::new();
    let lines = world.layout().lines();
    world.dir(lines.parent().unwrap());
    world.file(lines, "1.22\n1.21\n");
    let old = Program {
        version: b"go1.20.14".to_vec(),
        ..Program::new(KIND)
    };
    world.file("bin/old", old.file());
    world.file("bin/new", Program::new(KIND).file());
    world
}

#[test]
fn an_old_go_is_a_finding() {
    let world = world();
    let outcome = world
        .gom(["inspect", "--check", "bin/new", "bin/old"])
        .fails(10);
    outcome
        .stdout_eq(str![[r#"
warning[binary-go-end-of-life]: built with go1.20.14; Go 1.20 gets no security fixes any more, Go 1.21 and newer do
  --> bin/old
  hint: gom exec +stable -- go build

"#]])
        .stderr_eq(str![[r#"
1 warning

"#]]);
    let outcome = world.gom(["inspect", "--check", "bin/new"]).ok();
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("", ""));
}

#[test]
fn the_other_forms() {
    let world = world();
    let outcome = world
        .gom(["inspect", "--check", "--format", "github", "bin/old"])
        .fails(10);
    outcome.stdout_eq(str![[r#"
::warning file=bin/old,title=binary-go-end-of-life::built with go1.20.14; Go 1.20 gets no security fixes any more, Go 1.21 and newer do%0Ahint: gom exec +stable -- go build

"#]]);
    let json = world
        .gom(["inspect", "--check", "--json", "bin/old"])
        .fails(10)
        .json();
    assert_eq!(json["binaries"][0]["version"], "1.20.14");
    assert_eq!(
        json["findings"],
        json!([{
            "id": "binary-go-end-of-life", "severity": "warning",
            "message": "built with go1.20.14; Go 1.20 gets no security fixes any more, Go 1.21 and newer do",
            "source": {"kind": "argument", "path": world.path("bin/old"), "text": "go1.20.14"},
            "fix": "gom exec +stable -- go build",
        }])
    );
    let plain = world.gom(["inspect", "--json", "bin/old"]).ok().json();
    assert!(plain.get("findings").is_none());
}

#[test]
fn where_no_line_is_known_that_is_a_note() {
    let world = world();
    std::fs::remove_file(world.layout().lines()).unwrap();
    let current = Program {
        version: b"go1.26.1".to_vec(),
        ..Program::new(KIND)
    };
    world.file("bin/current", current.file());
    // What had ended when gom was made needs no list.
    let outcome = world.gom(["inspect", "--check", "bin/new"]).fails(10);
    assert!(
        outcome
            .stdout
            .starts_with("warning[binary-go-end-of-life]: built with go1.22.6; Go 1.22 gets no"),
        "{}",
        outcome.stdout
    );
    assert!(!outcome.stdout.contains("go-lines-unknown"));
    world
        .gom(["inspect", "--check", "bin/current"])
        .ok()
        .stdout_eq(str![[r#"
note[go-lines-unknown]: which lines of Go still get fixes is not known here
  hint: gom available

"#]]);
}

#[test]
fn a_program_that_cannot_be_read_outweighs_findings() {
    let world = world();
    let outcome = world
        .gom(["inspect", "--check", "bin/old", "absent"])
        .fails(7);
    assert!(
        outcome.stdout.starts_with("warning[binary-go-end-of-life]"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stderr.starts_with("error: could not read absent"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn every_program_of_a_universal_one_is_checked() {
    let world = world();
    let slice = |version: &str| {
        let program = Program {
            version: version.into(),
            ..Program::new((Format::MachO, true, false))
        };
        program.file()
    };
    world.file(
        "app",
        super::fixture::fat(&[slice("go1.22.6"), slice("go1.19")], false),
    );
    let outcome = world.gom(["inspect", "--check", "app"]).fails(10);
    assert!(
        outcome.stdout.contains("built with go1.19; Go 1.19 gets"),
        "{}",
        outcome.stdout
    );
    let old = || slice("go1.19");
    world.file("app", super::fixture::fat(&[old(), old()], false));
    let outcome = world.gom(["inspect", "--check", "app"]).fails(10);
    assert_eq!(outcome.stderr, "1 warning\n", "the same thing is said once");
}

#[test]
fn a_project_says_which_go_experiments_and_target_it_is_built_with() {
    let world = world();
    world.installed("1.22.6");
    world.config("default = \"1.22.6\"\n");
    let file = |text: &str| world.file("gotoolchain.toml", text);
    let ids = |code: i32| -> Vec<String> {
        let call = world.gom(["inspect", "--check", "--json", "bin/new"]);
        let json = call.fails(code).json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        let id = |finding: &serde_json::Value| finding["id"].as_str().unwrap().to_owned();
        findings.iter().map(id).collect()
    };
    file("[toolchain]\ngo = \"1.22.6\"\n[policy]\nminimum = \"1.22\"\n");
    assert_eq!(ids(0), [""; 0]);
    file("[toolchain]\ngo = \"1.22.5\"\n[policy]\nminimum = \"1.23\"\n");
    assert_eq!(ids(10), ["binary-go-version", "binary-go-minimum"]);
    file("[target]\ngoos = \"plan9\"\ngoarch = \"386\"\n");
    assert_eq!(ids(10), ["binary-target"]);
    file("[policy]\nforbid = [\"GOFLAGS=-trimpath\"]\n");
    assert_eq!(ids(0), [""; 0]);
}
