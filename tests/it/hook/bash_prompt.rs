//! PROMPT_COMMAND in all its forms.

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, var};
use crate::support::skip::skip;

#[test]
fn every_form_of_prompt_command_goes_on_working_and_sees_the_status() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let log = "echo \"saw $? ${PIPESTATUS[*]}\"";
    for (case, line) in [
        ("a text", format!("PROMPT_COMMAND='{log}'")),
        (
            "a text that ends in a semicolon",
            format!("PROMPT_COMMAND='{log}; '"),
        ),
        (
            "a text that ends in a newline",
            format!("PROMPT_COMMAND='{log}\n'"),
        ),
        (
            "lines",
            format!("PROMPT_COMMAND='\n:\n{log}'").replace(":\n", ""),
        ),
        ("exported", format!("export PROMPT_COMMAND='{log}'")),
        ("an array", format!("PROMPT_COMMAND=(: '{log}')")),
        (
            "an array with a hole",
            format!("PROMPT_COMMAND=([3]='{log}')"),
        ),
    ] {
        let world = furnished();
        let outcome = Talk::new(&world, Shell::Bash)
            .line(&line)
            .line(Shell::Bash.init())
            .cd("a")
            .snapshot("in")
            .line("(exit 7) | (exit 8) | (exit 9)")
            .line("(exit 4)")
            .line("set -eu")
            .line("! true")
            .line("cd ../out")
            .snapshot("out")
            .line("echo the end")
            .ok();
        let told = format!("{case}\n{}\n{}", outcome.stdout, outcome.stderr);
        for saw in ["saw 9 7 8 9\n", "saw 4 4\n", "saw 1 0\n", "the end"] {
            assert!(outcome.stdout.contains(saw), "{saw}: {told}");
        }
        assert_eq!(var(&env(&world, "in"), "GOGC"), Some("200"), "{told}");
        assert_eq!(var(&env(&world, "out"), "GOGC"), Some("1"), "{told}");
    }
}

#[test]
fn what_the_user_asks_for_next_still_finds_the_status() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let world = furnished();
    let outcome = Talk::hooked(&world, Shell::Bash)
        .line("(exit 7) | (exit 8)")
        .line("echo \"pipe ${PIPESTATUS[*]}\"")
        .line("(exit 5)")
        .line("echo \"status $?\"")
        .line(format!("cd {}; (exit 6)", world.path("a").display()))
        .line("echo \"status $?\"")
        .ok();
    for expected in ["pipe 7 8\n", "status 5\n", "status 6\n"] {
        assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
    }
}

#[test]
fn a_readonly_prompt_command_is_said_once_and_gom_shell_works() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    for posix in ["true", "set -o posix"] {
        let world = furnished();
        let outcome = Talk::new(&world, Shell::Bash)
            .line(posix)
            .line("readonly PROMPT_COMMAND='echo mine'")
            .line(Shell::Bash.init())
            .line("gom shell 1.22.6")
            .line("echo \"session=$GOM_SHELL_TOOLCHAIN\"")
            .line("gom deactivate")
            .line("echo \"then=${GOM_SHELL_TOOLCHAIN-none}\"")
            .ok();
        let told = format!("{}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!(
            outcome.stderr.matches("PROMPT_COMMAND is readonly").count(),
            1,
            "{told}"
        );
        assert!(
            outcome.stdout.contains("session=1.22.6\n") && outcome.stdout.contains("then=none\n"),
            "{told}"
        );
        assert!(!outcome.stderr.contains("readonly variable"), "{told}");
    }
}

#[test]
fn a_second_time_it_is_sourced_nothing_changes() {
    for shell in Shell::ALL {
        if shell.path().is_none() {
            continue;
        }
        let world = furnished();
        let show = match shell {
            Shell::Bash | Shell::OldBash => "echo \"hooks ${PROMPT_COMMAND[*]}.\"",
            Shell::Zsh => "echo \"hooks $precmd_functions $chpwd_functions.\"",
            Shell::Fish => "echo \"hooks $(functions -a | grep -c '^__gom_hook').\"",
        };
        let outcome = Talk::hooked(&world, shell)
            .line(show)
            .snapshot("before")
            .cd("a")
            .line(shell.init())
            .snapshot("in")
            .line(shell.init())
            .line(show)
            .cd("out")
            .snapshot("after")
            .ok();
        let shown: Vec<&str> = outcome
            .stdout
            .lines()
            .filter(|line| line.contains("hooks "))
            .collect();
        assert_eq!(shown.len(), 2, "{}", outcome.stdout);
        assert_eq!(shown[0], shown[1]);
        assert_eq!(
            var(&env(&world, "in"), "GOGC"),
            Some("200"),
            "{}",
            shell.name()
        );
        assert_eq!(
            env(&world, "before"),
            env(&world, "after"),
            "{}",
            shell.name()
        );
    }
}
