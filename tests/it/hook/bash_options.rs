//! Whatever options, aliases and commands a user of bash has.

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, var};
use crate::support::outcome::Outcome;
use crate::support::skip::skip;
use crate::support::world::World;

/// Into a project, an edit, a mistake of the user, out; `before` is typed before the hook, `after` after it.
fn day(world: &World, before: &[&str], after: &[&str]) -> Outcome {
    let mut talk = Talk::new(world, Shell::Bash);
    for line in before {
        talk = talk.line(line);
    }
    talk = talk.line(Shell::Bash.init());
    for line in after {
        talk = talk.line(line);
    }
    talk.snapshot("before")
        .cd("a")
        .snapshot("in")
        .line(format!(
            "cp {} .",
            world.path("b/gotoolchain.toml").display()
        ))
        .snapshot("edited")
        .cd("out")
        .snapshot("after")
        .line("\\builtin printf 'the %s\\n' end")
        .call()
        .run()
}

#[track_caller]
fn assert_day(world: &World, outcome: &Outcome, case: &str) {
    let told = format!(
        "{case}\nstdout:\n{}\nstderr:\n{}",
        outcome.stdout, outcome.stderr
    );
    assert!(outcome.stdout.contains("the end"), "{told}");
    let seen = |at: &str, name: &str| var(&env(world, at), name).map(str::to_owned);
    assert_eq!(seen("in", "GOGC").as_deref(), Some("200"), "{told}");
    assert_eq!(seen("in", "CGO_ENABLED").as_deref(), Some("0"), "{told}");
    assert_eq!(seen("edited", "GOGC").as_deref(), Some("1"), "{told}");
    assert_eq!(
        seen("edited", "GOMEMLIMIT").as_deref(),
        Some("9GiB"),
        "{told}"
    );
    assert_eq!(env(world, "before"), env(world, "after"), "{told}");
    for complaint in [
        "command not found",
        "unbound variable",
        "syntax error",
        "not a valid",
        "cannot overwrite",
        "no match",
        "trapped",
    ] {
        assert!(
            !outcome.stderr.contains(complaint) && !outcome.stdout.contains(complaint),
            "{complaint}: {told}"
        );
    }
}

/// Every builtin and reserved word that the hook could mean.
const ALIASES: &str = "for word in cd eval export unset local declare typeset printf echo test '[' return command exec shopt set shift break continue : true false trap read let source . hash type readonly exit; do \\builtin alias \"$word=\\\\builtin printf aliased:$word\"; done; \\builtin unset word";

#[test]
fn options_and_aliases_change_nothing() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let restored = "\\builtin unalias -a";
    for (case, lines) in [
        ("errexit, nounset", &["set -eu"][..]),
        ("errexit, pipefail, errtrace", &["set -eEo pipefail"]),
        ("noclobber", &["set -o noclobber"]),
        ("posix", &["set -o posix"]),
        ("posix, errexit, nounset", &["set -o posix -eu"]),
        ("noglob", &["set -f"]),
        ("keyword", &["set -k"]),
        ("verbose, xtrace", &["set -vx"]),
        ("functrace and a trap", &["set -T", "trap ':' DEBUG"]),
        (
            "a trap for errors",
            &["set -E", "trap 'echo trap\\ped' ERR"],
        ),
        ("IFS", &["IFS=:"]),
        ("IFS of letters", &["IFS='og_/ -'"]),
        ("no IFS", &["unset IFS"]),
        (
            "globs",
            &["shopt -s failglob nullglob dotglob extglob globstar nocaseglob nocasematch"],
        ),
        ("comments", &["shopt -u interactive_comments"]),
        ("history", &["set -o history -H"]),
        ("no seconds", &["unset SECONDS RANDOM"]),
        ("no PWD", &["export -n PWD"]),
        (
            "a command of that name",
            &[
                "function command { echo trap\\ped; }",
                "function unset { echo trap\\ped; }",
            ],
        ),
        (
            "compat",
            &["shopt -s compat32 2>/dev/null || shopt -s compat44"],
        ),
    ] {
        for first in [true, false] {
            let world = furnished();
            let (before, after) = if first {
                (lines, &[][..])
            } else {
                (&[][..], lines)
            };
            let outcome = day(&world, before, after);
            assert_day(&world, &outcome, case);
            if case.contains("xtrace") && !first {
                let hook = outcome
                    .stderr
                    .lines()
                    .filter(|line| line.contains("-e '/") && line.starts_with('+'))
                    .count();
                assert_eq!(
                    hook, 0,
                    "the hook fills the screen with its traces:\n{}",
                    outcome.stderr
                );
            }
        }
    }
    let world = furnished();
    assert_day(
        &world,
        &aliased(&world, &[ALIASES], &[restored]),
        "aliases while it is defined",
    );
    let world = furnished();
    assert_day(
        &world,
        &aliased(&world, &[], &[ALIASES]),
        "aliases while it runs",
    );
}

/// The aliases mean the test's own lines, too, unless those name the builtins.
fn aliased(world: &World, before: &[&str], after: &[&str]) -> Outcome {
    let mut talk = Talk::new(world, Shell::Bash);
    for line in before {
        talk = talk.line(line);
    }
    talk = talk.line(format!("\\builtin {}", Shell::Bash.init()));
    for line in after {
        talk = talk.line(line);
    }
    let cd = |dir: &str| format!("\\builtin cd {}", world.path(dir).display());
    talk.snapshot("before")
        .line(cd("a"))
        .snapshot("in")
        .line(format!(
            "cp {} .",
            world.path("b/gotoolchain.toml").display()
        ))
        .snapshot("edited")
        .line(cd("out"))
        .snapshot("after")
        .line("\\builtin printf 'the %s\\n' end")
        .call()
        .run()
}

#[test]
fn exported_by_default_nothing_of_it_is_exported() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    for first in [true, false] {
        let world = furnished();
        let lines: &[&str] = &["set -a"];
        let (before, after) = if first {
            (lines, &[][..])
        } else {
            (&[][..], lines)
        };
        let outcome = day(&world, before, after);
        assert_day(&world, &outcome, "allexport");
        for at in ["before", "in", "edited", "after"] {
            let leaked: Vec<_> = env(&world, at)
                .into_keys()
                .filter(|name| {
                    name.to_string_lossy().contains("__gom")
                        || name.to_string_lossy().contains("FUNC_gom")
                })
                .collect();
            assert_eq!(leaked, [""; 0], "{at}");
        }
    }
}
