//! What a project's `[env]` and profiles give to the Go that a shim runs.

use std::collections::BTreeMap;

use super::environment_of;
use crate::support::call::Call;
use crate::support::world::World;

const FILE: &str = r#"
[env]
GOGC = 50
GOTRACEBACK = "all"
GOFLAGS = "-mod=vendor"
PROJECT_NAME = "pi"
PATH = "/evil"
GOSUMDB = "off"
[profile.production.env]
GOTRACEBACK = "none"
GOMEMLIMIT = "1GiB"
"#;

fn world() -> World {
    let world = World::with_default("1.22.6");
    world.file("p/gotoolchain.toml", FILE);
    world.file("q/gotoolchain.toml", "[env]\nGOGC = \"off\"\n");
    world.dir("p/sub");
    world.dir("none");
    world
}

fn trust(world: &World, dir: &str) {
    world.gom(["trust"]).at(dir).ok();
}

/// Every variable of the child, whatever the command is.
fn seen(call: Call<'_>) -> BTreeMap<String, String> {
    environment_of(&call.env("FAKE_GO_SHOW", "*"))
}

fn get<'a>(env: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    env.get(name).map_or("(unset)", String::as_str)
}

#[test]
fn what_needs_no_trust_is_given_at_once_and_the_rest_after_it() {
    let world = world();
    for dir in ["p", "p/sub"] {
        let env = seen(world.go(["build"]).at(dir));
        assert_eq!(get(&env, "GOGC"), "50");
        assert_eq!(get(&env, "GOTRACEBACK"), "all");
        for name in ["GOFLAGS", "PROJECT_NAME", "GOSUMDB"] {
            assert_eq!(get(&env, name), "(unset)", "{name}");
        }
    }
    trust(&world, "p");
    let env = seen(world.go(["build"]).at("p/sub"));
    assert_eq!(get(&env, "GOFLAGS"), "-mod=vendor");
    assert_eq!(get(&env, "PROJECT_NAME"), "pi");
    assert_eq!(get(&env, "GOSUMDB"), "(unset)", "never taken");
    assert!(!get(&env, "PATH").contains("evil"));
    // Another byte, and it is not the file that was trusted.
    world.file("p/gotoolchain.toml", format!("{FILE}\n"));
    assert_eq!(
        get(&seen(world.go(["build"]).at("p")), "GOFLAGS"),
        "(unset)"
    );
    assert_eq!(
        get(&seen(world.go(["build"]).at("none")), "GOGC"),
        "(unset)"
    );
}

#[test]
fn the_callers_value_wins_also_an_empty_one() {
    let world = world();
    let env = seen(
        world
            .go(["build"])
            .at("p")
            .env("GOGC", "70")
            .env("GOTRACEBACK", ""),
    );
    assert_eq!((get(&env, "GOGC"), get(&env, "GOTRACEBACK")), ("70", ""));
    assert_eq!(get(&env, "__GOM_DIFF"), "(unset)", "nothing was set");
}

#[test]
fn gom_trust_names_directories_and_nothing_else_trusts() {
    let world = world();
    let p = world.path("p").to_str().unwrap().to_owned();
    let root = world.root().to_str().unwrap().to_owned();
    for (value, trusted) in [
        (p.clone(), true),
        (format!("/nowhere:{p}"), cfg!(unix)),
        (format!("{p}/sub/.."), true),
        (root, false),
        ("p".into(), false),
        (".".into(), false),
        ("1".into(), false),
        ("true".into(), false),
        ("*".into(), false),
        ("/".into(), false),
    ] {
        let env = seen(world.go(["build"]).at("p").env("GOM_TRUST", &value));
        let expected = if trusted { "-mod=vendor" } else { "(unset)" };
        assert_eq!(get(&env, "GOFLAGS"), expected, "{value}");
    }
}

#[test]
fn a_profile_lies_over_the_common_variables() {
    let world = world();
    let env = seen(world.go(["build"]).at("p").env("GOM_PROFILE", "production"));
    assert_eq!(get(&env, "GOTRACEBACK"), "none");
    assert_eq!(get(&env, "GOMEMLIMIT"), "1GiB");
    assert_eq!(get(&env, "GOGC"), "50");
    // It is a process tree's: a project without it is not stopped.
    let env = seen(world.go(["build"]).at("q").env("GOM_PROFILE", "production"));
    assert_eq!(get(&env, "GOGC"), "off");
}

#[test]
fn one_projects_settings_never_win_in_another() {
    let world = world();
    trust(&world, "p");
    // The first shim's child calls the second shim in another directory.
    let q = world.path("q");
    let q = q.to_str().unwrap();
    let shim = world
        .layout()
        .bin()
        .join(format!("go{}", std::env::consts::EXE_SUFFIX));
    let shim = shim.to_str().unwrap();
    let env = environment_of(&world.go(["spawn", shim, "-C", q, "environ"]).at("p"));
    assert_eq!(get(&env, "GOGC"), "off", "q's own");
    for name in ["GOTRACEBACK", "GOFLAGS", "PROJECT_NAME"] {
        assert_eq!(get(&env, name), "(unset)", "{name}");
    }
    assert_eq!(get(&env, "__GOM_DIFF"), "1,GOGC=off");
    // Back in a subdirectory of the first: its own again.
    let env = environment_of(&world.go(["spawn", shim, "-C", "sub", "environ"]).at("p"));
    assert_eq!(get(&env, "GOGC"), "50");
    // What the child itself changed is its own.
    let sh = format!("GOGC=7 exec {shim} -C {q} environ");
    if cfg!(unix) {
        let env = environment_of(&world.go(["spawn", "/bin/sh", "-c", &sh]).at("p"));
        assert_eq!(get(&env, "GOGC"), "7");
        assert_eq!(get(&env, "GOTRACEBACK"), "(unset)");
    }
}

