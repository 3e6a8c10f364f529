//! The child's environment, row by row of the table in the design.

use std::path::PathBuf;

use super::{add_config, environment_of, go_mod, pinned, place_shim};
use crate::support::world::World;

fn join(entries: &[PathBuf]) -> String {
    let path = std::env::join_paths(entries).unwrap();
    path.into_string().unwrap()
}

#[test]
fn goroot_replaces_what_was_inherited_and_path_has_the_toolchain_first_and_once() {
    let world = World::with_default("1.22.6");
    let layout = world.layout();
    let root = layout.toolchains().join(world_name("1.22.6"));
    let (own, bin, other) = (root.join("bin"), layout.bin(), world.dir("other"));
    let inherited = [
        bin.clone(),
        own.clone(),
        other.clone(),
        layout.switch(),
        own.clone(),
    ];
    let call = |args: &[&str]| {
        let call = world.go(args.iter().copied().chain(["environ"]));
        call.env("GOROOT", "/somewhere/else")
            .env("PATH", join(&inherited))
    };
    let env = environment_of(&call(&[]));
    assert_eq!(env["GOROOT"], root.to_str().unwrap());
    assert_eq!(
        env["PATH"],
        join(&[own.clone(), layout.switch(), bin.clone(), other.clone()])
    );
    // Under a pin cmd/go changes to nothing else, and is not shown the names.
    let env = environment_of(&call(&["+1.22"]));
    assert_eq!(env["PATH"], join(&[own, bin, other]));
}

/// The directory of a toolchain for this machine.
fn world_name(version: &str) -> String {
    let version = gom_shim::version::Version::parse(version).unwrap();
    gom_shim::layout::Layout::toolchain_name(&version, &gom_shim::platform::Platform::host())
}

#[test]
fn nothing_else_changes() {
    let world = World::with_default("1.22.6");
    let call = world
        .go(["environ"])
        .env("GOPATH", "/my/gopath")
        .env("GOBIN", "")
        .env("GOMODCACHE", "/my/cache")
        .env("GOFLAGS", "-mod=mod -count=1")
        .env("GOOS", "plan9")
        .env("EMPTY", "");
    let command = call.command();
    let before: Vec<(String, String)> = command
        .get_envs()
        .filter_map(|(name, value)| {
            let text = |text: &std::ffi::OsStr| text.to_string_lossy().into_owned();
            Some((text(name), text(value?)))
        })
        .collect();
    let after = environment_of(&call);
    for (name, value) in &before {
        if name != "PATH" {
            assert_eq!(after.get(name), Some(value), "{name}");
        }
    }
    let new: Vec<&String> = after
        .keys()
        .filter(|name| before.iter().all(|(old, _)| old != *name))
        .collect();
    assert_eq!(new, ["GOROOT", "GOTOOLCHAIN"]);
}

#[test]
fn gotoolchain_follows_the_rules() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.1");
    world.installed("1.24.4");
    world.dir("plain");
    pinned(&world, "pinned", "1.22");
    go_mod(&world, "minimum", "go 1.24.0");
    go_mod(&world, "filed", "go 1.20");
    world.file("filed/.go-version", "1.24.1\n");
    world.file("based/.go-version", "1.24.1\n");
    go_mod(&world, "based/below", "go 1.20");
    let package = "example.com/tool@latest";
    for (dir, args, inherited, version, value) in [
        // The base and a minimum leave cmd/go its own choice, through gom's names.
        ("plain", &["x"][..], None, "1.22.6", "path"),
        ("plain", &["x"], Some(""), "1.22.6", "path"),
        ("plain", &["x"], Some("local"), "1.22.6", "path"),
        ("plain", &["x"], Some("path"), "1.22.6", "path"),
        ("plain", &["x"], Some("local+path"), "1.22.6", "path"),
        ("plain", &["x"], Some("auto"), "1.22.6", "auto"),
        ("minimum", &["x"], None, "1.24.4", "path"),
        ("minimum", &["x"], Some("local"), "1.24.4", "path"),
        ("minimum", &["x"], Some("auto"), "1.24.4", "auto"),
        ("based/below", &["x"], None, "1.24.1", "path"),
        // GOTOOLCHAIN decided.
        ("plain", &["x"], Some("go1.24.1"), "1.24.1", "go1.24.1"),
        (
            "plain",
            &["x"],
            Some("go1.24.0+auto"),
            "1.24.4",
            "go1.24.4+auto",
        ),
        (
            "plain",
            &["x"],
            Some("go1.23.9+path"),
            "1.24.4",
            "go1.24.4+path",
        ),
        ("pinned", &["x"], Some("go1.24.1"), "1.24.1", "go1.24.1"),
        // It was read and did not.
        ("plain", &["x"], Some("go1.21.0+path"), "1.22.6", "path"),
        ("minimum", &["x"], Some("go1.21.0+auto"), "1.24.4", "path"),
        // Pins.
        ("pinned", &["x"], None, "1.22.6", "local"),
        ("pinned", &["x"], Some("auto"), "1.22.6", "local"),
        ("pinned", &["x"], Some("path"), "1.22.6", "local"),
        ("filed", &["x"], None, "1.24.1", "local"),
        ("plain", &["+1.24.1", "x"], None, "1.24.1", "local"),
        (
            "plain",
            &["+1.24.1", "x"],
            Some("go1.22.6"),
            "1.24.1",
            "local",
        ),
        ("pinned", &["install", package], None, "1.22.6", "path"),
        (
            "pinned",
            &["run", "-v", package],
            Some("local"),
            "1.22.6",
            "path",
        ),
        ("pinned", &["install", "./..."], None, "1.22.6", "local"),
        ("pinned", &["get", package], None, "1.22.6", "local"),
    ] {
        // The fake Go prints its arguments for these; a nested call prints the variable.
        let mut call = world.go(args).at(dir);
        if let Some(value) = inherited {
            call = call.env("GOTOOLCHAIN", value);
        }
        let ran = call.ok().stdout;
        assert!(
            ran.starts_with(&format!("go{version} [")),
            "{dir} {args:?} {inherited:?}: {ran}"
        );
        let found = gotoolchain(&world, dir, args, inherited, "go");
        assert_eq!(found, value, "{dir} {args:?} {inherited:?}");
    }
}

