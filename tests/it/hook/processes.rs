//! What a prompt costs: no process while nothing changed, one where something did.

use super::scenario::furnished;
use super::talk::{Shell, Talk, each, program};
use crate::support::skip::skip;
use crate::support::world::World;

/// Into the project, five prompts, and then these lines.
fn session(world: &World, shell: Shell, lines: &[String]) -> usize {
    let mut talk = Talk::hooked(world, shell).cd("a/sub/deep");
    for _ in 0..5 {
        talk = talk.line(nothing(shell));
    }
    for line in lines {
        talk = talk.line(line);
    }
    let call = talk.line(nothing(shell)).call();
    let log = world.path("forks");
    let strace = program("strace").unwrap();
    let traced = format!(
        "exec {} -f -qq -e trace=clone,clone3,fork,vfork -e signal=none -o {} {} {}",
        strace.display(),
        log.display(),
        shell.path().unwrap().display(),
        shell.args().join(" ")
    );
    call.through_sh(&traced).ok();
    let log = std::fs::read_to_string(log).unwrap();
    let started = |line: &&str| line.contains("clone") || line.contains("fork(");
    log.lines()
        .filter(started)
        .filter(|line| !line.contains("CLONE_THREAD") && !line.contains("resumed"))
        .count()
}

/// A line that starts no process.
fn nothing(shell: Shell) -> &'static str {
    match shell {
        Shell::Fish => "set -l nothing",
        _ => ":",
    }
}

#[test]
fn none_while_nothing_changed_and_one_for_each_change() {
    if program("strace").is_none() {
        skip!("strace is not on PATH");
    }
    each(|shell| {
        if shell == Shell::OldBash {
            // It asks for as long as a file is too new to be told from its next edit.
            return;
        }
        let world = furnished();
        let still: Vec<String> = (0..40).map(|_| nothing(shell).to_owned()).collect();
        let without = session(&world, shell, &[]);
        assert!(without > 0, "strace sees nothing");
        assert_eq!(
            session(&world, shell, &still),
            without,
            "{}: 40 prompts without a change",
            shell.name()
        );
        // The shell's own means change the file, so all that is counted is the hook's.
        let echo = |round: usize| {
            let file = world.path("a/gotoolchain.toml");
            format!(
                "echo '[env]\nGOGC = \"{}\"' >{}",
                50 + round,
                file.display()
            )
        };
        let edits: Vec<String> = (0..8)
            .flat_map(|round| [echo(round), nothing(shell).to_owned()])
            .collect();
        assert_eq!(
            session(&world, shell, &edits),
            without + 8,
            "{}: 8 changes",
            shell.name()
        );
    });
}

#[test]
fn one_process_for_each_directory_also_outside_of_projects() {
    if program("strace").is_none() {
        skip!("strace is not on PATH");
    }
    each(|shell| {
        if shell == Shell::OldBash {
            return;
        }
        let world = furnished();
        let cd = |dir: &str| format!("cd {}", world.path(dir).display());
        let lines: Vec<String> = ["out", "b", "out", "tmp", "a"]
            .into_iter()
            .map(cd)
            .collect();
        let without = session(&world, shell, &[]);
        assert_eq!(
            session(&world, shell, &lines),
            without + lines.len(),
            "{}",
            shell.name()
        );
    });
}

#[test]
fn one_process_in_a_home_that_cannot_be_written() {
    if program("strace").is_none() {
        skip!("strace is not on PATH");
    }
    each(|shell| {
        let mut world = furnished();
        // No place at all keeps stamps: these are files.
        std::fs::remove_dir_all(world.layout().state()).ok();
        world.file("nowhere", "");
        world.set_env("TMPDIR", world.path("nowhere"));
        let still: Vec<String> = (0..30).map(|_| nothing(shell).to_owned()).collect();
        let without = session(&world, shell, &[]);
        let more = session(&world, shell, &still) - without;
        let limit = match shell {
            // It reads the times of files by itself.
            Shell::Zsh => 0,
            // Asked again every two seconds, and here prompts follow each other at once.
            Shell::Bash | Shell::OldBash => 15,
            // Without a place to write it has no clock.
            Shell::Fish => 60,
        };
        assert!(
            more <= limit,
            "{}: {more} processes for 30 prompts",
            shell.name()
        );
    });
}
