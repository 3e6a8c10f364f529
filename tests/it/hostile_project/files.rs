//! Files that are not what they seem: links, pipes, directories, and files that change.

use super::attacks::{WAITING, lines};
use super::{Machine, seen};

/// A file that asks for much.
fn harmful() -> String {
    format!("[env]\n{}", lines(WAITING))
}

#[cfg(unix)]
#[test]
fn a_link_to_a_trusted_file_is_not_trusted() {
    use std::os::unix::fs::symlink;
    let machine = Machine::new();
    let world = &machine.world;
    let harmful = harmful();
    world.file("mine/gotoolchain.toml", &harmful);
    world.gom(["trust", "mine"]).ok();
    let file = world.path("clone/gotoolchain.toml");
    let absolute = world.path("mine/gotoolchain.toml");
    world.dir("clone/sub");
    for target in [
        absolute.to_str().unwrap(),
        "../mine/gotoolchain.toml",
        "sub/../../mine/gotoolchain.toml",
        "../clone/../mine/gotoolchain.toml",
    ] {
        symlink(target, &file).unwrap();
        machine.assert_nothing_reaches_go(&[], target);
        machine.call_gom(&[]);
        world.gom(["trust"]).at("clone").fails(8);
        machine.assert_nothing_reaches_go(&[], "and cannot be");
        // Not even by the variable.
        let clone = world.path("clone");
        machine.assert_nothing_reaches_go(&[("GOM_TRUST", clone.to_str().unwrap())], "GOM_TRUST");
        std::fs::remove_file(&file).unwrap();
    }
    // A chain of links, and links that lead nowhere or round.
    symlink("a", &file).unwrap();
    symlink("../mine/gotoolchain.toml", world.path("clone/a")).unwrap();
    machine.assert_nothing_reaches_go(&[], "a chain");
    for target in ["gotoolchain.toml", "nowhere", "/nonexistent/x"] {
        std::fs::remove_file(&file).unwrap();
        symlink(target, &file).unwrap();
        machine.assert_nothing_reaches_go(&[], target);
    }
    // A hard link is a file of its own, in another directory.
    std::fs::remove_file(&file).unwrap();
    std::fs::hard_link(world.path("mine/gotoolchain.toml"), &file).unwrap();
    machine.assert_nothing_reaches_go(&[], "a hard link");
    // And what was trusted still is.
    assert_eq!(seen(world.go(["build"]).at("mine"))["CC"], "./cc");
}

#[cfg(unix)]
#[test]
fn a_linked_directory_is_where_it_leads() {
    use std::os::unix::fs::symlink;
    let machine = Machine::new();
    let world = &machine.world;
    let harmful = harmful();
    world.file("mine/gotoolchain.toml", &harmful);
    world.dir("mine/plain");
    world.gom(["trust", "mine"]).ok();
    // From the clone into the trusted project's subdirectory: by the shell's way the clone is above.
    machine.clone_has(&harmful);
    symlink("../mine/plain", world.path("clone/way")).unwrap();
    let way = world.path("clone/way");
    let logical = world.go(["build"]).at("clone/way").env("PWD", &way);
    assert_eq!(seen(logical).get("CC"), None);
    // By the way links really lead, the trusted one is; so it is with Go's own -C.
    assert_eq!(seen(world.go(["build"]).at("clone/way"))["CC"], "./cc");
    assert_eq!(
        seen(world.go(["-C", way.to_str().unwrap(), "build"]))["CC"],
        "./cc"
    );
    // Into the clone by a name in the trusted project: the clone it is.
    symlink("../clone", world.path("mine/guest")).unwrap();
    let guest = world.path("mine/guest");
    for call in [
        world.go(["build"]).at("mine/guest").env("PWD", &guest),
        world.go(["build"]).at("mine/guest"),
        world
            .go(["-C", guest.to_str().unwrap(), "build"])
            .at("mine"),
    ] {
        assert_eq!(seen(call).get("CC"), None);
    }
    // A directory of the clone's that takes the trusted one's place by a link.
    std::fs::rename(world.path("mine"), world.path("was-mine")).unwrap();
    symlink("clone", world.path("mine")).unwrap();
    assert_eq!(seen(world.go(["build"]).at("mine")).get("CC"), None);
    machine.assert_quiet();
}

