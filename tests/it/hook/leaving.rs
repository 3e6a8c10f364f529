//! `gom deactivate`: every trace is gone.

use super::scenario::furnished;
use super::talk::{Shell, Talk, each, env, var};

/// Prints every name that a shell knows and gom could have given, and every list of hooks.
fn traces(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash | Shell::OldBash => {
            "echo \"traces $(set | grep -aE '^_*gom|__gom_' | tr '\\n' ' ')$(declare -p PROMPT_COMMAND precmd_functions 2>/dev/null)$(declare -F | grep gom).\""
        }
        Shell::Zsh => {
            "echo \"traces $(set | grep -aE '^_*gom|__gom_' | tr '\\n' ' ')$(typeset -p precmd_functions chpwd_functions 2>/dev/null)$(functions | grep gom)$(whence -w zstat).\""
        }
        Shell::Fish => {
            "echo \"traces $(set | grep -aE '^_*gom|__gom_')$(functions -a | grep gom)$(functions --handlers | grep gom).\""
        }
    }
}

#[test]
fn nothing_is_left_of_it() {
    each(|shell| {
        let before: &[&str] = match shell {
            Shell::Bash | Shell::OldBash => &[
                "true",
                "PROMPT_COMMAND='echo mine'",
                "PROMPT_COMMAND=(: 'echo mine')",
                "export PROMPT_COMMAND='echo mine'",
                "set -eu",
            ],
            Shell::Zsh => &[
                "true",
                "precmd_functions=(:) chpwd_functions=(:)",
                "emulate ksh",
                "setopt err_exit no_unset",
            ],
            Shell::Fish => &["true"],
        };
        for before in before {
            for inside in [true, false] {
                let world = furnished();
                let mut talk = Talk::new(&world, shell)
                    .line(before)
                    .snapshot("before")
                    .line(traces(shell))
                    .line(shell.init())
                    .cd("a")
                    .snapshot("in")
                    .cd("b");
                if !inside {
                    talk = talk.cd("out");
                }
                let outcome = talk
                    .line("gom shell 1.22.6")
                    .line("gom deactivate")
                    .snapshot("after")
                    .line(traces(shell))
                    .cd("a")
                    .snapshot("then")
                    .line("echo the end")
                    .ok();
                let told = format!(
                    "{} {before}\n{}\n{}",
                    shell.name(),
                    outcome.stdout,
                    outcome.stderr
                );
                assert_eq!(var(&env(&world, "in"), "GOGC"), Some("200"), "{told}");
                assert_eq!(env(&world, "before"), env(&world, "after"), "{told}");
                assert_eq!(env(&world, "before"), env(&world, "then"), "{told}");
                let shown: Vec<&str> = outcome
                    .stdout
                    .lines()
                    .filter_map(|line| Some(line.split_once("traces ")?.1))
                    .collect();
                assert_eq!(shown.len(), 2, "{told}");
                assert_eq!(shown[0], shown[1], "{told}");
                assert!(outcome.stdout.contains("the end"), "{told}");
                assert!(
                    !outcome.stderr.contains("not found") && !outcome.stderr.contains("unbound"),
                    "{told}"
                );
                let stamps = std::fs::read_dir(world.layout().state().join("hook"));
                assert_eq!(stamps.map_or(0, Iterator::count), 0, "{told}");
            }
        }
    });
}

#[test]
fn what_the_user_changed_stays_and_an_inherited_session_comes_back() {
    each(|shell| {
        let mut world = furnished();
        world.set_env("GOM_SHELL_TOOLCHAIN", "1.22");
        Talk::hooked(&world, shell)
            .snapshot("before")
            .line("gom shell 1.22.6")
            .line("gom shell stable")
            .cd("a")
            .export("GOGC", "7")
            .line("gom deactivate")
            .snapshot("after")
            .ok();
        let mut expected = env(&world, "before");
        assert_eq!(
            var(&expected, "GOM_PROMPT"),
            Some("go1.22.6*"),
            "{}",
            shell.name()
        );
        expected.retain(|name, _| !name.to_string_lossy().starts_with("GOM_PROMPT"));
        expected.insert("GOGC".into(), "7".into());
        assert_eq!(env(&world, "after"), expected, "{}", shell.name());
    });
}

#[test]
fn without_a_hook_it_says_so() {
    let world = furnished();
    world
        .gom(["deactivate"])
        .fails(2)
        .stderr_eq(snapbox::str![[r#"
error: gom's hook is not active in this shell, so there is nothing to deactivate

hint: to keep new shells without it: gom setup --help

"#]]);
}
