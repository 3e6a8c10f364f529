//! The trust list: what became of each directory, and how trust is taken back.

use serde_json::json;
use snapbox::str;

use crate::support::world::World;

/// A world with these directories trusted.
fn trusted(dirs: &[&str]) -> World {
    let world = World::with_default("1.22.6");
    for dir in dirs {
        world.file(format!("{dir}/gotoolchain.toml"), "[env]\nCC = 'clang'\n");
        world.gom(["trust", dir]).ok();
    }
    world
}

fn list(world: &World) -> String {
    world.gom(["trust", "--list"]).ok().redacted()
}

#[test]
fn what_became_of_each() {
    let world = trusted(&["a", "b", "c", "d", "e e"]);
    world.file("b/gotoolchain.toml", "[env]\nCC = 'gcc'\n");
    std::fs::remove_dir_all(world.path("c")).unwrap();
    std::fs::remove_file(world.path("d/gotoolchain.toml")).unwrap();
    assert_eq!(
        list(&world),
        "[WORLD]/a\n[WORLD]/b  changed\n[WORLD]/c  gone\n[WORLD]/d  changed\n[WORLD]/e e\n"
    );
    let json = world.gom(["trust", "--list", "--json"]).ok().json();
    let states: Vec<_> = json["trusted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|dir| dir["state"].clone())
        .collect();
    assert_eq!(states, ["trusted", "changed", "gone", "changed", "trusted"]);
    assert_eq!(
        json["trusted"][1]["files"],
        json!([{"name": "gotoolchain.toml", "state": "changed"}])
    );
    assert_eq!(
        json["trusted"][3]["files"],
        json!([{"name": "gotoolchain.toml", "state": "gone"}])
    );
    assert_eq!(json["environment"], json!([]));
}

#[test]
fn directories_that_are_gone_can_be_named() {
    let world = trusted(&["gone/p", "gone too", "here"]);
    std::fs::remove_dir_all(world.path("gone")).unwrap();
    std::fs::remove_dir_all(world.path("gone too")).unwrap();
    world
        .gom(["untrust", "gone/../gone/./p/"])
        .ok()
        .stderr_eq(str![[r#"
no longer trusted: [WORLD]/gone/p

"#]]);
    world.gom(["untrust", "gone too"]).ok();
    assert_eq!(list(&world), "[WORLD]/here\n");
    world.gom(["untrust", "never/was"]).ok().stderr_eq(str![[r#"
[WORLD]/never/was was not trusted

"#]]);
    assert_eq!(list(&world), "[WORLD]/here\n");
}

#[cfg(unix)]
#[test]
fn by_another_name_and_after_a_link_took_its_place() {
    use std::os::unix::fs::symlink;
    let world = trusted(&["real/p", "other"]);
    symlink("real", world.path("alias")).unwrap();
    world.gom(["untrust", "alias/p"]).ok().stderr_eq(str![[r#"
no longer trusted: [WORLD]/real/p

"#]]);
    world.gom(["trust", "alias/p"]).ok();
    std::fs::remove_dir_all(world.path("real/p")).unwrap();
    // Gone, but its parent still has two names.
    world.gom(["untrust", "alias/p"]).ok();
    assert_eq!(list(&world), "[WORLD]/other\n");
    // Where it was there is now a link to elsewhere: the name in the list is what counts.
    std::fs::rename(world.path("other"), world.path("moved")).unwrap();
    symlink("moved", world.path("other")).unwrap();
    world.gom(["untrust", "other"]).ok();
    assert_eq!(list(&world), "");
}

#[test]
fn from_below_and_with_others_below() {
    let world = trusted(&["p", "p/sub/q", "p/sub/r", "pq"]);
    world.dir("p/sub/deep");
    world
        .gom(["untrust"])
        .at("p/sub/deep")
        .ok()
        .stderr_eq(str![[r#"
no longer trusted: [WORLD]/p
note: still trusted, below it: [WORLD]/p/sub/q
note: still trusted, below it: [WORLD]/p/sub/r

"#]]);
    // A directory that is named is that one and no other.
    world
        .gom(["untrust", "p/sub/deep"])
        .ok()
        .stderr_eq(str![[r#"
[WORLD]/p/sub/deep was not trusted

"#]]);
    assert_eq!(
        list(&world),
        "[WORLD]/p/sub/q\n[WORLD]/p/sub/r\n[WORLD]/pq\n"
    );
    world.gom(["untrust", "--all"]).ok().stderr_eq(str![[r#"
no longer trusted: [WORLD]/p/sub/q
no longer trusted: [WORLD]/p/sub/r
no longer trusted: [WORLD]/pq

"#]]);
    assert_eq!(list(&world), "");
    world.gom(["untrust", "--all"]).ok().stderr_eq(str![[r#"
nothing was trusted

"#]]);
    world.gom(["untrust", "--all", "p"]).fails(2);
}

#[test]
fn gom_trust_is_listed_and_its_useless_entries_are_told() {
    let world = trusted(&["p"]);
    world.dir("q");
    let entries = [
        world.path("q"),
        world.path("nowhere"),
        "1".into(),
        "*".into(),
        "true".into(),
    ];
    let value = std::env::join_paths(&entries).unwrap();
    let listed = world.gom(["trust", "--list"]).env("GOM_TRUST", &value).ok();
    assert_eq!(listed.redacted(), "[WORLD]/p\n[WORLD]/q  GOM_TRUST\n");
    listed.stderr_eq(str![[r#"
warning: GOM_TRUST has '[WORLD]/nowhere', which is no directory and trusts nothing
warning: GOM_TRUST has '1', which is no absolute path and trusts nothing
warning: GOM_TRUST has '*', which is no absolute path and trusts nothing
warning: GOM_TRUST has 'true', which is no absolute path and trusts nothing
hint: GOM_TRUST=/path/to/project, several with the separator of PATH

"#]]);
    let json = world
        .gom(["trust", "--list", "--json"])
        .env("GOM_TRUST", &value)
        .ok()
        .json();
    assert_eq!(json["environment"], json!([{"path": world.path("q")}]));
    world
        .gom(["untrust", "p"])
        .env("GOM_TRUST", world.path("p"))
        .ok()
        .stderr_eq(str![[r#"
no longer trusted: [WORLD]/p
warning: GOM_TRUST still trusts [WORLD]/p
hint: unset GOM_TRUST

"#]]);
}

/// Two directories under one hash: neither has the other's trust, and taking back one leaves none behind.
#[test]
fn a_record_of_another_directory_is_not_taken_for_this_ones() {
    let world = trusted(&["p"]);
    world.file("q/gotoolchain.toml", "[env]\nCC = 'clang'\n");
    let layout = world.layout();
    let of = |dir: &str| gom_shim::trust::record(&layout, &world.path(dir));
    std::fs::rename(of("p"), of("q")).unwrap();
    assert_eq!(list(&world), "", "it lies where nobody looks for p");
    world.gom(["untrust", "q"]).ok().stderr_eq(str![[r#"
[WORLD]/q was not trusted

"#]]);
    assert!(of("q").is_dir(), "nor is it removed");
    world.file(of("q").join(".go-version"), "1.18\n");
    world.gom(["trust", "q"]).ok();
    assert_eq!(list(&world), "[WORLD]/q\n");
    assert!(
        !of("q").join(".go-version").exists(),
        "p's copies are not q's"
    );
}

#[test]
fn trusting_again_keeps_what_is_there_and_drops_what_is_not() {
    let world = trusted(&["p"]);
    let record = gom_shim::trust::record(&world.layout(), &world.path("p"));
    world.file("p/.go-version", "1.22\n");
    world.gom(["trust", "p"]).ok();
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(&record)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(), [".go-version", "directory", "gotoolchain.toml"]);
    std::fs::remove_file(world.path("p/gotoolchain.toml")).unwrap();
    world.gom(["trust", "p"]).ok();
    assert_eq!(names(), [".go-version", "directory"]);
}
