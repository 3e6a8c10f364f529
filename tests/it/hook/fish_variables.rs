//! The kinds of variables that only fish has.

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, var};
use crate::support::skip::skip;

#[test]
fn universal_variables_are_shadowed_and_show_again() {
    if Shell::Fish.path().is_none() {
        skip!("fish is not on PATH");
    }
    let mut world = furnished();
    world.remove_env("GOGC");
    let outcome = Talk::hooked(&world, Shell::Fish)
        .line("set -Ux GOGC 33")
        .snapshot("before")
        .cd("a")
        .snapshot("in")
        .cd("out")
        .line("set -qg GOGC; and echo shadowed; or echo shows")
        .line("set -Ux GOGC 34")
        .snapshot("after")
        // Without its configuration fish has no universal variables.
        .call_with(&["-i"])
        .ok();
    assert_eq!(var(&env(&world, "before"), "GOGC"), Some("33"));
    assert_eq!(var(&env(&world, "in"), "GOGC"), Some("200"));
    assert!(outcome.stdout.contains("shows\n"), "{}", outcome.stdout);
    assert_eq!(var(&env(&world, "after"), "GOGC"), Some("34"));
}

#[test]
fn a_directory_visited_in_a_command_substitution_changes_nothing() {
    if Shell::Fish.path().is_none() {
        skip!("fish is not on PATH");
    }
    let world = furnished();
    let a = world.path("a").display().to_string();
    let outcome = Talk::hooked(&world, Shell::Fish)
        .line(format!(
            "echo (cd {a}; echo $GOGC)-; cd {}",
            world.path("out").display()
        ))
        .line("echo \"$GOGC.\"")
        .line(format!(
            "cd {a}; and printenv GOGC; cd {}",
            world.path("out").display()
        ))
        .ok();
    for expected in ["1-\n", "1.\n", "200\n"] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn a_list_comes_back_as_the_list_it_was() {
    if Shell::Fish.path().is_none() {
        skip!("fish is not on PATH");
    }
    let mut world = furnished();
    world.remove_env("GOGC");
    let outcome = Talk::hooked(&world, Shell::Fish)
        .line("set -gx GOGC one 'two three'")
        .snapshot("before")
        .cd("a")
        .line("echo \"in $(count $GOGC) $GOGC\"")
        .cd("b")
        .cd("out")
        .line("echo \"after $(count $GOGC) $GOGC[2]\"")
        .snapshot("after")
        .cd("a")
        .line("gom deactivate; echo \"left $(count $GOGC) $GOGC[2]\"; set | string match -e gom_")
        .ok();
    for expected in ["in 1 200\n", "after 2 two three\n", "left 2 two three\n"] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}",
            outcome.stdout
        );
    }
    assert!(
        outcome.stdout.ends_with("left 2 two three\n"),
        "{}",
        outcome.stdout
    );
    assert_eq!(env(&world, "before"), env(&world, "after"));
}
