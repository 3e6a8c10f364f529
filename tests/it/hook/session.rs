//! `gom shell`: a Go for one session.

use snapbox::str;

use super::scenario::furnished;
use super::talk::{Talk, each, env, var};

#[test]
fn it_holds_in_this_shell_and_what_it_starts_until_it_is_unset() {
    each(|shell| {
        let world = furnished();
        world.installed("1.25.0");
        let before = world.snapshot();
        let outcome = Talk::hooked(&world, shell)
            .line("gom shell 1.25")
            .line("go version")
            .cd("a")
            .line("go version; gom shell; gom -q shell go1.22.6; gom shell")
            .line("gom shell --unset; go version")
            .ok();
        let shown: Vec<&str> = outcome
            .stdout
            .lines()
            .filter(|line| line.contains("1.2"))
            .collect();
        let name = shell.name();
        assert!(
            shown[0].contains("go1.25.0") && shown[1].contains("go1.25.0"),
            "{name}: {shown:?}"
        );
        assert_eq!(shown[2..4], ["1.25", "1.22.6"], "{name}");
        assert!(shown[4].contains("go1.22.6"), "{name}: {shown:?}");
        // zsh has no stamps. What fish writes by itself is below these two.
        for own in ["tmp", "home"] {
            std::fs::remove_dir_all(world.path(own)).unwrap();
            world.dir(own);
        }
        before.assert_unchanged(world.root());
    });
}

#[test]
fn mistakes_change_nothing_and_help_is_shown() {
    each(|shell| {
        let world = furnished();
        let outcome = Talk::hooked(&world, shell)
            .line("gom shell 1.22.6")
            .line("gom shell 1.22.x.y; gom shell nonsense; gom shell --unsett; gom shell 1.22 --unset")
            .line("gom shell --help; gom deactivate --help")
            .line("gom shell 1.99")
            .snapshot("in")
            .ok();
        assert_eq!(
            var(&env(&world, "in"), "GOM_SHELL_TOOLCHAIN"),
            Some("1.99"),
            "{}",
            shell.name()
        );
        assert!(
            outcome
                .stdout
                .contains("Choose a Go for this shell session"),
            "{}",
            outcome.stdout
        );
        assert!(
            outcome.stdout.contains("Take gom's hook out of this shell"),
            "{}",
            outcome.stdout
        );
        assert_eq!(
            outcome.stderr.matches("error: ").count(),
            4,
            "{}",
            outcome.stderr
        );
        assert!(
            outcome.stderr.contains("note: 1.99 is not installed"),
            "{}",
            outcome.stderr
        );
    });
}

#[test]
fn other_commands_pass_through_with_their_exit_codes() {
    each(|shell| {
        let world = furnished();
        let status = if shell == super::talk::Shell::Fish {
            "$status"
        } else {
            "$?"
        };
        let outcome = Talk::hooked(&world, shell)
            .line(format!(
                "gom use nonsense 2>/dev/null; echo \"code {status}\""
            ))
            .line(format!(
                "gom exec -- sh -c 'exit 9'; echo \"code {status}\""
            ))
            .line(format!(
                "gom exec -- echo shell; gom exec -- echo deactivate; echo \"code {status}\""
            ))
            .line(format!(
                "gom shell 1.2.3.4 2>/dev/null; echo \"code {status}\""
            ))
            .ok();
        for expected in ["code 2\n", "code 9\n", "shell\ndeactivate\ncode 0\n"] {
            assert!(
                outcome.stdout.contains(expected),
                "{}: {}",
                shell.name(),
                outcome.stdout
            );
        }
        assert!(
            outcome.stdout.ends_with("code 2\n") || outcome.stdout.matches("code 2\n").count() == 2,
            "{}",
            outcome.stdout
        );
    });
}

#[test]
fn without_a_hook_gom_explains() {
    let world = furnished();
    world
        .gom(["shell", "1.22"])
        .env("SHELL", "/bin/zsh")
        .fails(2)
        .stderr_eq(str![[r#"
error: gom shell needs gom's hook in this shell, and it is not there
  caused by: without it: export GOM_SHELL_TOOLCHAIN=1.22

hint: eval "$(gom init zsh)"

"#]]);
    world
        .gom(["shell", "--unset"])
        .env("SHELL", "/usr/bin/fish")
        .fails(2)
        .stderr_eq(str![[r#"
error: gom shell needs gom's hook in this shell, and it is not there
  caused by: without it: unset GOM_SHELL_TOOLCHAIN

hint: gom init fish | source

"#]]);
    world.gom(["shell"]).fails(1).stderr_eq(str![[r#"
error: no Go is chosen for this session

hint: gom shell 1.22

"#]]);
    world
        .gom(["shell"])
        .env("GOM_SHELL_TOOLCHAIN", "1.22")
        .ok()
        .stdout_eq(str![[r#"
1.22

"#]]);
    world.gom(["shell", "nonsense"]).fails(2);
}
