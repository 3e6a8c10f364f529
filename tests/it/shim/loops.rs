//! What calls the shim again is stopped, not followed for ever.
#![cfg(unix)]

use super::place_shim;
use crate::support::world::World;

#[test]
fn a_linked_toolchain_whose_go_is_the_shim() {
    let world = World::new();
    let bin = world.dir("mirror/bin");
    place_shim(&world, &bin, "go");
    world.gom(["link", "mirror", "mirror"]).ok();
    let call = world
        .go(["+mirror", "version"])
        .env("GOM_TOOLCHAIN", "mirror");
    let outcome = call.fails(126);
    assert!(
        outcome.stderr.contains("calls gom's shim"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_script_on_path_that_calls_go() {
    let mut world = World::new();
    let script = "#!/bin/sh\nexec go \"$@\"\n";
    world.executable("wrapper/bin/go", script);
    world.set_path(&[world.path("wrapper/bin")]);
    world
        .go(["version"])
        .fails(126)
        .stderr_eq(snapbox::str![[r#"
error: go calls gom's shim, which calls it again, 10 times over

hint: gom which go --all shows every go on PATH

"#]]);
    // A VERSION beside it makes no Go of a script.
    world.file("wrapper/VERSION", "go1.23.1\n");
    let outcome = world.go(["version"]).fails(126);
    assert!(
        outcome.stderr.contains("calls gom's shim"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_script_that_calls_another_go_is_no_loop() {
    let mut world = World::new();
    let root = world.system_go("1.23.1");
    let script = format!(
        "#!/bin/sh\nexec '{}' \"$@\"\n",
        root.join("bin/go").display()
    );
    world.executable("wrapper/bin/go", script);
    world.set_path(&[world.path("wrapper/bin")]);
    let version = world.go(["version"]).ok().stdout;
    assert!(version.starts_with("go version go1.23.1 "), "{version}");
}
