//! Ways round trust: other names, other directories, variables that somebody else set.

use super::{Machine, seen};

const CC: &str = "[env]\nCC = './cc'\n[profile.x.env]\nCC = './cc'\n[target]\ncc = './cc'\n[targets.x]\ncc = './cc'\n";

#[test]
fn trust_in_a_parent_is_no_trust_in_what_lies_below() {
    let machine = Machine::new();
    let world = &machine.world;
    world.file("mine/gotoolchain.toml", "[env]\nCC = 'clang'\n");
    world.gom(["trust", "mine"]).ok();
    // A submodule, a vendored module, a worktree, a checkout in node_modules.
    for below in ["sub", "vendor/m", ".git/modules/x", "a/b/c/d"] {
        let dir = format!("mine/{below}");
        world.file(format!("{dir}/gotoolchain.toml"), CC);
        world.dir(format!("{dir}/deep"));
        for dir in [dir.clone(), format!("{dir}/deep")] {
            assert_eq!(seen(world.go(["build"]).at(&dir)).get("CC"), None, "{dir}");
            let path = world.path(&dir);
            let from_above = world.go(["-C", path.to_str().unwrap(), "build"]).at("mine");
            assert_eq!(seen(from_above).get("CC"), None, "{dir}");
        }
        let mine = world.path("mine");
        let named = world.go(["build"]).at(&dir).env("GOM_TRUST", mine);
        assert_eq!(seen(named).get("CC"), None, "{dir}");
    }
    // Nor the other way: a directory below, trusted, says nothing for the one above.
    world.file("top/gotoolchain.toml", CC);
    world.file("top/below/gotoolchain.toml", "[env]\nCC = 'clang'\n");
    world.gom(["trust", "top/below"]).ok();
    assert_eq!(seen(world.go(["build"]).at("top")).get("CC"), None);
    assert_eq!(seen(world.go(["build"]).at("top/below"))["CC"], "clang");
    machine.assert_quiet();
}

#[test]
fn inherited_choices_choose_among_what_is_not_trusted() {
    let machine = Machine::new();
    machine.clone_has(CC);
    for extra in [
        &[("GOM_PROFILE", "x")][..],
        &[("GOM_TARGET", "x")],
        &[("GOM_TARGET", "host"), ("GOM_PROFILE", "x")],
        &[("GOM_TARGET_EXEC", "")],
        &[("GOM_TRUST", "1")],
        &[("GOM_TRUST", "true")],
        &[("GOM_TRUST", "*")],
        &[("GOM_TRUST", ".")],
        &[("GOM_TRUST", "clone")],
        &[("GOM_TRUST", "/")],
        &[("GOM_TRUST", "~/clone")],
        &[("GOM_TRUST", "/nonexistent")],
        &[("CI", "true")],
        &[("GOM_AUTO_INSTALL", "never"), ("GOM_PROFILE", "x")],
        &[("GOTOOLCHAIN", "local"), ("GOM_PROFILE", "x")],
        &[("GO111MODULE", "off")],
    ] {
        machine.assert_nothing_reaches_go(extra, &format!("{extra:?}"));
    }
    // What trusts the directory above, or below, does not trust this one.
    machine.world.dir("clone/below");
    for dir in ["", "clone/below", "clone/../clone/below"] {
        let path = machine.world.path(dir);
        machine.assert_nothing_reaches_go(&[("GOM_TRUST", path.to_str().unwrap())], dir);
    }
    for dir in ["clone", "clean/../clone", "clone/"] {
        let path = machine.world.path(dir);
        let call = machine.world.go(["build"]).at("clone");
        assert_eq!(seen(call.env("GOM_TRUST", path))["CC"], "./cc", "{dir}");
    }
}

