//! Toolchains that are not whole: they stand in nobody's way, and are never run.

use crate::support::world::World;

#[test]
fn a_damaged_patch_leaves_its_line_to_the_others() {
    let world = World::new();
    world.installed("1.22.6");
    world.config("default = \"1.22\"\n");
    let damaged = world.installed("1.22.9");
    assert!(world.go(["version"]).ok().stdout.contains("go1.22.9 "));
    std::fs::remove_file(damaged.join(gom_shim::layout::RECEIPT_FILE)).unwrap();
    assert!(world.go(["version"]).ok().stdout.contains("go1.22.6 "));
    world.file("p/go.mod", "module p\n\ngo 1.22\n");
    let here = world.path("p");
    assert!(
        world
            .go(["version"])
            .at(&here)
            .ok()
            .stdout
            .contains("go1.22.6 ")
    );
    // Where it is the only answer, it is an error that names it.
    let only = world.go(["+1.22.9", "version"]).fails(126);
    assert!(
        only.stderr.starts_with("error: go1.22.9 is damaged"),
        "{}",
        only.stderr
    );
}

#[test]
fn a_receipt_that_names_another_is_none() {
    let world = World::new();
    let root = world.installed("1.22.6");
    let receipt = root.join(gom_shim::layout::RECEIPT_FILE);
    let text = std::fs::read_to_string(&receipt).unwrap();
    std::fs::write(&receipt, text.replace("go1.22.6-", "go1.22.7-")).unwrap();
    let refused = world.go(["+1.22.6", "version"]).fails(126);
    assert!(refused.stderr.contains("is damaged"), "{}", refused.stderr);
    assert!(world.gom(["list"]).ok().stdout.contains("damaged"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_toolchain_is_not_run() {
    let world = World::new();
    let root = world.installed("1.22.6");
    let elsewhere = world.root().join("elsewhere");
    std::fs::rename(&root, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &root).unwrap();
    let refused = world.go(["+1.22.6", "version"]).fails(126);
    assert!(
        refused.stderr.contains("is a link that gom did not make"),
        "{}",
        refused.stderr
    );
    world.go(["+1.22", "version"]).fails(126);
}
