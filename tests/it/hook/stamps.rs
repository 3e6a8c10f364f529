//! The files that a shell compares with.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::scenario::furnished;
use super::talk::{Shell, Talk, env, program, var};
use crate::support::skip::skip;

/// The directories of shells in a place.
fn shells(place: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

#[test]
fn they_are_where_the_session_keeps_such_things_and_those_of_ended_shells_go() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let mut world = furnished();
    let runtime = world.dir("run");
    world.set_env("XDG_RUNTIME_DIR", runtime.clone());
    let place = runtime.join("gom");
    Talk::hooked(&world, Shell::Bash).cd("a").cd("b").ok();
    let first = shells(&place);
    assert_eq!(first.len(), 1, "{first:?}");
    let mode = place.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    // What is not gom's stays.
    std::fs::write(place.join("note"), "").unwrap();
    let outcome = Talk::hooked(&world, Shell::Bash)
        .cd("a")
        .line(format!("ls {}; echo $$", place.display()))
        .ok();
    let pid = outcome.stdout.lines().last().unwrap();
    let listed: Vec<&str> = outcome
        .stdout
        .lines()
        .filter(|line| line.contains('.'))
        .collect();
    assert!(
        listed.len() == 1 && listed[0].starts_with(&format!("{pid}.")),
        "{}",
        outcome.stdout
    );
    assert!(place.join("note").is_file());
    assert!(!world.layout().state().join("hook").exists());
}

#[test]
fn the_state_directory_then_the_temporary_one_take_their_place() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let world = furnished();
    Talk::hooked(&world, Shell::Bash).cd("a").ok();
    let state = world.layout().state();
    if state.is_dir() {
        assert_eq!(shells(&state.join("hook")).len(), 1);
        std::fs::remove_dir_all(&state).unwrap();
    }
    let outcome = Talk::hooked(&world, Shell::Bash)
        .cd("a")
        .snapshot("in")
        .ok();
    let is_ours = |path: &std::path::PathBuf| {
        path.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("gom-")
    };
    let mut entries = std::fs::read_dir(world.path("tmp"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let place = entries.find(is_ours);
    assert_eq!(shells(&place.unwrap()).len(), 1, "{}", outcome.stderr);
    assert_eq!(var(&env(&world, "in"), "GOGC"), Some("200"));
}

#[test]
fn a_place_that_others_may_write_to_is_not_used() {
    if Shell::Bash.path().is_none() {
        skip!("bash is not on PATH");
    }
    let mut world = furnished();
    let runtime = world.dir("run");
    let place = world.dir("run/gom");
    std::fs::set_permissions(&place, PermissionsExt::from_mode(0o777)).unwrap();
    world.set_env("XDG_RUNTIME_DIR", runtime);
    Talk::hooked(&world, Shell::Bash).cd("a").ok();
    assert_eq!(shells(&place), [""; 0]);
}

#[test]
fn where_they_are_deleted_they_are_made_anew() {
    for shell in [Shell::Bash, Shell::Fish] {
        if shell.path().is_none() {
            continue;
        }
        let mut world = furnished();
        let runtime = world.dir("run");
        world.set_env("XDG_RUNTIME_DIR", runtime.clone());
        let file = world.path("a/gotoolchain.toml");
        Talk::hooked(&world, shell)
            .cd("a")
            .line(format!("rm -r {}/gom", runtime.display()))
            .line(format!(
                "printf '[env]\\nGOGC = \"5\"\\n' >{}",
                file.display()
            ))
            .snapshot("edited")
            .line(format!(
                "printf '[env]\\nGOGC = \"6\"\\n' >{}",
                file.display()
            ))
            .snapshot("again")
            .ok();
        assert_eq!(
            var(&env(&world, "edited"), "GOGC"),
            Some("5"),
            "{}",
            shell.name()
        );
        assert_eq!(
            var(&env(&world, "again"), "GOGC"),
            Some("6"),
            "{}",
            shell.name()
        );
        assert_eq!(shells(&runtime.join("gom")).len(), 1, "{}", shell.name());
    }
}

/// `gom self uninstall` removes what gom wrote; a hook that still runs finds no gom then.
#[test]
fn they_go_with_gom() {
    if Shell::Bash.path().is_none() || program("bash").is_none() {
        skip!("bash is not on PATH");
    }
    let mut world = furnished();
    let runtime = world.dir("run");
    world.set_env("XDG_RUNTIME_DIR", runtime.clone());
    let outcome = Talk::hooked(&world, Shell::Bash)
        .cd("a")
        .line("gom self uninstall -y")
        .cd("out")
        .line("echo the end")
        .ok();
    assert!(outcome.stdout.contains("the end"), "{}", outcome.stderr);
    assert!(
        !runtime.join("gom").exists(),
        "{}\n{}",
        outcome.stdout,
        outcome.stderr
    );
}
