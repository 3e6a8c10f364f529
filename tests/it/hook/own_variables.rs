//! Variables that are the user's own, and not gom's to change.

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, var};

#[test]
fn a_shell_variable_that_is_not_exported_is_left_alone() {
    for shell in [Shell::Bash, Shell::Zsh] {
        if shell.path().is_none() {
            continue;
        }
        let world = furnished();
        let outcome = Talk::hooked(&world, shell)
            .line("CGO_ENABLED=mine")
            .cd("a")
            .snapshot("in")
            .line("echo \"in=$CGO_ENABLED\"")
            .cd("out")
            .line("echo \"after=$CGO_ENABLED\"")
            .snapshot("after")
            .ok();
        assert_eq!(
            var(&env(&world, "in"), "CGO_ENABLED"),
            None,
            "{}",
            shell.name()
        );
        assert_eq!(
            var(&env(&world, "after"), "CGO_ENABLED"),
            None,
            "{}",
            shell.name()
        );
        for expected in ["in=mine\n", "after=mine\n"] {
            assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
        }
    }
}

#[test]
fn a_readonly_variable_is_left_alone() {
    for shell in [Shell::Bash, Shell::Zsh] {
        if shell.path().is_none() {
            continue;
        }
        for mode in ["true", "set -o posix"] {
            let mode = if shell == Shell::Bash { mode } else { "true" };
            let world = furnished();
            let outcome = Talk::hooked(&world, shell)
                .line(mode)
                .line("readonly GOGC")
                .cd("a")
                .snapshot("in")
                .cd("out")
                .snapshot("after")
                .ok();
            let seen = env(&world, "in");
            assert_eq!(var(&seen, "GOGC"), Some("1"), "{}", shell.name());
            assert_eq!(
                var(&seen, "CGO_ENABLED"),
                Some("0"),
                "{}\n{}",
                shell.name(),
                outcome.stderr
            );
            let after = env(&world, "after");
            assert_eq!(
                (var(&after, "GOGC"), var(&after, "CGO_ENABLED")),
                (Some("1"), None)
            );
            assert!(
                !outcome.stderr.contains("readonly variable"),
                "{}",
                outcome.stderr
            );
        }
    }
}
