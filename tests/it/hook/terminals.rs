//! Real terminals: bash, zsh and fish with their line editors, shells in shells, tmux.

use super::scenario::furnished;
use super::talk::{Shell, env, program, var};
use crate::support::skip::skip;
use crate::support::terminal::Terminal;
use crate::support::world::World;

/// A prompt that shows what the hook keeps.
fn prompt(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash | Shell::OldBash => "PS1='[$GOM_PROMPT|$?]> '",
        Shell::Zsh => "setopt prompt_subst; PROMPT='[$GOM_PROMPT|%?]> '; unsetopt prompt_sp",
        Shell::Fish => {
            "function fish_prompt; set -l last $status; echo \"[$GOM_PROMPT|$last]> \"; end"
        }
    }
}

/// A shell on a terminal, with hook and prompt.
fn start(world: &World, shell: Shell) -> Terminal {
    let mut terminal =
        Terminal::start(&world.program(shell.path().unwrap(), shell.args())).unwrap();
    set_up(&mut terminal, shell);
    terminal
}

fn set_up(terminal: &mut Terminal, shell: Shell) {
    type_line(terminal, shell.init());
    type_line(terminal, prompt(shell));
    terminal.expect("[|0]> ");
}

fn type_line(terminal: &mut Terminal, line: &str) {
    terminal.send(&format!("{line}\r"));
}

fn cd(terminal: &mut Terminal, world: &World, dir: &str) {
    type_line(terminal, &format!("cd {}", world.path(dir).display()));
}

fn keep(terminal: &mut Terminal, world: &World, name: &str) {
    let file = world.path(format!("env-{name}"));
    type_line(
        terminal,
        &format!(
            "env -0 >{0}.new && mv {0}.new {0} && echo kep''t",
            file.display()
        ),
    );
    terminal.expect("kept");
}

#[test]
fn the_prompt_follows_the_directory_in_a_terminal() {
    for shell in Shell::ALL {
        if shell.path().is_none() {
            shell.skip();
            continue;
        }
        let mut world = furnished();
        world.set_env("TERM", "xterm");
        let mut terminal = start(&world, shell);
        keep(&mut terminal, &world, "before");
        cd(&mut terminal, &world, "a/sub");
        terminal.expect("[go1.22.6|0]> ");
        type_line(&mut terminal, "false");
        terminal.expect("[go1.22.6|1]> ");
        type_line(&mut terminal, "sh -c 'exit 9'");
        terminal.expect("[go1.22.6|9]> ");
        keep(&mut terminal, &world, "in");
        // Typed and thrown away.
        terminal.send("echo no\x03");
        type_line(&mut terminal, "");
        terminal.expect("[go1.22.6|");
        type_line(&mut terminal, "gom shell 1.99; true");
        terminal.expect("[go1.99?*|0]> ");
        type_line(&mut terminal, "gom shell --unset");
        cd(&mut terminal, &world, "out");
        terminal.expect("[|0]> ");
        keep(&mut terminal, &world, "after");
        type_line(&mut terminal, "exit");
        terminal.end();
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

#[test]
fn shells_in_shells_take_back_what_the_outer_one_set() {
    for outer in Shell::ALL {
        for inner in Shell::ALL {
            for how in ["", "exec "] {
                let (Some(_), Some(program)) = (outer.path(), inner.path()) else {
                    for shell in [outer, inner] {
                        if shell.path().is_none() {
                            shell.skip();
                        }
                    }
                    continue;
                };
                let mut world = furnished();
                world.set_env("TERM", "xterm");
                let mut terminal = start(&world, outer);
                keep(&mut terminal, &world, "before");
                cd(&mut terminal, &world, "a");
                terminal.expect("[go1.22.6|0]> ");
                type_line(&mut terminal, &outer.export("GOTRACEBACK", "mine"));
                type_line(
                    &mut terminal,
                    &format!("{how}{} {}", program.display(), inner.args().join(" ")),
                );
                type_line(&mut terminal, inner.init());
                type_line(&mut terminal, prompt(inner));
                terminal.expect("[go1.22.6|0]> ");
                keep(&mut terminal, &world, "inner");
                cd(&mut terminal, &world, "out");
                terminal.expect("[|0]> ");
                keep(&mut terminal, &world, "inner-out");
                type_line(&mut terminal, "exit 0");
                if how.is_empty() {
                    terminal.expect("[go1.22.6|0]> ");
                    cd(&mut terminal, &world, "out");
                    terminal.expect("[|0]> ");
                    keep(&mut terminal, &world, "after");
                    type_line(&mut terminal, "exit 0");
                }
                terminal.end();
                let case = format!("{} {how}{}", outer.name(), inner.name());
                let without_level = |name: &str| {
                    let mut env = env(&world, name);
                    // What zsh and fish set by themselves.
                    env.retain(|name, _| name != "SHLVL" && name != "LOGNAME" && name != "USER");
                    env
                };
                let mut expected = without_level("before");
                expected.insert("GOTRACEBACK".into(), "mine".into());
                assert_eq!(
                    var(&env(&world, "inner"), "GOTRACEBACK"),
                    Some("mine"),
                    "{case}"
                );
                assert_eq!(var(&env(&world, "inner"), "GOGC"), Some("200"), "{case}");
                assert_eq!(without_level("inner-out"), expected, "{case}");
                if how.is_empty() {
                    assert_eq!(without_level("after"), expected, "{case}");
                }
            }
        }
    }
}

#[test]
fn a_pane_of_tmux_that_was_started_in_a_project_leaves_it() {
    let (Some(tmux), Some(bash)) = (program("tmux"), Shell::Bash.path()) else {
        skip!("tmux or bash is not on PATH");
    };
    let mut world = furnished();
    world.set_env("TERM", "xterm");
    let socket = world.path("tmux.socket");
    let mut terminal = start(&world, Shell::Bash);
    keep(&mut terminal, &world, "before");
    cd(&mut terminal, &world, "a");
    terminal.expect("[go1.22.6|0]> ");
    let rc = world.file(
        "bashrc",
        format!("{}\n{}\n", Shell::Bash.init(), prompt(Shell::Bash)),
    );
    // The server keeps the environment of the shell that started it for every pane.
    let command = format!(
        "{} -S {} -f /dev/null new-session '{} --rcfile {} -i'",
        tmux.display(),
        socket.display(),
        bash.display(),
        rc.display()
    );
    type_line(&mut terminal, &command);
    terminal.expect("[go1.22.6|0]>");
    cd(&mut terminal, &world, "b");
    terminal.expect("[go1.22.6|0]>");
    keep(&mut terminal, &world, "b");
    cd(&mut terminal, &world, "out");
    terminal.expect("[|0]>");
    keep(&mut terminal, &world, "out");
    type_line(&mut terminal, "exit");
    terminal.expect("exited");
    type_line(&mut terminal, "exit 0");
    terminal.end();
    let b = env(&world, "b");
    let seen = ["GOGC", "GOTRACEBACK", "CGO_ENABLED", "GOMEMLIMIT"]
        .map(|name| var(&b, name).map(str::to_owned));
    assert_eq!(
        seen.each_ref().map(Option::as_deref),
        [Some("1"), Some("single"), None, Some("9GiB")]
    );
    let of_projects = |name: &str| {
        let mut env = env(&world, name);
        env.retain(|name, _| {
            name.to_string_lossy().starts_with("GO")
                || name.to_string_lossy().starts_with("__GOM")
                || name == "CGO_ENABLED"
        });
        env
    };
    assert_eq!(of_projects("out"), of_projects("before"));
}
