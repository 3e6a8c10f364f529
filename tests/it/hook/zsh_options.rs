//! Whatever options, aliases and functions a user of zsh has.

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, var};
use crate::support::skip::skip;

#[test]
fn options_and_aliases_change_nothing() {
    if Shell::Zsh.path().is_none() {
        skip!("zsh is not on PATH");
    }
    let names = "cd eval export unset local typeset print echo test return command exec emulate builtin setopt zmodload zstat function if while for case then fi in do done esac time";
    let aliases = format!(
        "for word in {names}; do \\builtin alias \"$word=\\\\builtin print aliased:$word\"; done; \\builtin unset word"
    );
    for (case, lines) in [
        ("ksh", &["emulate ksh"][..]),
        ("sh", &["emulate sh"]),
        (
            "arrays and words of ksh",
            &["setopt ksh_arrays sh_word_split no_unset ksh_glob sh_glob"],
        ),
        ("warnings", &["setopt warn_create_global warn_nested_var"]),
        ("errors end it", &["setopt err_exit no_unset pipe_fail"]),
        ("errors return", &["setopt err_return"]),
        ("noclobber", &["setopt no_clobber no_append_create"]),
        (
            "globs",
            &["setopt extended_glob glob_subst null_glob csh_null_glob glob_dots nomatch"],
        ),
        (
            "glob assignments",
            &["setopt glob_assign rc_expand_param rc_quotes"],
        ),
        (
            "strings",
            &["setopt posix_builtins posix_identifiers posix_strings posix_aliases posix_traps"],
        ),
        ("comments", &["setopt no_interactive_comments no_bang_hist"]),
        (
            "ignoring",
            &[
                "setopt ignore_braces ignore_close_braces",
                "unsetopt ignore_close_braces",
            ],
        ),
        (
            "function names",
            &["setopt no_function_argzero no_multi_func_def"],
        ),
        ("all exported", &["setopt all_export"]),
        ("no global export", &["unsetopt global_export"]),
        ("traced", &["setopt xtrace verbose"]),
        (
            "local traps and options",
            &["setopt local_options local_traps local_patterns"],
        ),
        (
            "auto",
            &["setopt auto_cd cdable_vars auto_pushd pushd_silent chase_links"],
        ),
        ("float seconds", &["typeset -F SECONDS"]),
        ("IFS", &["IFS=og_/"]),
        ("aliases", &[&aliases, "\\builtin unalias -m '*'"]),
        (
            "global aliases",
            &["alias -g export=no unset=no __gom_told=no"],
        ),
    ] {
        for first in [true, false] {
            let world = furnished();
            let mut talk = Talk::new(&world, Shell::Zsh);
            let mut hook = Some(Shell::Zsh.init());
            for (index, line) in lines.iter().enumerate() {
                // In the middle, where the first line sets aliases and the second one removes them.
                if first && index + 1 == lines.len() && case == "aliases" {
                    talk = talk.line(format!("\\builtin {}", hook.take().unwrap()));
                }
                if !first && let Some(hook) = hook.take() {
                    talk = talk.line(hook);
                }
                talk = talk.line(line);
            }
            if let Some(hook) = hook {
                talk = talk.line(hook);
            }
            let outcome = talk
                .snapshot("before")
                .cd("a")
                .snapshot("in")
                .line(format!(
                    "cp {} .",
                    world.path("b/gotoolchain.toml").display()
                ))
                .snapshot("edited")
                .cd("out")
                .snapshot("after")
                .line("\\builtin print the end")
                .call()
                .run();
            let told = format!("{case}\n{}\n{}", outcome.stdout, outcome.stderr);
            assert!(outcome.stdout.contains("the end"), "{told}");
            let seen = |at: &str, name: &str| var(&env(&world, at), name).map(str::to_owned);
            assert_eq!(seen("in", "GOGC").as_deref(), Some("200"), "{told}");
            assert_eq!(seen("edited", "GOGC").as_deref(), Some("1"), "{told}");
            assert_eq!(
                seen("edited", "GOMEMLIMIT").as_deref(),
                Some("9GiB"),
                "{told}"
            );
            assert_eq!(env(&world, "before"), env(&world, "after"), "{told}");
            for complaint in [
                "command not found",
                "parameter not set",
                "parse error",
                "file exists",
                "no matches found",
                "bad pattern",
                "created globally",
                "aliased:",
            ] {
                assert!(
                    !outcome.stderr.contains(complaint) && !outcome.stdout.contains(complaint),
                    "{complaint}: {told}"
                );
            }
            let leaked: Vec<_> = env(&world, "in")
                .into_keys()
                .filter(|name| name.to_string_lossy().contains("__gom"))
                .collect();
            assert_eq!(leaked, [""; 0], "{told}");
        }
    }
}

#[test]
fn others_before_and_behind_it_see_the_status() {
    if Shell::Zsh.path().is_none() {
        skip!("zsh is not on PATH");
    }
    let world = furnished();
    let outcome = Talk::new(&world, Shell::Zsh)
        .line("one() { print -r -- \"one $? $pipestatus.\" }; two() { print -r -- \"two $? $pipestatus.\" }")
        .line("precmd_functions=(one)")
        .line(Shell::Zsh.init())
        .line("precmd_functions+=(two)")
        .cd("a")
        .line("(exit 7) | (exit 8) | (exit 9)")
        .line("print -r -- \"next $? $pipestatus.\"")
        .line(format!("cd {}; (exit 5)", world.path("b").display()))
        .snapshot("in")
        .ok();
    for expected in [
        "one 9 7 8 9.",
        "two 9 7 8 9.",
        "next 9 7 8 9.",
        "one 5 5.",
        "two 5 5.",
    ] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}",
            outcome.stdout
        );
    }
    assert_eq!(var(&env(&world, "in"), "GOTRACEBACK"), Some("single"));
}

#[test]
fn a_program_after_cd_on_the_same_line_sees_the_variables_and_a_subshell_asks_nothing() {
    if Shell::Zsh.path().is_none() {
        skip!("zsh is not on PATH");
    }
    let world = furnished();
    let a = world.path("a").display().to_string();
    let outcome = Talk::hooked(&world, Shell::Zsh)
        .line(format!(
            "cd {a} && env | grep -c '^GOGC=200'; cd -q {}",
            world.path("out").display()
        ))
        .line(format!("(cd {a}; echo \"subshell $GOGC\")"))
        .line("echo \"around $GOGC\"")
        .ok();
    assert!(outcome.stdout.contains("1\n"), "{}", outcome.stdout);
    for expected in ["subshell 1\n", "around 1\n"] {
        assert!(
            outcome.stdout.contains(expected),
            "{expected}: {}",
            outcome.stdout
        );
    }
}
