//! `gom exec`: a command whose every `go` is of the caller's choice.

use snapbox::str;

use super::{go_mod, pinned};
use crate::support::world::World;

fn world() -> World {
    let mut world = World::with_default("1.22.6");
    world.installed("1.24.2");
    world.installed("1.24.4");
    pinned(&world, "p", "1.22.6");
    go_mod(&world, "m", "go 1.24.2");
    // A program that is no Go, to see what a command is started with.
    let fake = world
        .layout()
        .bin()
        .join(format!("go{}", std::env::consts::EXE_SUFFIX));
    assert!(fake.is_file());
    if cfg!(unix) {
        world.set_path(&["/usr/bin".into(), "/bin".into()]);
    }
    world
}

#[test]
fn every_go_below_is_the_one_asked_for() {
    let world = world();
    for (args, dir, version) in [
        (&["go", "version"][..], "p", "1.22.6"),
        (&["--", "go", "version"], "m", "1.24.4"),
        (&["+1.24", "--", "go", "version"], "p", "1.24.4"),
        (&["+1.24.2", "go", "version"], "p", "1.24.2"),
        (&["--minimum", "--", "go", "version"], "m", "1.24.2"),
        (
            &["+1.24.2", "--", "go", "spawn", "go", "version"],
            "p",
            "1.24.2",
        ),
    ] {
        let outcome = world.gom(std::iter::once(&"exec").chain(args)).at(dir).ok();
        let expected = format!("go version go{version} ");
        assert!(
            outcome.stdout.starts_with(&expected),
            "{args:?}: {}",
            outcome.stdout
        );
        assert_eq!(outcome.stderr, "");
    }
}

#[cfg(unix)]
#[test]
fn the_command_itself_gets_the_path_and_no_more() {
    let world = world();
    let script = "echo \"$PATH|${GOROOT-none}|${GOTOOLCHAIN-none}|${GOM_TOOLCHAIN-none}\"";
    let run = |plus: &[&str], path: &str| {
        let command = ["--", "sh", "-c", script];
        let args = ["exec"].iter().chain(plus).chain(&command);
        world.gom(args).env("PATH", path).ok().redacted()
    };
    let bin = world.layout().bin();
    let bin = bin.to_str().unwrap();
    let later = format!("/usr/bin:{bin}:/bin");
    assert_eq!(
        run(&[], &later),
        "[GOM_HOME]/bin:/usr/bin:/bin|none|none|none\n"
    );
    assert_eq!(
        run(&["+1.24"], "/usr/bin:/bin"),
        "[GOM_HOME]/bin:/usr/bin:/bin|none|none|1.24\n"
    );
    // What the caller has set is the caller's.
    let call = world
        .gom(["exec", "--", "sh", "-c", script])
        .env("GOROOT", "/x");
    assert!(call.ok().stdout.contains("|/x|none|none"));
}

#[test]
fn arguments_and_exit_codes_go_through() {
    let world = world();
    let args = ["exec", "go", "x", "-C", "y", "--json", "-q", "--", "--help"];
    assert_eq!(
        world.gom(args).ok().stdout,
        "go1.22.6 [\"x\", \"-C\", \"y\", \"--json\", \"-q\", \"--\", \"--help\"]\n"
    );
    for code in [0, 1, 7, 125, 255] {
        world
            .gom(["exec", "--", "go", "exit", &code.to_string()])
            .fails(code);
    }
    let stdin = world.gom(["exec", "--", "go", "stdin"]).input("typed");
    assert_eq!(stdin.ok().stdout, "typed");
}

