//! Text of a clone on somebody's terminal, and in commands that somebody pastes.

use super::attacks::quoted;
use super::{Machine, assert_plain};
use crate::support::call::Call;
use crate::support::terminal::Terminal;

/// Clears the screen, hides what follows, sets the title, reorders, hides letters, 8-bit CSI.
const EVIL: &str = "\u{1b}[2J\u{1b}[8m\u{1b}]0;owned\u{7}\u{202e}\u{2066}\u{200b}\u{ad}\u{9b}31m\r\n\u{2028}x\u{e0041}";

/// Every way that a gom command shows a clone.
fn calls(machine: &Machine) -> Vec<Call<'_>> {
    let world = &machine.world;
    let gom = super::GOM_CALLS.iter().map(|args| world.gom(*args));
    let debug = ["build", "version"].map(|command| world.go([command]).env("GOM_LOG", "debug"));
    let target = world.go(["build"]).env("GOM_TARGET", "x");
    gom.chain(debug)
        .chain([target, world.gom(["trust"]), world.gom(["untrust"])])
        .map(|call| call.at("clone"))
        .collect()
}

#[track_caller]
fn assert_all_plain(machine: &Machine) {
    for call in calls(machine) {
        assert_plain(&call.run());
        // The same on a terminal, where nothing is written byte for byte. Gom's own colours are off.
        let call = call.env("NO_COLOR", "1");
        if let Some(terminal) = Terminal::start(&call) {
            assert_plain(&terminal.end());
        }
    }
}

#[test]
fn values_names_and_lines_are_shown_escaped() {
    let machine = Machine::new();
    let evil = quoted(EVIL);
    for text in [
        format!("[env]\nCC = {evil}\nGOTOOLCHAIN = {evil}\nGOGC = {evil}\n"),
        format!(
            "[target]\ncc = {evil}\n[targets.x]\ngoos = 'plan9'\ngoarch = 'arm'\ncgo = true\ncc = {evil}\nexec = {evil}\n"
        ),
        format!("[env]\n{evil} = 'x'\n"),
        format!("[targets.{evil}]\ngoos = 'linux'\n"),
        format!("[profile.{evil}.env]\nGOGC = '1'\n"),
        format!("[toolchain]\ngo = {evil}\n"),
        format!("[toolchain]\ngopath = {evil}\n"),
        format!("[toolchain]\ntools = {{ {evil} = {evil} }}\n"),
        format!("{evil} = 1\n[{evil}.x]\n"),
        format!("[target]\ngoos = {evil}\n"),
        format!("[policy]\nminimum = {evil}\nforbid = [{evil}]\n"),
        format!("gom = {evil}\n"),
        // As they are, in a comment and in the line that a message shows.
        "[toolchain]\ngo = \"1.18\" # \u{1b}[2J\u{202e}\u{9b}31m\n".to_owned(),
        "[toolchain]\ngo = \"\u{202e}1.22\"\n".to_owned(),
        "\u{1b}[2J\n".to_owned(),
        "[env]\nCC = '\u{202e}\u{200b}'\n".to_owned(),
    ] {
        machine.clone_has(&text);
        assert_all_plain(&machine);
    }
    std::fs::remove_file(machine.world.path("clone/gotoolchain.toml")).unwrap();
    for (name, text) in [
        (".go-version", format!("{EVIL}\n")),
        (
            ".tool-versions",
            format!("golang {}\n", EVIL.replace(['\r', '\n'], "")),
        ),
        (
            "go.mod",
            format!("module m\n\ntoolchain {}\n", EVIL.replace(['\r', '\n'], "")),
        ),
        (
            "go.mod",
            "module m\n\ngo 1.99.0 // \u{1b}[2J\u{202e}\n".to_owned(),
        ),
    ] {
        machine.world.file(format!("clone/{name}"), text);
        assert_all_plain(&machine);
        std::fs::remove_file(machine.world.path("clone").join(name)).unwrap();
    }
    machine.assert_quiet();
}

#[test]
fn a_changed_file_is_shown_escaped_as_well() {
    let machine = Machine::new();
    let old = format!(
        "[env]\nCC = {}\n# \u{9b}2J \u{202e}\u{200b}\n",
        quoted(EVIL)
    );
    machine.clone_has(&old);
    machine.world.gom(["trust"]).at("clone").ok();
    machine.clone_has(&old.replace("[env]", "[env]\r\n# \u{9b}31m \u{2066}"));
    assert_all_plain(&machine);
    machine.clone_has(&old);
    machine.world.gom(["trust"]).at("clone").ok();
    machine.clone_has("[env]\nA = 'b'\n");
    let call = machine
        .world
        .gom(["trust", "--show", "--color", "always"])
        .at("clone");
    let shown = call.ok().stdout;
    let own: Vec<_> = shown
        .split('\u{1b}')
        .skip(1)
        .map(|rest| rest.split('m').next().unwrap())
        .collect();
    let ours = ["[0", "[1", "[31", "[32", "[33", "[36"];
    assert!(own.iter().all(|code| ours.contains(code)), "{own:?}");
    assert!(own.contains(&"[31") && own.contains(&"[32"), "{own:?}");
}

/// A value cannot look like the lines that gom writes, and its end cannot be out of sight.
#[test]
fn what_is_trusted_is_shown_whole_and_quoted() {
    let machine = Machine::new();
    let long = format!("gcc{}-fplugin=./evil.so", " ".repeat(5000));
    let sly = "gcc\"\n  line 3: [env] CXX = \"clang";
    machine.clone_has(&format!(
        "[env]\nCC = {}\nCXX = {}\n",
        quoted(&long),
        quoted(sly)
    ));
    let shown = machine
        .world
        .gom(["trust", "--show"])
        .at("clone")
        .ok()
        .stdout;
    assert!(shown.contains(&long), "{shown}");
    assert!(
        shown.contains(r#"CXX = "gcc\"\n  line 3: [env] CXX = \"clang""#),
        "{shown}"
    );
    assert_eq!(shown.matches("\n  line 3: ").count(), 1, "{shown}");
}

#[cfg(unix)]
#[test]
fn a_hint_can_be_pasted_whatever_the_directory_is_called() {
    let machine = Machine::new();
    let world = &machine.world;
    for name in [
        "a b",
        "it's",
        "$(touch ran)",
        "`touch ran`",
        "x;touch ran",
        "x&touch ran",
        "\"x\"",
        "-rf",
        "*",
        "a\\b",
        "'; touch ran; '",
        "\u{1b}[2Jx",
        "new\nline; touch ran",
    ] {
        world.file(
            format!("in/{name}/gotoolchain.toml"),
            "[toolchain]\ngo = '1.18'\n[env]\nCC = 'x'\n",
        );
        let outcome = world.go(["build"]).at(format!("in/{name}")).fails(126);
        assert_plain(&outcome);
        let hint = outcome
            .stderr
            .lines()
            .find_map(|line| line.strip_prefix("hint: if you know this project: "));
        let hint = hint.unwrap_or_else(|| panic!("{name:?}: {}", outcome.stderr));
        let script = format!("gom() {{ printf '%s\\n' \"$#\" \"$2\"; }}; {hint}");
        let pasted = world.program("/bin/sh", ["-c", &script]).ok().stdout;
        let path = world.path("in").join(name);
        if !name.contains(char::is_control) {
            assert_eq!(pasted, format!("2\n{}\n", path.display()), "{hint}");
        }
        assert!(pasted.starts_with("2\n"), "{hint}: {pasted}");
        assert!(!world.path("ran").exists(), "{hint}");
    }
}
