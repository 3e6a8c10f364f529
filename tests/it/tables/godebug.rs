//! GODEBUG: the settings there are, and those that a project may set without trust.

use std::collections::BTreeSet;
use std::path::Path;

use gom_shim::godebug::{self, UNTRUSTED};

use super::{agree, real_or_skip};
use crate::support::world::World;

#[test]
fn settings_are_those_that_go_mod_may_name() {
    let world = World::new();
    let all = real_or_skip!(&world, since 23);
    let names: BTreeSet<String> = all.iter().flat_map(|go| godebug::names(&go.root)).collect();
    for go in &all {
        let mut listed = 0;
        for name in &names {
            for setting in [
                format!("{name}=1"),
                format!("{name}=0"),
                format!("{name}x=1"),
            ] {
                let text = format!("module m\n\ngo 1.21\n\ngodebug {setting}\n");
                world.file("settings/go.mod", &text);
                let said = go.call(&world, &["list", "-m"]).at("settings").run();
                let gom = go.check("GODEBUG", &setting);
                // The runtime's own settings are no matter of a go.mod; gom knows them all the same.
                if said.code == 0
                    || said.stderr.contains("removed GODEBUG")
                    || setting.contains('x') && !names.contains(&setting[..setting.len() - 2])
                {
                    agree(&go.root, &setting, &gom, said.code == 0, &said.stderr);
                }
                listed += usize::from(said.code == 0);
            }
        }
        assert!(listed > 60, "{}: only {listed}", go.root.display());
    }
}

/// The settings that runtime/extern.go tells people of.
fn documented(root: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join("src/runtime/extern.go")).unwrap();
    let (_, text) = text.split_once("The GODEBUG variable controls").unwrap();
    let (text, _) = text.split_once("The GOMAXPROCS variable").unwrap();
    text.split("\n\n")
        .filter_map(|paragraph| Some(paragraph.strip_prefix('\t')?.split_once(':')?.0.to_owned()))
        .collect()
}

#[test]
fn every_documented_setting_is_known() {
    let world = World::new();
    for go in real_or_skip!(&world, since 1) {
        let names = documented(&go.root);
        assert!(names.len() > 15, "{names:?}");
        for name in names {
            let setting = format!("{}=1", name.replace('*', "all"));
            assert_eq!(
                go.check("GODEBUG", &setting),
                Ok(()),
                "{}",
                go.root.display()
            );
        }
    }
}

/// Every setting that a package of the tree asks for by its name.
fn asked_for(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if name != "testdata" {
                asked_for(&path, found);
            }
        } else if name.ends_with(".go") && !name.ends_with("_test.go") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for call in ["godebug.New(\"", "godebug.Value(\""] {
                for (at, _) in text.match_indices(call) {
                    let name = text[at + call.len()..].split('"').next().unwrap();
                    found.insert(name.trim_start_matches('#').to_owned());
                }
            }
        }
    }
}

#[test]
fn every_setting_that_go_asks_for_is_known() {
    let world = World::new();
    for go in real_or_skip!(&world, since 21) {
        let mut names = BTreeSet::new();
        asked_for(&go.root.join("src"), &mut names);
        assert!(
            names.contains("gofsystracelog") && names.contains("netdns"),
            "{names:?}"
        );
        for name in names {
            let gom = go.check("GODEBUG", &format!("{name}=1"));
            let dropped = gom
                .as_ref()
                .is_err_and(|rejected| rejected.why.contains("no longer"));
            assert!(gom.is_ok() || dropped, "{}: {gom:?}", go.root.display());
        }
    }
}

#[test]
fn what_needs_no_trust_is_never_a_setting_that_can_be_dropped() {
    // Go 1.27 and newer end at once where the environment has a dropped one at its old value.
    let world = World::new();
    for go in real_or_skip!(&world, since 23) {
        for name in UNTRUSTED {
            let text = format!("module m\n\ngo 1.21\n\ngodebug {name}=1\n");
            world.file("settings/go.mod", &text);
            let said = go.call(&world, &["list", "-m"]).at("settings").run();
            let unknown = format!("unknown godebug \"{name}\"");
            assert!(
                said.stderr.contains(&unknown),
                "{}: {said:?}",
                go.root.display()
            );
        }
    }
}

#[test]
fn a_dropped_setting_is_refused_where_it_would_end_go() {
    let world = World::new();
    for go in real_or_skip!(&world, since 27) {
        for (setting, fatal) in [
            ("x509sha1=1", true),
            ("x509sha1=0", false),
            ("gotypesalias=0", true),
            ("gotypesalias=1", false),
            ("asynctimerchan=2", true),
            ("asynctimerchan=0", false),
        ] {
            let said = go.call(&world, &["version"]).env("GODEBUG", setting).run();
            agree(
                &go.root,
                setting,
                &go.check("GODEBUG", setting),
                !fatal,
                &said.stderr,
            );
            assert_eq!(said.stderr.contains("removed GODEBUG"), fatal, "{said:?}");
        }
    }
}

/// What a build with `godebug` and an empty cache says; and what a later one without it says.
fn builds(go: &super::Go, world: &World, godebug: &str) -> (String, String, String) {
    let cache = world.path("cache");
    let _ = std::fs::remove_dir_all(&cache);
    let list = ["list", "-export", "-f", "{{.BuildID}}", "math"];
    let call = || go.call(world, &list).env("GOCACHE", &cache);
    let first = call().env("GODEBUG", godebug).ok();
    let later = call().ok();
    (first.stderr, later.stderr, later.stdout)
}

#[test]
fn what_needs_no_trust_leaves_nothing_in_the_build_cache() {
    let world = World::new();
    // Go 1.19 and older come with the standard library built.
    for go in real_or_skip!(&world, since 20) {
        let (_, _, id) = builds(&go, &world, "");
        for number in ["0", "1", "999999999"] {
            let setting = UNTRUSTED.map(|name| format!("{name}={number}")).join(",");
            assert!(godebug::allowed_untrusted(&setting));
            let built = builds(&go, &world, &setting);
            assert_eq!(
                built,
                (String::new(), String::new(), id.clone()),
                "{setting}"
            );
        }
        // What prints does, which is why none of those is allowed.
        assert!(!godebug::allowed_untrusted("inittrace=1"));
        let (_, later, _) = builds(&go, &world, "inittrace=1");
        assert!(later.contains("init "), "{}: {later}", go.root.display());
    }
}
