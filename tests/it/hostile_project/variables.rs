//! Every variable that would do harm, tried with every command.

use gom_shim::env_name::{Class, class};

use super::attacks::{FREE, NEVER, ODD_VALUES, WAITING, lines};
use super::{Machine, seen};

#[test]
fn none_reaches_go_before_trust_and_the_nevers_not_after_it_either() {
    let machine = Machine::new();
    let all = WAITING.iter().chain(NEVER);
    machine.clone_has(&format!("[env]\n{}", lines(all)));
    machine.assert_nothing_reaches_go(&[], "[env]");
    machine.call_gom(&[]);
    // After trust the same calls do see them: the test above can fail.
    machine.world.gom(["trust"]).at("clone").ok();
    for (title, gained) in machine.gained(&[]) {
        let named = |list: &[(&str, &str)]| -> Vec<String> {
            let is_in = |name: &&String| list.iter().any(|(listed, _)| listed == *name);
            gained.keys().filter(is_in).cloned().collect()
        };
        assert_eq!(named(WAITING).len(), WAITING.len(), "{title}: {gained:?}");
        assert_eq!(named(NEVER), ["__GOM_DIFF"], "{title}");
        assert!(gained["__GOM_DIFF"].starts_with("1,"), "{title}");
        for (name, value) in WAITING {
            assert_eq!(
                gained.get(*name).map_or(*value, String::as_str),
                *value,
                "{title}"
            );
        }
    }
}

#[test]
fn one_by_one_too() {
    let machine = Machine::new();
    for (name, value) in WAITING.iter().chain(NEVER).chain(ODD_VALUES) {
        machine.clone_has(&format!("[env]\n{}", lines([&(*name, *value)])));
        let clean = seen(machine.world.go(["build"]).at("clean"));
        let clone = seen(machine.world.go(["build"]).at("clone"));
        assert_eq!(clean, clone, "{name}={value:?}");
    }
    machine.assert_quiet();
}

#[test]
fn what_any_file_may_set_is_exactly_this() {
    let machine = Machine::new();
    machine.clone_has(&format!("[env]\n{}", lines(FREE)));
    for (title, mut gained) in machine.gained(&[]) {
        gained.remove("__GOM_DIFF");
        let expected = FREE
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        assert_eq!(gained, expected.collect(), "{title}");
    }
    machine.call_gom(&[]);
}

#[test]
fn the_classes_agree_with_the_lists() {
    for (list, expected) in [
        (WAITING, Class::Trusted),
        (ODD_VALUES, Class::Trusted),
        (NEVER, Class::Never),
        (FREE, Class::Free),
    ] {
        for (name, value) in list {
            assert_eq!(class(name, value), expected, "{name}={value:?}");
        }
    }
    // Capitals or not: a name never becomes freer by its case.
    for (name, value) in WAITING.iter().chain(NEVER).chain(ODD_VALUES).chain(FREE) {
        let lower = class(&name.to_ascii_lowercase(), value);
        assert_ne!(lower, Class::Free, "{name}");
        let is_never = class(name, value) == Class::Never;
        assert_eq!(lower == Class::Never, is_never, "{name}");
    }
}

#[test]
fn empty_values_take_nothing_away() {
    let machine = Machine::new();
    let empty: Vec<_> = WAITING
        .iter()
        .chain(NEVER)
        .map(|(name, _)| (*name, ""))
        .collect();
    machine.clone_has(&format!("[env]\n{}", lines(&empty)));
    let extra = [
        ("GOFLAGS", "-mod=vendor"),
        ("CC", "clang"),
        ("GOSUMDB", "x"),
    ];
    machine.assert_nothing_reaches_go(&extra, "empty");
}

#[test]
fn the_page_about_trust_names_them() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/src/trust.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (any, rest) = page.split_once("\n## What waits").unwrap();
    let (_, never) = rest.split_once("\n## What no project").unwrap();
    for (name, _) in FREE {
        assert!(any.contains(name), "{name}");
    }
    for setting in gom_shim::godebug::UNTRUSTED {
        assert!(any.contains(&format!("`{setting}`")), "{setting}");
    }
    for name in [
        "GOTOOLCHAIN,",
        "GOROOT",
        "GOTOOLCHAIN_INTERNAL_…",
        "GOENV",
        "GOSUMDB",
        "GONOSUMDB",
        "GONOSUMCHECK",
        "GOINSECURE",
        "GOM_…",
        "__GOM_…",
        "PATH",
        "HOME",
        "USERPROFILE",
        "…APPDATA",
        "XDG_…",
        "LD_…",
        "DYLD_…",
    ] {
        assert!(never.contains(name), "{name}");
    }
}
