//! `__GOM_DIFF`: what one project gave is taken back before another one counts.

use super::{Environment, Machine, seen, with};

/// The environment of a shim in `inner`, called by a Go that a shim in `outer` started.
#[track_caller]
fn nested(machine: &Machine, outer: &str, inner: &str, extra: &[(&str, &str)]) -> Environment {
    let shim = gom_shim::layout::Layout::shim(&machine.world.layout().bin(), "go");
    let dir = machine.world.path(inner);
    let args = [
        "spawn",
        shim.to_str().unwrap(),
        "-C",
        dir.to_str().unwrap(),
        "environ",
    ];
    let outcome = with(machine.world.go(args).at(outer), extra).ok();
    let pairs = outcome
        .stdout
        .lines()
        .filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// The same with a shell between them that runs `line` first.
#[cfg(unix)]
#[track_caller]
fn after(machine: &Machine, outer: &str, inner: &str, line: &str) -> Environment {
    let shim = gom_shim::layout::Layout::shim(&machine.world.layout().bin(), "go");
    let script = format!(
        "{line}\nexec '{}' -C '{}' environ",
        shim.display(),
        machine.world.path(inner).display()
    );
    let outcome = machine
        .world
        .go(["spawn", "/bin/sh", "-c", &script])
        .at(outer)
        .ok();
    let pairs = outcome
        .stdout
        .lines()
        .filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// A trusted project and an untrusted clone, which both say something about the same variables.
fn two() -> Machine {
    let machine = Machine::new();
    machine.world.file(
        "mine/gotoolchain.toml",
        "[env]\nGOFLAGS = '-mod=vendor'\nGOPRIVATE = 'git.example'\nGOGC = '70'\nCC = ''\nGODEBUG = 'panicnil=1'\n",
    );
    machine.world.gom(["trust", "mine"]).ok();
    machine.clone_has(
        "[env]\nGOFLAGS = '-toolexec=./evil'\nGOGC = '50'\nGOPROXY = 'http://127.0.0.1:9'\n",
    );
    machine
}

fn get<'e>(env: &'e Environment, name: &str) -> Option<&'e str> {
    env.get(name).map(String::as_str)
}

#[test]
fn a_trusted_projects_settings_do_not_reach_a_clone_nor_the_other_way() {
    let machine = two();
    let env = nested(&machine, "mine", "clone", &[]);
    for name in ["GOFLAGS", "GOPRIVATE", "CC", "GODEBUG", "GOPROXY"] {
        assert_eq!(get(&env, name), None, "{name}");
    }
    assert_eq!(
        (get(&env, "GOGC"), get(&env, "__GOM_DIFF")),
        (Some("50"), Some("1,GOGC=50"))
    );
    let env = nested(&machine, "clone", "mine", &[]);
    assert_eq!(get(&env, "GOFLAGS"), Some("-mod=vendor"));
    assert_eq!((get(&env, "GOGC"), get(&env, "CC")), (Some("70"), Some("")));
    let env = nested(&machine, "mine", "clean", &[]);
    for name in [
        "GOFLAGS",
        "GOPRIVATE",
        "CC",
        "GODEBUG",
        "GOGC",
        "__GOM_DIFF",
    ] {
        assert_eq!(get(&env, name), None, "{name}");
    }
    // Below itself it is itself again.
    let mut direct = seen(machine.world.go(["environ"]).at("mine"));
    direct.remove("FAKE_GO_SHOW");
    assert_eq!(nested(&machine, "mine", "mine", &[]), direct);
}