#[test]
fn what_cannot_be_run() {
    let world = world();
    world
        .gom(["exec", "+1.30", "--", "go", "version"])
        .fails(127)
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
error: no release of go1.30 is installed (asked for on the command line)

hint: gom install 1.30

"#]]);
    world
        .gom(["exec", "--", "nothing-of-that-name"])
        .fails(127)
        .stderr_eq(str![[r#"
error: PATH has no 'nothing-of-that-name'

"#]]);
    world.gom(["exec", "--", "./nothing"]).fails(127);
    world
        .gom(["exec", "--minimum", "--", "go", "version"])
        .at("p")
        .fails(126)
        .stderr_eq(str![[r#"
error: no go.mod or go.work here asks for a Go

hint: name a version: gom exec +1.25 -- …

"#]]);
    world.gom(["exec", "--minimum", "+1.24", "go"]).fails(2);
    world.gom(["exec"]).fails(2);
    world.gom(["exec", "+1.24"]).fails(2).stderr_eq(str![[r#"
error: no command to run

hint: gom exec +1.25 -- go test ./...

"#]]);
    world.gom(["exec", "+1.x", "go"]).fails(2);
    world.file("data", "no program");
    if cfg!(unix) {
        world.gom(["exec", "--", "./data"]).fails(126);
    }
    pinned(&world, "bad", "1.x");
    // gom itself reads no project file here: the shim does.
    world.gom(["exec", "go", "version"]).at("bad").fails(126);
}

/// A project with variables, one of which needs trust, and a profile.
fn project(world: &World) {
    let text = "[env]\nGOGC = 50\nGOFLAGS = \"-v\"\n[profile.production.env]\nGOTRACEBACK = \"none\"\nGOFLAGS = \"-trimpath\"\n";
    world.file("app/gotoolchain.toml", text);
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_projects_variables_and_a_profile_wins_over_the_callers() {
    let world = world();
    project(&world);
    let script =
        "echo \"${GOGC-none}|${GOTRACEBACK-none}|${GOFLAGS-none}|${MINE-none}|${__GOM_DIFF+diff}\"";
    let run = |args: &[&str], env: &[(&str, &str)]| {
        let words = [&["exec"], args, &["--", "sh", "-c", script]].concat();
        let mut call = world.gom(words).at("app");
        for (name, value) in env {
            call = call.env(name, value);
        }
        call.ok().stdout
    };
    assert_eq!(run(&[], &[]), "50|none|none|none|diff\n");
    assert_eq!(run(&[], &[("GOGC", "7")]), "7|none|none|none|\n");
    assert_eq!(run(&["--trust"], &[]), "50|none|-v|none|diff\n");
    let production = ["--trust", "--profile", "production"];
    let caller = [("GOTRACEBACK", "all"), ("GOFLAGS", "-x"), ("GOGC", "7")];
    assert_eq!(run(&production, &caller), "7|none|-trimpath|none|diff\n");
    let own = [
        &production[..],
        &["-e", "GOTRACEBACK=single", "-e", "MINE=a=b"],
    ]
    .concat();
    assert_eq!(run(&own, &caller), "7|single|-trimpath|a=b|diff\n");
    // Clean: of the caller's only what is named, or belongs to who and where.
    let mine = [("MINE", "x"), ("GOFLAGS", "-x"), ("GOTRACEBACK", "all")];
    assert_eq!(run(&["--clean"], &mine), "50|none|none|none|diff\n");
    assert_eq!(
        run(&["--clean", "-e", "MINE"], &mine),
        "50|none|none|x|diff\n"
    );
    assert_eq!(
        run(&["--clean", "-e", "ABSENT"], &mine),
        "50|none|none|none|diff\n"
    );
    let home = world
        .gom(["exec", "--clean", "--", "sh", "-c", "echo $HOME"])
        .ok();
    assert_eq!(home.stdout.trim(), world.home().to_str().unwrap());
}

#[cfg(unix)]
#[test]
fn every_go_below_sees_the_profile_too() {
    let world = world();
    project(&world);
    let call = |args: &[&str]| {
        let words = [&["exec", "--profile", "production"], args].concat();
        let call = world
            .gom(words)
            .at("app")
            .env("FAKE_GO_SHOW", "GOTRACEBACK");
        call.env("GOTRACEBACK", "all").ok().stdout
    };
    assert_eq!(call(&["--", "go", "build"]), "none\n");
    assert_eq!(call(&["--", "sh", "-c", "cd .; go build"]), "none\n");
    assert_eq!(
        call(&["-e", "GOTRACEBACK=crash", "--", "go", "build"]),
        "crash\n"
    );
}

#[test]
fn what_is_no_variable_profile_or_trust_is_refused() {
    let world = world();
    project(&world);
    for (args, dir, code, expected) in [
        (&["-e", "=x"][..], "app", 2, "-e =x names no variable"),
        (&["-e", "A-B=x"], "app", 2, "-e A-B=x names no variable"),
        (&["--profile", "x"], "app", 126, "has no profile 'x'"),
        (
            &["--profile", "x"],
            "m",
            126,
            "there is no gotoolchain.toml here",
        ),
        (
            &["--trust"],
            "m",
            2,
            "there is no gotoolchain.toml here to trust",
        ),
    ] {
        let words = [&["exec"], args, &["--", "go", "version"]].concat();
        let outcome = world.gom(words).at(dir).fails(code);
        assert!(
            outcome.stderr.contains(expected),
            "{args:?}: {}",
            outcome.stderr
        );
    }
    let outcome = world.gom(["trust", "--list"]).ok();
    assert_eq!(outcome.stdout, "", "nothing is kept");
}
