//! The flags every command has: in any place, and with the same meaning everywhere.

use serde_json::json;

use super::pinned;
use crate::support::skip::skip;
use crate::support::terminal::Terminal;
use crate::support::world::World;

#[test]
fn they_stand_anywhere() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    pinned(&world, "p", "1.24");
    let expected = world.gom(["current", "--json"]).at("p").ok().json();
    for args in [
        &["--json", "-C", "p", "current"][..],
        &["-C", "p", "current", "--json"],
        &["current", "-C", "p", "--json"],
        &["current", "--json", "-q", "-C", "p"],
        &["-Cp", "--json", "--offline", "current", "--color=never"],
        &["current", "--explain", "--json", "-C", "p"],
    ] {
        assert_eq!(world.gom(args).ok().json(), expected, "{args:?}");
    }
    let listed = world.gom(["list", "--json", "1.24"]).ok().json();
    assert_eq!(world.gom(["--json", "list", "1.24"]).ok().json(), listed);
    world.gom(["use", "--here", "1.22.6"]).at("home").ok();
    world.gom(["use", "1.24.4", "--here"]).at("home").ok();
    for args in [
        &["-C", "home", "trust"][..],
        &["trust", "-C", "home"],
        &["trust", "home", "-C", "."],
    ] {
        let outcome = world.gom(args).ok();
        let shown = world
            .redactions()
            .redact(&outcome.stderr)
            .replace('\\', "/");
        assert_eq!(shown, "trusted [HOME]/gotoolchain.toml\n", "{args:?}");
    }
}

#[test]
fn another_directory_must_be_there() {
    let world = World::new();
    let outcome = world.gom(["-C", "nowhere", "list", "--json"]).fails(7);
    let error = &outcome.json()["error"];
    assert_eq!(error["code"], 7);
    assert!(
        error["message"].as_str().unwrap().contains("nowhere"),
        "{error}"
    );
    assert!(
        outcome.stderr.starts_with("error: could not change to "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn quiet_says_errors_and_warnings_only() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let quiet = world.gom(["-q", "default", "1.24"]).ok();
    assert_eq!((&*quiet.stdout, &*quiet.stderr), ("", ""));
    let quiet = world.gom(["default", "-q"]).ok();
    assert_eq!(quiet.stdout, "1.24\n", "data is no talk");
    let outcome = world.gom(["-q", "default", "1.30"]).fails(4);
    assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    pinned(&world, "p", "1.22.6");
    world.file("p/go.mod", "module m\n\ngo 1.24.0\n");
    let outcome = world.gom(["-q", "current"]).at("p").ok();
    assert!(
        outcome.stderr.starts_with("warning: "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn colour_where_it_is_wanted() {
    let world = World::new();
    let fails = |args: &[&str], env: &[(&str, &str)]| {
        let mut call = world.gom(args.iter().chain(&["default", "1.30"]));
        for (name, value) in env {
            call = call.env(name, value);
        }
        call.fails(4).stderr.contains('\u{1b}')
    };
    assert!(!fails(&[], &[]));
    assert!(fails(&["--color", "always"], &[]));
    assert!(
        fails(&["--color=always"], &[("NO_COLOR", "1")]),
        "the flag is nearest"
    );
    assert!(fails(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!fails(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!fails(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!fails(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    let on_terminal = |env: &[(&str, &str)], args: &[&str]| {
        let mut call = world.gom(args.iter().chain(&["default", "1.30"]));
        for (name, value) in env {
            call = call.env(name, value);
        }
        Some(Terminal::start(&call)?.end().stdout.contains('\u{1b}'))
    };
    let Some(colourful) = on_terminal(&[], &[]) else {
        skip!("no pseudo terminals here");
    };
    assert!(colourful);
    assert_eq!(on_terminal(&[("NO_COLOR", "1")], &[]), Some(false));
    assert_eq!(
        on_terminal(&[("NO_COLOR", "")], &[]),
        Some(true),
        "empty is unset"
    );
    assert_eq!(on_terminal(&[], &["--color", "never"]), Some(false));
}

#[test]
fn an_error_in_json() {
    let world = World::new();
    let outcome = world.gom(["default", "1.30", "--json"]).fails(4);
    let expected = json!({"schema": 1, "error": {"code": 4, "message": "no release of go1.30 is installed (asked for on the command line)", "causes": [], "hint": "gom install 1.30"}});
    assert_eq!(outcome.json(), expected);
}