#[test]
fn the_callers_own_values_stay_set_empty_and_unset() {
    let machine = two();
    for (name, value) in [
        ("GOFLAGS", "-v"),
        ("GOFLAGS", ""),
        ("GOGC", "90"),
        ("GOGC", ""),
        ("CC", "clang"),
    ] {
        for (outer, inner) in [("mine", "clone"), ("clone", "mine"), ("mine", "clean")] {
            let env = nested(&machine, outer, inner, &[(name, value)]);
            assert_eq!(get(&env, name), Some(value), "{outer} {inner}");
            let diff = get(&env, "__GOM_DIFF").unwrap_or_default();
            assert!(!diff.contains(&format!("{name}=")), "{diff}");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_was_changed_on_the_way_is_the_changers() {
    let machine = two();
    for (line, name, value) in [
        ("export GOFLAGS=-x", "GOFLAGS", Some("-x")),
        ("export GOFLAGS=", "GOFLAGS", Some("")),
        ("unset GOFLAGS", "GOFLAGS", None),
        ("export GOGC=1", "GOGC", Some("1")),
        ("export CC=tcc", "CC", Some("tcc")),
        // Unset is not a value of the caller's: the clone's own counts.
        ("unset GOGC", "GOGC", Some("50")),
        // Without the record nobody knows whose it is, so it is the caller's.
        ("unset __GOM_DIFF", "GOFLAGS", Some("-mod=vendor")),
    ] {
        let env = after(&machine, "mine", "clone", line);
        assert_eq!(get(&env, name), value, "{line}");
    }
}

#[test]
fn a_record_that_cannot_be_read_takes_nothing_back() {
    let machine = two();
    for blob in [
        "",
        "x",
        "1",
        "0,GOFLAGS=-v",
        "2,GOFLAGS=-v",
        "1,GOFLAGS",
        "1,GOFLAGS=-v~%",
        "1,GOFLAGS=-v~%zz",
        "1,GOFLAGS=%4",
        "1,,",
        "1 ,GOFLAGS=-v",
        "1,GOFLAGS=-v\u{fffd}%",
    ] {
        let call = machine.world.go(["environ"]).at("clean");
        let env = seen(call.env("__GOM_DIFF", blob).env("GOFLAGS", "-v"));
        assert_eq!(get(&env, "GOFLAGS"), Some("-v"), "{blob}");
        assert_eq!(get(&env, "__GOM_DIFF"), None, "{blob}");
        for args in super::GOM_CALLS {
            let call = machine.world.gom(args).at("clean");
            let outcome = call.env("__GOM_DIFF", blob).run();
            assert!(outcome.code < 100, "{blob}: {}", outcome.stderr);
        }
    }
    let long = format!("1{}", ",GOFLAGS=-v~-v".repeat(5000));
    let call = machine.world.go(["environ"]).at("clean");
    let env = seen(call.env("__GOM_DIFF", long).env("GOFLAGS", "-v"));
    assert_eq!(get(&env, "GOFLAGS"), Some("-v"));
}

/// Whoever writes the record writes the environment, too: it gives nobody anything new. A project
/// writes none of it but names and values that it was given.
#[test]
fn a_projects_text_stays_text_in_the_record() {
    let machine = Machine::new();
    let sly = "-v,HOME=x~/evil,PATH=y~.%2C=~%00 ü";
    machine.world.file(
        "mine/gotoolchain.toml",
        format!("[env]\nGOFLAGS = '{sly}'\n"),
    );
    machine.world.gom(["trust", "mine"]).ok();
    let env = seen(machine.world.go(["environ"]).at("mine"));
    let blob = get(&env, "__GOM_DIFF").unwrap();
    assert_eq!(
        (blob.matches(',').count(), blob.matches('=').count()),
        (1, 1),
        "{blob}"
    );
    assert!(!blob.contains('~'), "{blob}");
    let env = nested(&machine, "mine", "clean", &[]);
    let home = machine.world.home().to_str().unwrap();
    assert_eq!(
        (get(&env, "HOME"), get(&env, "GOFLAGS")),
        (Some(home), None)
    );
}

#[test]
fn gom_itself_takes_it_back_first() {
    let machine = two();
    let gom = gom_shim::layout::Layout::shim(&machine.world.layout().bin(), "gom");
    let dir = machine.world.path("clone");
    let args = [
        "spawn",
        gom.to_str().unwrap(),
        "-C",
        dir.to_str().unwrap(),
        "env",
        "--json",
    ];
    let outcome = machine.world.go(args).at("mine").ok();
    let names: Vec<_> = outcome.json()["variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variable| variable["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.contains(&"GOGC".to_owned()), "{names:?}");
    for name in ["GOFLAGS", "GOPRIVATE", "CC"] {
        assert!(!names.contains(&name.to_owned()), "{names:?}");
    }
}