#[test]
fn every_name_of_a_shim_asks_the_same_question() {
    let machine = Machine::new();
    let world = &machine.world;
    machine.clone_has(CC);
    let link = |dir: &std::path::Path, name: &str| {
        std::fs::create_dir_all(dir).unwrap();
        let path = gom_shim::layout::Layout::shim(dir, name);
        std::fs::hard_link(env!("CARGO_BIN_EXE_gom-shim"), &path)
            .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_gom-shim"), &path).map(|_| ()))
            .unwrap();
        path
    };
    let layout = world.layout();
    let named = link(&layout.bin(), "go1.24.4");
    let switched = link(&layout.switch(), "go1.24.4");
    for call in [
        world.program(&named, ["build"]),
        world.program(&switched, ["build"]),
        world
            .program(&switched, ["build"])
            .env("GOTOOLCHAIN_INTERNAL_SWITCH_VERSION", "go1.24.4"),
        world.go(["+1.24", "build"]),
        world.go(["+tip", "build"]),
        world.go(["build"]).env("GOM_TOOLCHAIN", "tip"),
        world.go(["build"]).env("GOM_SHELL_TOOLCHAIN", "1.24.4"),
        world.go(["build"]).env("GOTOOLCHAIN", "go1.24.4"),
        world.go(["-C", ".", "build"]),
        world.go(["build", "-C", "."]),
    ] {
        let title = call.title();
        assert_eq!(seen(call.at("clone")).get("CC"), None, "{title}");
    }
    let root = layout.exec();
    let runner = link(&root, "go_linux_arm64_exec");
    let outcome = world.program(&runner, ["./evil"]).at("clone").fails(126);
    assert!(
        outcome.stderr.contains("no target with an exec"),
        "{}",
        outcome.stderr
    );
    machine.assert_quiet();
}

#[test]
fn other_names_of_the_file_are_no_project_files() {
    let machine = Machine::new();
    for name in [
        ".gotoolchain.toml",
        "gotoolchain.toml.bak",
        "gotoolchain.json",
        "gotoolchain",
        "gom.toml",
        ".gom.toml",
        "gotoolchain.local.toml",
    ] {
        machine.world.file(format!("clone/{name}"), CC);
    }
    machine.assert_nothing_reaches_go(&[], "other names");
}

#[test]
fn the_system_go_gets_no_more_than_any_other() {
    let mut machine = Machine::new();
    machine.world.system_go("1.23.4");
    machine.world.gom(["default", "--unset"]).ok();
    machine.clone_has(CC);
    let version = machine.world.go(["version"]).at("clone").ok().stdout;
    assert!(version.starts_with("go version go1.23.4 "), "{version}");
    machine.assert_nothing_reaches_go(&[("GOM_PROFILE", "x")], "system");
    machine.world.gom(["trust"]).at("clone").ok();
    assert_eq!(seen(machine.world.go(["build"]).at("clone"))["CC"], "./cc");
}

/// Programs in the clone that have the names of Go's, and a PATH that would find them there.
#[cfg(unix)]
#[test]
fn a_relative_path_entry_finds_nothing_in_the_clone() {
    let mut machine = Machine::new();
    machine.clone_has("[env]\nPATH = '.'\n");
    let bin = machine.world.layout().bin();
    let bin = bin.to_str().unwrap();
    for path in [
        format!(".:{bin}"),
        format!(":{bin}"),
        format!("{bin}:."),
        format!("{bin}:"),
        format!("bin:{bin}"),
    ] {
        machine.world.set_env("PATH", &path);
        machine.world.gom(["default", "1.22.6"]).ok();
        machine.world.go(["version"]).at("clone").ok();
        machine.world.gom(["default", "--unset"]).ok();
        machine.world.go(["version"]).at("clone").fails(127);
        for args in super::GOM_CALLS {
            machine.world.gom(args).at("clone").run();
        }
        machine.assert_quiet();
    }
}

#[test]
fn ignored_settings_are_said_once_by_gom_and_never_by_a_shim() {
    let machine = Machine::new();
    machine.clone_has(CC);
    for args in super::GO_CALLS {
        let outcome = machine.world.go(args).at("clone").ok();
        assert_eq!(outcome.stderr, "", "{args:?}");
    }
    for args in [&["current"][..], &["env"]] {
        let outcome = machine.world.gom(args).at("clone").ok();
        assert_eq!(
            outcome.stderr.matches("note: ").count(),
            1,
            "{}",
            outcome.stderr
        );
        let quiet = machine.world.gom(args).at("clone").env("GOM_LOG", "error");
        assert_eq!(quiet.ok().stdout, outcome.stdout);
    }
    for args in [&["which"][..], &["list"], &["exec", "--", "go", "version"]] {
        let outcome = machine.world.gom(args).at("clone").ok();
        assert!(!outcome.stderr.contains("ignored"), "{}", outcome.stderr);
    }
}
