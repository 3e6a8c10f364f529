//! 127: there is nothing to run. Who asked for it, and the command that installs it.

use snapbox::str;

use super::{add_config, go_mod, pinned};
use crate::support::world::World;

#[test]
fn what_is_missing_is_named_with_who_asked_and_the_command() {
    let world = World::with_default("1.22.6");
    pinned(&world, "exact", "1.24.2");
    world
        .go(["build"])
        .at("exact")
        .fails(127)
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
error: go1.24.2 is not installed (gotoolchain.toml:2 pins it)

hint: gom install 1.24.2

"#]]);
    pinned(&world, "line", "1.24");
    world
        .go(["build"])
        .at("line")
        .fails(127)
        .stderr_eq(str![[r#"
error: no release of go1.24 is installed (gotoolchain.toml:2 pins it)

hint: gom install 1.24

"#]]);
    pinned(&world, "range", ">=1.24, <1.26");
    world
        .go(["build"])
        .at("range")
        .fails(127)
        .stderr_eq(str![[r#"
error: no installed Go satisfies '>=1.24, <1.26' (gotoolchain.toml:2 pins it)

hint: gom install '>=1.24, <1.26'

"#]]);
    go_mod(&world, "minimum", "go 1.24.2");
    world
        .go(["build"])
        .at("minimum")
        .fails(127)
        .stderr_eq(str![[r#"
error: no installed Go satisfies go >= 1.24.2 (go.mod:3)

hint: gom install 1.24

"#]]);
    go_mod(&world, "named", "go 1.22\n\ntoolchain go1.24.2");
    world
        .go(["build"])
        .at("named")
        .fails(127)
        .stderr_eq(str![[r#"
error: no installed Go satisfies go >= 1.24.2 (go.mod:5)

hint: gom install 1.24.2

"#]]);
    world.file("filed/.go-version", "# ours\n1.24.2\n");
    go_mod(&world, "filed", "go 1.20");
    world
        .go(["build"])
        .at("filed")
        .fails(127)
        .stderr_eq(str![[r#"
error: go1.24.2 is not installed (.go-version:2 pins it)

hint: gom install 1.24.2

"#]]);
    world.file("asdf/.tool-versions", "nodejs 20\ngolang 1.24.2\n");
    world
        .go(["build"])
        .at("asdf")
        .fails(127)
        .stderr_eq(str![[r#"
error: go1.24.2 is not installed (.tool-versions:2 pins it)

hint: gom install 1.24.2

"#]]);
    world
        .go(["+1.24.2", "build"])
        .fails(127)
        .stderr_eq(str![[r#"
error: go1.24.2 is not installed (asked for on the command line)

hint: gom install 1.24.2

"#]]);
    world.go(["+tip", "build"]).fails(127).stderr_eq(str![[r#"
error: no toolchain is linked as 'tip' (asked for on the command line)

hint: gom link tip DIRECTORY

"#]]);
    let call = world.go(["build"]).env("GOM_TOOLCHAIN", "1.24.2");
    call.fails(127).stderr_eq(str![[r#"
error: go1.24.2 is not installed (GOM_TOOLCHAIN asks for it)

hint: gom install 1.24.2

"#]]);
    let call = world.go(["build"]).env("GOTOOLCHAIN", "go1.24.2");
    call.fails(127).stderr_eq(str![[r#"
error: go1.24.2 is not installed (GOTOOLCHAIN asks for it)

hint: gom install 1.24.2

"#]]);
    let call = world.go(["build"]).env("GOTOOLCHAIN", "go1.24.2+path");
    call.fails(127).stderr_eq(str![[r#"
error: no installed Go satisfies go >= 1.24.2 (GOTOOLCHAIN)

hint: gom install 1.24.2

"#]]);
    add_config(&world, "toolchain = \"1.24.3\"\n");
    world.go(["build"]).fails(127).stderr_eq(str![[r#"
error: go1.24.3 is not installed (gom/config.toml:1 asks for it)

hint: gom install 1.24.3

"#]]);
}

#[test]
fn nothing_at_all_is_chosen() {
    let world = World::new();
    world.go(["version"]).fails(127).stderr_eq(str![[r#"
error: no Go is chosen: no project file asks for one, and there is no default

hint: gom install stable

"#]]);
    world.installed("1.22.6");
    world.go(["version"]).fails(127).stderr_eq(str![[r#"
error: no Go is chosen: no project file asks for one, and there is no default

hint: gom default 1.22.6

"#]]);
    let mut world = World::new();
    world.set_path(&[]);
    world
        .go(["+system", "version"])
        .fails(127)
        .stderr_eq(str![[r#"
error: PATH has no other go than gom's (asked for on the command line)

hint: gom install stable && gom default stable

"#]]);
}

#[test]
fn toolchains_of_another_platform_are_not_there() {
    let world = World::with_default("1.22.6");
    let other = gom_shim::platform::Platform::parse("plan9/386").unwrap();
    world.installed_for("1.24.4", &other);
    world.go(["+1.24.4", "version"]).fails(127);
    go_mod(&world, "p", "go 1.23");
    world.go(["version"]).at("p").fails(127);
}
