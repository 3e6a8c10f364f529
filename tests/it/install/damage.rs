//! What stands in toolchains/ and is not what gom put there.

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::{Visible, runs, shop, told};
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

fn root(world: &World) -> std::path::PathBuf {
    world
        .layout()
        .toolchain(&Version::parse("1.22.6").unwrap(), &Platform::host())
}

#[test]
fn a_tree_without_its_go_is_damaged_and_installed_again() {
    let (world, server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    let whole = Snapshot::take(&root(&world));
    let go = format!("bin/go{}", std::env::consts::EXE_SUFFIX);
    std::fs::remove_file(root(&world).join(go)).unwrap();
    world.go(["version"]).fails(126).stderr_eq(str![[r#"
error: go1.22.6 is damaged: [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/bin/go is missing

hint: gom uninstall -y 1.22.6 && gom install 1.22.6

"#]]);
    world.gom(["list"]).ok().stdout_eq(str![[r#"
  go1.22.6  damaged

"#]]);
    told(world.gom(["install", "1.22.6"]).ok(), &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it

"#]]);
    runs(&world, "1.22.6");
    let changes = whole.changes(&Snapshot::take(&root(&world)));
    assert!(
        changes.iter().all(|line| line.contains(" .gom/")),
        "{changes:?}"
    );
    assert!(Snapshot::take(&world.layout().trash()).paths().is_empty());
}

#[test]
fn a_tree_without_its_receipt_counts_as_not_installed() {
    let (world, _server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    for receipt in ["", "{\"schema\":1,\"name\":\"go1.22.5-linux-amd64\"}"] {
        std::fs::write(root(&world).join(gom_shim::layout::RECEIPT_FILE), receipt).unwrap();
        let json = world.gom(["install", "--json", "1.22.6"]).ok().json();
        assert_eq!(json["toolchains"][0]["outcome"], "installed", "{receipt}");
    }
}

/// A failed repair must not take away what still runs.
#[test]
fn a_repair_that_fails_leaves_the_damaged_tree() {
    let (world, server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    std::fs::remove_file(root(&world).join("src/fmt/print.go")).unwrap();
    std::fs::write(root(&world).join(gom_shim::layout::RECEIPT_FILE), "").unwrap();
    server.dist().log.lie(crate::support::log::Lie::NoTiles);
    server
        .dist()
        .log
        .lie(crate::support::log::Lie::ForeignSignature);
    let before = Visible::of(&world);
    world.gom(["install", "1.22.6"]).fails(6);
    before.assert_unchanged();
}

#[cfg(unix)]
#[test]
fn a_foreign_link_is_left_alone() {
    let (world, server) = shop(&["1.22.6"]);
    let mine = world.dir("mine");
    world.file("mine/bin/go", "mine");
    std::fs::create_dir_all(world.layout().toolchains()).unwrap();
    std::os::unix::fs::symlink(&mine, root(&world)).unwrap();
    let before = (Visible::of(&world), Snapshot::take(&mine));
    told(world.gom(["install", "1.22.6"]).fails(7), &server).stderr_eq(str![[r#"
error: [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH] is a link that gom did not make

hint: rm [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]

"#]]);
    world
        .gom(["uninstall", "-y", "1.22.6"])
        .fails(7)
        .stderr_eq(str![[r#"
error: [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH] is a link that gom did not make

hint: rm [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]

"#]]);
    before.0.assert_unchanged();
    before.1.assert_unchanged(&mine);
    // A file there is nobody's either.
    std::fs::remove_file(root(&world)).unwrap();
    std::fs::write(root(&world), "a file").unwrap();
    told(world.gom(["install", "1.22.6"]).fails(7), &server).stderr_eq(str![[r#"
error: [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH] is a file that gom did not make

hint: rm [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]

"#]]);
    assert_eq!(std::fs::read(root(&world)).unwrap(), b"a file");
    assert_eq!(server.server().count_of(&super::archive_path("1.22.6")), 0);
}
