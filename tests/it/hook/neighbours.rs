//! Others that live in the same prompt, before the hook and behind it.

use super::scenario::furnished;
use super::talk::{Shell, Talk, each, env, program, var};
use crate::support::skip::skip;

/// A prompt that takes over what was in PROMPT_COMMAND and runs it itself, as starship does.
const TAKES_OVER: &str = "eval 'kept=${PROMPT_COMMAND-}; draw() { local status=$?; eval \"$kept\"; echo \"drawn $status $GOM_PROMPT\"; }; PROMPT_COMMAND=draw'";

/// What waits for the first prompt to put itself around everything else, as bash-preexec does.
const WAITS: &str = "eval 'enclose() { PROMPT_COMMAND=${PROMPT_COMMAND//\"__bp_install\"/:}; PROMPT_COMMAND=\"first
${PROMPT_COMMAND}
last\"; }; __bp_install() { enclose; }; first() { echo \"first $?\"; }; last() { echo \"last $GOM_PROMPT\"; }; PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND; }__bp_install'";

#[test]
fn prompts_that_take_over_what_was_there() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    for (case, neighbour, sign) in [
        ("takes over", TAKES_OVER, "drawn 3 go1.22.6\n"),
        ("waits", WAITS, "first 3\nlast go1.22.6\n"),
    ] {
        for first in [true, false] {
            for strict in ["true", "set -u"] {
                let world = furnished();
                let lines = if first {
                    [neighbour, Shell::Bash.init()]
                } else {
                    [Shell::Bash.init(), neighbour]
                };
                let mut talk = Talk::new(&world, Shell::Bash).line(strict);
                for line in lines {
                    talk = talk.line(line.replace('\n', "; "));
                }
                let outcome = talk
                    .snapshot("before")
                    .cd("a")
                    .line("(exit 3)")
                    .snapshot("in")
                    .cd("out")
                    .snapshot("after")
                    .line("gom deactivate")
                    .cd("a")
                    .snapshot("then")
                    .ok();
                let told = format!(
                    "{case} first={first} {strict}\n{}\n{}",
                    outcome.stdout, outcome.stderr
                );
                assert!(outcome.stdout.contains(sign), "{told}");
                assert_eq!(var(&env(&world, "in"), "GOGC"), Some("200"), "{told}");
                assert_eq!(env(&world, "before"), env(&world, "after"), "{told}");
                assert_eq!(var(&env(&world, "then"), "GOGC"), Some("1"), "{told}");
                assert!(!outcome.stderr.contains("not found"), "{told}");
            }
        }
    }
}

#[test]
fn functions_before_prompts_in_bash() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let world = furnished();
    let outcome = Talk::new(&world, Shell::Bash)
        .line("bash_preexec_imported=defined; status() { return \"$kept\"; }")
        .line("precmd_functions=(mine); mine() { echo \"mine $? $GOM_PROMPT\"; }")
        .line("run() { kept=$?; local each; for each in \"${precmd_functions[@]}\"; do status; \"$each\"; done; }; PROMPT_COMMAND=run")
        .line(Shell::Bash.init())
        .line("echo \"command $PROMPT_COMMAND\"")
        .cd("a")
        .line("(exit 3)")
        .cd("out")
        .line("gom deactivate; echo \"left ${precmd_functions[*]}\"")
        .ok();
    for expected in ["command run\n", "mine 3 go1.22.6\n", "left mine\n"] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}\n{}",
            outcome.stdout,
            outcome.stderr
        );
    }
}

#[test]
fn direnv_before_and_behind_it() {
    if program("direnv").is_none() {
        skip!("direnv is not on PATH");
    }
    each(|shell| {
        for first in [true, false] {
            let world = furnished();
            world.file("a/.envrc", "export FROM_DIRENV=yes\n");
            world.file("b/.envrc", "export FROM_DIRENV=b\n");
            let hook = match shell {
                Shell::Fish => "direnv hook fish | source".to_owned(),
                shell => format!("eval \"$(direnv hook {})\"", shell.name()),
            };
            let mut lines = [hook.as_str(), shell.init()];
            if !first {
                lines.reverse();
            }
            let mut talk = Talk::new(&world, shell).line(format!(
                "direnv allow {0}/a; direnv allow {0}/b",
                world.root().display()
            ));
            for line in lines {
                talk = talk.line(line);
            }
            let outcome = talk
                .cd("out")
                .snapshot("before")
                .cd("a")
                .snapshot("a")
                .cd("b")
                .snapshot("b")
                .cd("out")
                .snapshot("after")
                .ok();
            let told = format!("{} first={first}\n{}", shell.name(), outcome.stderr);
            for (at, direnv, gogc) in [("a", "yes", "200"), ("b", "b", "1")] {
                let seen = env(&world, at);
                assert_eq!(
                    (var(&seen, "FROM_DIRENV"), var(&seen, "GOGC")),
                    (Some(direnv), Some(gogc)),
                    "{told}"
                );
            }
            assert_eq!(env(&world, "before"), env(&world, "after"), "{told}");
        }
    });
}
