//! A project's target on a real Go: what is built for it, and what still runs on this machine.

use std::path::{Path, PathBuf};

use crate::support::program;
use crate::support::skip::skip;
use crate::support::world::World;

const GENERATOR: &str = "//go:build ignore\n\npackage main\n\nimport \"os\"\n\nfunc main() { os.WriteFile(\"made.txt\", []byte(\"made\"), 0o666) }\n";
const TEST: &str = "package main\n\nimport \"testing\"\n\nfunc TestRuns(t *testing.T) {}\n";

/// The root of the `go` on the PATH of the test run.
fn machines_root() -> Option<PathBuf> {
    let go = program::on_path("go")?;
    let root = go.canonicalize().ok()?.parent()?.parent()?.to_owned();
    root.join("VERSION").is_file().then_some(root)
}

/// A world whose default is the machine's own Go, and a project that ships for another machine.
fn world(root: &Path) -> World {
    let mut world = World::new();
    world.set_env("GOFLAGS", "-buildvcs=false");
    world.set_env("GOPROXY", "off");
    // Go's own packages are compiled for two platforms: kept for the next run.
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-build");
    world.set_env("GOCACHE", cache);
    world.gom(["link", "real", root.to_str().unwrap()]).ok();
    world.gom(["default", "real"]).ok();
    world.file("p/go.mod", "module example.com/p\n\ngo 1.21\n");
    world.file(
        "p/main.go",
        "package main\n\n//go:generate go run gen.go\n\nfunc main() { println(\"ran here\") }\n",
    );
    world.file("p/main_test.go", TEST);
    world.file("p/gen.go", GENERATOR);
    world
}

/// An architecture that this machine is not.
fn other_arch() -> &'static str {
    if gom_shim::platform::Platform::host().arch() == "arm64" {
        "amd64"
    } else {
        "arm64"
    }
}

#[test]
fn a_cross_target_builds_for_it_while_tests_and_generators_run_here() {
    let Some(root) = machines_root() else {
        skip!("no real go on PATH");
    };
    let world = world(&root);
    let arch = other_arch();
    world.file(
        "p/gotoolchain.toml",
        format!("[target]\ngoos = \"linux\"\ngoarch = \"{arch}\"\n[env]\nCGO_ENABLED = \"0\"\n"),
    );
    world.go(["build", "-o", "app", "."]).at("p").ok();
    let read = world.go(["version", "-m", "app"]).at("p").ok().stdout;
    assert!(
        read.contains(&format!("\tbuild\tGOARCH={arch}\n")),
        "{read}"
    );
    assert!(read.contains("\tbuild\tGOOS=linux\n") && read.contains("\tbuild\tCGO_ENABLED=0\n"));

    let tested = world.go(["test", "./..."]).at("p").ok().stdout;
    assert!(tested.starts_with("ok  \texample.com/p"), "{tested}");
    world.go(["generate", "./..."]).at("p").ok();
    assert_eq!(
        std::fs::read_to_string(world.path("p/made.txt")).unwrap(),
        "made"
    );
    assert!(
        world
            .go(["run", "."])
            .at("p")
            .ok()
            .stderr
            .contains("ran here")
    );

    // The caller's word, and the host by name.
    let host = gom_shim::platform::Platform::host();
    let goarch = |call: crate::support::call::Call<'_>| call.ok().stdout.trim().to_owned();
    assert_eq!(goarch(world.go(["env", "GOARCH"]).at("p")), arch);
    let args = ["exec", "--target", "host", "--", "go", "env", "GOARCH"];
    assert_eq!(goarch(world.gom(args).at("p")), host.arch());
    let call = world.go(["env", "GOARCH"]).at("p").env("GOOS", "windows");
    assert_eq!(goarch(call), host.arch());
}

#[cfg(unix)]
#[test]
fn what_is_built_for_a_named_target_runs_through_its_exec() {
    let Some(root) = machines_root() else {
        skip!("no real go on PATH");
    };
    let world = world(&root);
    let arch = other_arch();
    // Stands in for an emulator: it says what it was given.
    let emulator = world.executable(
        "emulator",
        "#!/bin/sh\nprintf 'emulates'; [ \"$1\" = -q ] && printf ' quietly'; echo; exit 0\n",
    );
    world.file(
        "p/gotoolchain.toml",
        format!(
            "[targets.other]\ngoos = \"linux\"\ngoarch = \"{arch}\"\nexec = \"{} -q\"\n",
            emulator.display()
        ),
    );
    world.gom(["trust"]).at("p").ok();
    gom::shims::Shims::new(&world.layout()).runners().unwrap();
    let run = world
        .gom(["exec", "--target", "other", "--", "go", "run", "."])
        .at("p")
        .ok();
    assert_eq!(run.stdout, "emulates quietly\n");
    let args = [
        "exec", "--target", "other", "--", "go", "test", "-v", "./...",
    ];
    let tested = world.gom(args).at("p").ok().stdout;
    assert!(
        tested.contains("emulates quietly") && tested.contains("ok  \texample.com/p"),
        "{tested}"
    );
}
