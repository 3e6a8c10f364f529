//! What a shell is told, and how often.

use super::scenario::furnished;
use super::talk::{Talk, each, env, project, var};

#[test]
fn what_is_ignored_is_said_once_for_each_project_in_each_shell() {
    each(|shell| {
        let world = furnished();
        project(
            &world,
            "c",
            "CC = \"evil\"\nGOFLAGS = \"-toolexec=evil\"\nGOGC = \"5\"\n",
        );
        project(&world, "d", "CC = \"evil\"\n");
        let session = || {
            Talk::hooked(&world, shell)
                .cd("c")
                .snapshot("in")
                .cd("out")
                .cd("c")
                .line("touch gotoolchain.toml")
                .cd("d")
                .cd("c")
                .line(shell.init())
                .line("true")
                .ok()
        };
        for outcome in [session(), session()] {
            let told = format!("{}\n{}", shell.name(), outcome.stderr);
            assert_eq!(outcome.stderr.matches("note: ").count(), 2, "{told}");
            assert_eq!(outcome.stderr.matches("CC, GOFLAGS").count(), 1, "{told}");
            assert_eq!(outcome.stderr.matches("gom trust ").count(), 2, "{told}");
            assert!(!outcome.stdout.contains("ignored"), "{told}");
        }
        let seen = env(&world, "in");
        assert_eq!(
            (var(&seen, "GOGC"), var(&seen, "CC"), var(&seen, "GOFLAGS")),
            (Some("5"), None, None)
        );
    });
}

#[test]
fn a_file_that_cannot_be_used_is_said_once_for_each_mistake() {
    each(|shell| {
        let world = furnished();
        let write = |text: &str| {
            format!(
                "printf '{text}' >{}",
                world.path("a/gotoolchain.toml").display()
            )
        };
        let outcome = Talk::hooked(&world, shell)
            .cd("a")
            .line(write("[env\\n"))
            .line("true")
            .cd("a/sub")
            .line(write("[env\\n\\n"))
            .line(write("[env]\\nGOGC = 5 5\\n"))
            .line("true")
            .line(write("[env]\\nGOGC = \\0425\\042\\n"))
            .line(write("[env]\\nGOGC = 5 5\\n"))
            .snapshot("in")
            .cd("out")
            .snapshot("after")
            .ok();
        let warnings = outcome.stderr.matches("warning: ").count();
        assert_eq!(warnings, 3, "{}\n{}", shell.name(), outcome.stderr);
        assert!(
            outcome.stderr.contains("gotoolchain.toml:2:"),
            "{}",
            outcome.stderr
        );
        assert_eq!(var(&env(&world, "in"), "GOM_PROMPT"), Some("go?"));
        assert_eq!(var(&env(&world, "after"), "GOGC"), Some("1"));
    });
}

#[test]
fn nothing_is_said_where_nothing_is_wrong() {
    each(|shell| {
        let world = furnished();
        world.file("old/go.mod", "module m\n\ngo 1.99\n");
        world.dir("out/deeper");
        let outcome = Talk::hooked(&world, shell)
            .cd("a")
            .cd("old")
            .cd("out/deeper")
            .cd("b")
            .ok();
        for word in ["note: ", "warning: ", "error: ", "hint: "] {
            assert!(
                !outcome.stderr.contains(word),
                "{}\n{}",
                shell.name(),
                outcome.stderr
            );
        }
    });
}
