//! Editors that start a shell to see its environment, scripts, and shells without a prompt.

use super::scenario::furnished;
use super::talk::{Shell, Talk, each, env, var};

#[test]
fn it_is_inert_where_an_editor_looks() {
    each(|shell| {
        for name in [
            "VSCODE_RESOLVING_ENVIRONMENT",
            "INTELLIJ_ENVIRONMENT_READER",
        ] {
            let mut world = furnished();
            world.set_env(name, "1");
            let outcome = Talk::hooked(&world, shell)
                .snapshot("before")
                .cd("a")
                .snapshot("in")
                .line("gom shell 1.22.6")
                .call()
                .run();
            assert_eq!(
                env(&world, "before"),
                env(&world, "in"),
                "{} {name}",
                shell.name()
            );
            assert!(
                outcome.stderr.contains("needs gom's hook"),
                "{}",
                outcome.stderr
            );
        }
    });
}

#[test]
fn a_script_is_not_touched() {
    each(|shell| {
        let world = furnished();
        let out = world.path("script-env");
        let script = format!(
            "{}\ncd {}\nenv -0 >{}\n",
            shell.init(),
            world.path("a").display(),
            out.display()
        );
        let args: &[&str] = match shell {
            Shell::Bash | Shell::OldBash => &["--norc", "-c", &script],
            Shell::Zsh => &["-f", "-c", &script],
            Shell::Fish => &["--no-config", "-c", &script],
        };
        let outcome = world.program(shell.path().unwrap(), args).ok();
        assert_eq!(
            (outcome.stdout.as_str(), outcome.stderr.as_str()),
            ("", ""),
            "{}",
            shell.name()
        );
        let seen = std::fs::read_to_string(out).unwrap();
        assert!(
            seen.contains("GOGC=1\0") && !seen.contains("GOM_PROMPT"),
            "{}",
            shell.name()
        );
    });
}

/// Whatever an rc file prints to stdout ends up in what a probe reads.
#[test]
fn nothing_is_printed_when_it_is_loaded() {
    each(|shell| {
        let world = furnished();
        let args: &[&str] = match shell {
            Shell::Bash | Shell::OldBash => &["--norc", "-i", "-c"],
            Shell::Zsh => &["-f", "-i", "-c"],
            Shell::Fish => &["--no-config", "-i", "-c"],
        };
        let script = format!("{}; printf x", shell.init());
        let outcome = world
            .program(
                shell.path().unwrap(),
                args.iter().copied().chain([script.as_str()]),
            )
            .at("a")
            .ok();
        assert_eq!(outcome.stdout, "x", "{}", shell.name());
        assert!(!outcome.stderr.contains("gom"), "{}", outcome.stderr);
    });
}

#[test]
fn the_binary_may_move_away_and_come_back() {
    each(|shell| {
        let world = furnished();
        let gom = world.layout().bin().join("gom");
        let outcome = Talk::hooked(&world, shell)
            .cd("a")
            .line(format!("mv {0} {0}.away", gom.display()))
            .cd("b")
            .snapshot("without")
            .line(format!("mv {0}.away {0}", gom.display()))
            .cd("out")
            .snapshot("after")
            .ok();
        assert_eq!(
            var(&env(&world, "without"), "GOGC"),
            Some("200"),
            "{}",
            shell.name()
        );
        assert_eq!(
            var(&env(&world, "after"), "GOGC"),
            Some("1"),
            "{}",
            shell.name()
        );
        assert!(
            !outcome.stderr.contains("No such file") && !outcome.stderr.contains("not found"),
            "{}",
            outcome.stderr
        );
    });
}

/// The text is read by the shells' own parsers, and no other file is needed.
#[test]
fn the_shells_find_no_fault_in_the_text() {
    each(|shell| {
        let world = furnished();
        let text = world.gom(["init", shell.name()]).ok().stdout;
        assert!(!text.contains("@GOM@") && !text.contains("@KEY@"), "{text}");
        assert!(
            text.lines().all(|line| !line.trim_start().starts_with('#')),
            "{text}"
        );
        let file = world.file("hook", &text);
        let check = if shell == Shell::Fish {
            "--no-execute"
        } else {
            "-n"
        };
        world
            .program(shell.path().unwrap(), [check.as_ref(), file.as_os_str()])
            .ok();
    });
    let world = furnished();
    for (asked, same) in [("powershell", "pwsh"), ("nushell", "nu")] {
        let text = world.gom(["init", asked]).ok().stdout;
        assert_eq!(text, world.gom(["init", same]).ok().stdout);
        assert!(
            text.len() > 500 && !text.contains("@GOM@") && !text.contains("@KEY@"),
            "{text}"
        );
    }
    world.gom(["init", "tcsh"]).fails(2);
}