#[test]
fn replaced_restored_moved_and_copied() {
    let machine = Machine::new();
    let world = &machine.world;
    machine.clone_has("[env]\nCC = 'clang'\n");
    world.gom(["trust"]).at("clone").ok();
    assert_eq!(seen(world.go(["build"]).at("clone"))["CC"], "clang");
    // As after `git pull`: even what was trusted line by line is not any more.
    for text in [
        "[env]\nCC = './cc'\n",
        "[env]\nCC = 'clang'\n\n",
        "[env]\nCC = 'clang'",
        "[env]\r\nCC = 'clang'\r\n",
        "\u{feff}[env]\nCC = 'clang'\n",
        "[env]\nCC = 'clang'\n#\n",
    ] {
        machine.clone_has(text);
        machine.assert_nothing_reaches_go(&[], text);
        let list = world.gom(["trust", "--list"]).ok().redacted();
        assert_eq!(list, "[WORLD]/clone  changed\n");
    }
    machine.clone_has("[env]\nCC = 'clang'\n");
    assert_eq!(seen(world.go(["build"]).at("clone"))["CC"], "clang");
    // A copy below or beside it, a worktree, a submodule: each is a directory of its own.
    for dir in [
        "clone/sub",
        "clone/.worktrees/x",
        "clone2",
        "clone/vendor/m",
    ] {
        world.file(format!("{dir}/gotoolchain.toml"), "[env]\nCC = 'clang'\n");
        assert_eq!(seen(world.go(["build"]).at(dir)).get("CC"), None, "{dir}");
    }
    std::fs::rename(world.path("clone"), world.path("moved")).unwrap();
    assert_eq!(seen(world.go(["build"]).at("moved")).get("CC"), None);
    assert_eq!(
        world.gom(["trust", "--list"]).ok().redacted(),
        "[WORLD]/clone  gone\n"
    );
}

#[test]
fn a_record_counts_for_its_own_directory_and_files_only() {
    let machine = Machine::new();
    let world = &machine.world;
    let harmful = harmful();
    machine.clone_has(&harmful);
    let layout = world.layout();
    let record = gom_shim::trust::record(&layout, &world.path("clone"));
    let directory = world.path("clone");
    let directory = directory.to_str().unwrap();
    for (made, what) in [
        (&[("gotoolchain.toml", &*harmful)][..], "no directory in it"),
        (
            &[("gotoolchain.toml", &harmful), ("directory", "")],
            "an empty one",
        ),
        (
            &[("gotoolchain.toml", &harmful), ("directory", "/elsewhere")],
            "another's hash",
        ),
        (
            &[
                ("gotoolchain.toml", &harmful),
                ("directory", &format!("{directory}/")),
            ],
            "a slash more",
        ),
        (
            &[
                ("gotoolchain.toml", &harmful),
                ("directory", &format!("{directory}\n")),
            ],
            "a line more",
        ),
        (
            &[("gotoolchain.toml", ""), ("directory", directory)],
            "other bytes",
        ),
        (
            &[(".go-version", &harmful), ("directory", directory)],
            "another file's bytes",
        ),
    ] {
        let _ = std::fs::remove_dir_all(&record);
        for (name, text) in made {
            world.file(record.join(name), text);
        }
        machine.assert_nothing_reaches_go(&[], what);
    }
    // The whole list is nothing that the clone could bring along.
    let _ = std::fs::remove_dir_all(&record);
    world.file("clone/state/trust/x/directory", directory);
    world.file("clone/state/trust/x/gotoolchain.toml", &harmful);
    machine.assert_nothing_reaches_go(&[], "a list of the clone's own");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_stop_go_at_once() {
    let machine = Machine::new();
    let file = machine.world.path("clone/gotoolchain.toml");
    let made = std::process::Command::new("mkfifo").arg(&file).status();
    assert!(made.unwrap().success());
    machine.world.go(["build"]).at("clone").fails(126);
    machine.world.gom(["trust"]).at("clone").fails(3);
    for outcome in
        ["current", "env", "which"].map(|name| machine.world.gom([name]).at("clone").run())
    {
        outcome.code(3);
    }
    machine.assert_quiet();
}