/// GOTOOLCHAIN as a toolchain sees it that is linked in place of the real one: a script that prints it.
#[track_caller]
fn gotoolchain(
    world: &World,
    dir: &str,
    args: &[&str],
    inherited: Option<&str>,
    shim: &str,
) -> String {
    let mut call = world
        .shim(shim, args)
        .at(dir)
        .env("FAKE_GO_SHOW", "GOTOOLCHAIN");
    if let Some(value) = inherited {
        call = call.env("GOTOOLCHAIN", value);
    }
    call.ok().stdout.trim_end().to_owned()
}

#[test]
fn a_name_with_a_version_is_a_pin() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    place_shim(&world, &world.layout().bin(), "go1.24.4");
    go_mod(&world, "p", "go 1.22.0");
    pinned(&world, "q", "1.22.6");
    for dir in ["p", "q"] {
        let version = world.shim("go1.24.4", ["version"]).at(dir).ok().stdout;
        assert!(version.starts_with("go version go1.24.4 "), "{version}");
        for inherited in [None, Some("auto"), Some("go1.22.6")] {
            let found = gotoolchain(&world, dir, &["build"], inherited, "go1.24.4");
            assert_eq!(found, "local", "{dir} {inherited:?}");
            let at_version = ["install", "example.com/x@v1.0.0"];
            let found = gotoolchain(&world, dir, &at_version, inherited, "go1.24.4");
            assert_eq!(found, "path", "{dir} {inherited:?}");
        }
    }
}

#[test]
fn other_pins_and_the_settings() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    go_mod(&world, "p", "go 1.24.0");
    for name in ["GOM_TOOLCHAIN", "GOM_SHELL_TOOLCHAIN"] {
        let env = environment_of(&world.go(["environ"]).at("p").env(name, "1.22"));
        assert_eq!(env["GOTOOLCHAIN"], "local", "{name}");
        assert!(env["GOROOT"].contains("go1.22.6"), "{name}");
    }
    let ignoring = |args: &[&str]| {
        let call = world.go(args).at("p").env("GOM_GOMOD", "ignore");
        call.env("FAKE_GO_SHOW", "GOTOOLCHAIN").ok().stdout
    };
    assert_eq!(ignoring(&["build"]), "local\n");
    assert_eq!(ignoring(&["install", "example.com/x@v1"]), "path\n");
    let exact = world.go(["environ"]).at("p").env("GOM_GOMOD", "exact");
    exact.fails(127).stderr_eq(snapbox::str![[r#"
error: go1.24.0 is not installed (go.mod:3 pins it)

hint: gom install 1.24.0

"#]]);
    add_config(&world, "goroot = \"clean\"\n");
    let env = environment_of(&world.go(["environ"]).env("GOROOT", "/elsewhere"));
    assert_eq!(env.get("GOROOT"), None);
}

#[cfg(unix)]
#[test]
fn without_a_home_go_has_the_caches_of_goms() {
    let world = World::conventional();
    world.installed("1.22.6");
    let go = world.layout().bin().join("go");
    // As `env -i /…/bin/go`: the home is known from where the shim lies, its settings are not.
    let bare = |names: &[(&str, &str)]| {
        let mut call = world.program(&go, ["environ"]).env("GOM_DEFAULT", "1.22");
        for name in ["HOME", "PATH", "TMPDIR", "HTTPS_PROXY", "NO_PROXY"] {
            call = call.without_env(name);
        }
        for (name, value) in names {
            call = call.env(name, value);
        }
        environment_of(&call)
    };
    let env = bare(&[]);
    let cache = world.gom_home().join("cache");
    assert_eq!(env["GOCACHE"], cache.join("go-build").to_str().unwrap());
    assert_eq!(env["GOPATH"], cache.join("go").to_str().unwrap());
    let env = bare(&[("GOCACHE", "/c"), ("GOPATH", "/p")]);
    assert_eq!((&*env["GOCACHE"], &*env["GOPATH"]), ("/c", "/p"));
    let env = bare(&[("XDG_CACHE_HOME", "/x")]);
    assert!(!env.contains_key("GOCACHE") && env.contains_key("GOPATH"));
    let env = bare(&[("HOME", world.home().to_str().unwrap())]);
    assert!(!env.contains_key("GOCACHE") && !env.contains_key("GOPATH"));
}
