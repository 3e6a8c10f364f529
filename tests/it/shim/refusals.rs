//! 126: there is something to run, and a reason not to.

use snapbox::str;

use super::add_config;
use crate::support::world::World;

const EXE: &str = std::env::consts::EXE_SUFFIX;

#[test]
fn a_damaged_toolchain() {
    let world = World::with_default("1.22.6");
    let root = world.installed("1.24.4");
    let tool = |name: &str| root.join("bin").join(format!("{name}{EXE}"));
    std::fs::remove_file(tool("gofmt")).unwrap();
    world
        .shim("gofmt", ["+1.24"])
        .fails(126)
        .stderr_eq(str![[r#"
error: go1.24.4 is damaged: [GOM_HOME]/toolchains/go1.24.4-[OS_ARCH]/bin/gofmt is missing

hint: gom uninstall -y go1.24.4 && gom install go1.24.4

"#]]);
    world.go(["+1.24", "version"]).ok();
    std::fs::remove_file(tool("go")).unwrap();
    world
        .go(["+1.24", "version"])
        .fails(126)
        .stderr_eq(str![[r#"
error: go1.24.4 is damaged: [GOM_HOME]/toolchains/go1.24.4-[OS_ARCH]/bin/go is missing

hint: gom uninstall -y 1.24.4 && gom install 1.24.4

"#]]);
    let root = world.installed("1.25.0");
    std::fs::remove_file(root.join(gom_shim::layout::RECEIPT_FILE)).unwrap();
    world
        .go(["+1.25.0", "version"])
        .fails(126)
        .stderr_eq(str![[r#"
error: go1.25.0 is damaged: [GOM_HOME]/toolchains/go1.25.0-[OS_ARCH]/.gom/receipt.json is missing

hint: gom uninstall -y 1.25.0 && gom install 1.25.0

"#]]);
}

#[test]
fn files_and_values_that_cannot_be_used() {
    let world = World::with_default("1.22.6");
    for (name, text, place) in [
        (
            "gotoolchain.toml",
            "[toolchain]\ngo = 1.22\n",
            "gotoolchain.toml:2:6: ",
        ),
        (
            "gotoolchain.toml",
            "[toolchain]\n\ngo = \"1.x\"\n",
            "gotoolchain.toml:3:6: ",
        ),
        ("gotoolchain.toml", "[toolchain\n", "gotoolchain.toml:1:"),
        (
            "go.mod",
            "module m\ngo 1.22\ntoolchain 1.24\n",
            "(go.mod:3)",
        ),
    ] {
        let dir = world.dir("bad");
        world.file(dir.join(name), text);
        let outcome = world.go(["build"]).at("bad").fails(126);
        assert!(
            outcome.stderr.starts_with("error: ") && outcome.stderr.contains(place),
            "{}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout, "");
        std::fs::remove_dir_all(dir).unwrap();
    }
    world.file("bad/go.mod", "module m\n");
    world.file("bad/.go-version", "\n1.x\n");
    let outcome = world.go(["build"]).at("bad").fails(126);
    assert!(
        outcome.stderr.contains(".go-version:2:1: "),
        "{}",
        outcome.stderr
    );
    for (name, value) in [
        ("GOM_TOOLCHAIN", "1.x"),
        ("GOTOOLCHAIN", "go1.22.6+x"),
        ("GOM_AUTO_INSTALL", "perhaps"),
        ("GOWORK", "relative"),
    ] {
        let outcome = world.go(["build"]).env(name, value).fails(126);
        assert!(outcome.stderr.contains(name), "{}", outcome.stderr);
    }
    world
        .go(["+1.x", "build"])
        .fails(126)
        .stderr_eq(str![[r#"
error: '1.x' is not a Go version or request
  caused by: valid are 1.22.6, 1.23rc1, 1.22 (newest patch), stable, oldstable, rc, '>=1.21, <1.23', '^1.22', '~1.22.3', go.mod, system, or the name of a linked toolchain

hint: gom available

"#]]);
    add_config(&world, "gomod = \"strict\"\n");
    world.go(["version"]).fails(126).stderr_eq(str![[r#"
error: [GOM_HOME]/config.toml:1:1: gomod is 'strict', not one of minimum, exact, ignore

hint: edit [GOM_HOME]/config.toml

"#]]);
}

#[test]
fn the_home_of_another_side() {
    let world = World::with_default("1.22.6");
    let side = world.layout().side_file();
    let foreign = if cfg!(windows) {
        "wsl:Debian"
    } else {
        "windows"
    };
    std::fs::write(&side, format!("schema = 1\nside = \"{foreign}\"\n")).unwrap();
    for shim in ["go", "gofmt"] {
        let outcome = world.shim(shim, ["version"]).fails(126);
        let message = format!("belongs to another side: {foreign}, and this is ");
        assert!(outcome.stderr.contains(&message), "{}", outcome.stderr);
        assert!(
            outcome.stderr.contains("hint: set GOM_HOME"),
            "{}",
            outcome.stderr
        );
    }
    // gom does not write there either, and may look.
    let before = world.snapshot();
    for args in [
        &["install", "1.24.4"][..],
        &["default", "1.22.6"],
        &["setup"],
        &["trust"],
    ] {
        let outcome = world.gom(args).fails(7);
        assert!(
            outcome.stderr.contains("belongs to another side"),
            "{}",
            outcome.stderr
        );
    }
    world.gom(["list"]).ok();
    before.assert_unchanged(world.root());
    std::fs::write(&side, "side = \"plan9\"\n").unwrap();
    let outcome = world.go(["version"]).fails(126);
    assert!(
        outcome.stderr.contains("names no side that this gom knows"),
        "{}",
        outcome.stderr
    );
    std::fs::remove_file(&side).unwrap();
    world.go(["version"]).ok();
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_for_another_machine() {
    let world = World::new();
    // The head of an ELF program of a processor that this machine is not.
    let mut program = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xf3\0\x01\0\0\0".to_vec();
    program.resize(4096, 0);
    world.executable("foreign/bin/go", program);
    world.gom(["link", "foreign", "foreign"]).ok();
    world
        .go(["+foreign", "version"])
        .fails(126)
        .stderr_eq(str![[r#"
error: could not run [WORLD]/foreign/bin/go
  caused by: Exec format error (os error 8)
  caused by: it is not a program for this machine

"#]]);
    // A text is no program either, and no shell is asked to make one of it.
    world.executable("text/bin/go", "echo run by a shell\n");
    world.gom(["link", "text", "text"]).ok();
    let outcome = world.go(["+text", "version"]).fails(126);
    assert_eq!(outcome.stdout, "");
}

#[cfg(unix)]
#[test]
fn a_shim_by_a_name_that_is_none() {
    let world = World::with_default("1.22.6");
    super::place_shim(&world, &world.layout().bin(), "vet");
    world.shim("vet", ["x"]).fails(126).stderr_eq(str![[r#"
error: this is gom's shim, called by the name 'vet'

hint: call it as go, gofmt or go1.X.Y, in the bin directory that gom put on PATH

"#]]);
}