#[test]
fn gom_itself_does_not_believe_what_it_had_set() {
    let world = world();
    let with = |diff: &str| {
        let call = world.gom(["exec", "--", "go", "environ"]).at("none");
        let call = call
            .env("GOGC", "50")
            .env("KEPT", "x")
            .env("__GOM_DIFF", diff);
        environment_of(&call)
    };
    let env = with("1,GOGC=50~100,KEPT=y");
    assert_eq!((get(&env, "GOGC"), get(&env, "KEPT")), ("100", "x"));
    assert_eq!(get(&with("1,GOGC=50~"), "GOGC"), "");
    assert_eq!(get(&with("1,GOGC=50"), "GOGC"), "(unset)");
    // A record that cannot be read takes nothing back.
    assert_eq!(get(&with("nonsense"), "GOGC"), "50");
}

#[test]
fn a_bad_file_stops_the_shim_with_the_place_and_an_unknown_key_does_not() {
    let world = world();
    for (text, expected) in [
        (
            "[env]\nGOOS = \"linux\"\n",
            "gotoolchain.toml:2:1: GOOS is not for [env]",
        ),
        (
            "[env]\nGOGC = true\n",
            "gotoolchain.toml:2:8: GOGC is true, and not a text",
        ),
        (
            "[env]\n\"A B\" = \"x\"\n",
            "gotoolchain.toml:2:1: 'A B' is no name of a variable",
        ),
        (
            "[target]\ncgo = \"yes\"\n",
            "gotoolchain.toml:2:7: cgo is \"yes\", and neither true nor false",
        ),
        (
            "[target]\ngoarch = \"amd64\"\ngoarm = \"7\"\n",
            "gotoolchain.toml:3:9: goarm says nothing about goarch",
        ),
        (
            "[policy]\nforbid = \"X\"\n",
            "gotoolchain.toml:2:10: forbid is \"X\", and not a list of texts",
        ),
    ] {
        world.file("bad/gotoolchain.toml", text);
        let outcome = world.go(["version"]).at("bad").fails(126);
        assert!(
            outcome.stderr.contains(expected),
            "{text}: {}",
            outcome.stderr
        );
    }
    world.file(
        "new/gotoolchain.toml",
        "gom = \">=99\"\nfuture = 1\n[env]\nGOGC = \"50\"\n[toolchain]\nsparkle = true\n",
    );
    assert_eq!(get(&seen(world.go(["build"]).at("new")), "GOGC"), "50");
}

#[test]
fn the_tables_of_this_side_lie_over_the_common_ones() {
    let world = world();
    let here = match gom_shim::platform::Platform::host().os() {
        "darwin" => "macos",
        "windows" => "windows",
        _ => "linux",
    };
    let there = if here == "windows" {
        "linux"
    } else {
        "windows"
    };
    let text = format!(
        "[env]\nGOGC = \"1\"\nGOTRACEBACK = \"all\"\n[{here}.env]\nGOGC = \"2\"\n[{there}.env]\nGOGC = \"3\"\nGOMAXPROCS = \"3\"\n"
    );
    world.file("s/gotoolchain.toml", text);
    let env = seen(world.go(["build"]).at("s"));
    assert_eq!((get(&env, "GOGC"), get(&env, "GOTRACEBACK")), ("2", "all"));
    assert_eq!(get(&env, "GOMAXPROCS"), "(unset)");
}

#[test]
fn modules_are_switched_off_by_an_accepted_variable_as_by_the_callers() {
    let world = world();
    world.installed("1.24.4");
    world.file("w/go.work", "go 1.24.0\n");
    world.file("w/m/go.mod", "module m\n\ngo 1.22.0\n");
    let version = |world: &World| world.go(["version"]).at("w/m").ok().stdout;
    assert!(version(&world).contains("go1.24.4"));
    world.file("w/gotoolchain.toml", "[env]\nGOWORK = \"off\"\n");
    assert!(version(&world).contains("go1.22.6"));
    // The caller's own comes first.
    let call = world.go(["version"]).at("w/m").env("GOWORK", "auto");
    assert!(call.ok().stdout.contains("go1.24.4"));
}

#[cfg(unix)]
#[test]
fn what_a_stranger_left_in_a_shared_directory_is_passed_over() {
    use std::os::unix::fs::{PermissionsExt, chown};
    let world = world();
    let shared = world.dir("shared");
    world.dir("shared/mine");
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o1777)).unwrap();
    let file = world.file("shared/gotoolchain.toml", "[env]\nGOGC = 7\n");
    let pin = world.file("shared/.go-version", "1.21.1\n");
    let gogc = || {
        let env = seen(world.go(["build"]).at("shared/mine"));
        get(&env, "GOGC").to_owned()
    };
    std::fs::remove_file(&pin).unwrap();
    assert_eq!(gogc(), "7", "one's own");
    world.file("shared/.go-version", "1.21.1\n");
    if chown(&file, Some(12345), None).is_err() || chown(&pin, Some(12345), None).is_err() {
        crate::support::skip::skip!("only root can give a file away");
    }
    assert_eq!(gogc(), "(unset)");
}
