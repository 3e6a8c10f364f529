//! The same variables written in other places and other ways of TOML.

use super::Machine;
use super::attacks::{NEVER, ODD_VALUES, WAITING, lines, quoted};

/// Every dangerous variable as lines.
fn dangerous() -> String {
    lines(WAITING.iter().chain(NEVER))
}

#[test]
fn tables_of_sides_and_profiles_are_no_way_round() {
    let machine = Machine::new();
    let dangerous = dangerous();
    let sides = ["linux", "wsl", "macos", "windows"];
    let side_tables: String = sides
        .iter()
        .map(|side| format!("[{side}.env]\n{dangerous}[{side}.profile.x.env]\n{dangerous}"))
        .collect();
    machine.clone_has(&side_tables);
    machine.assert_nothing_reaches_go(&[], "tables of sides");
    machine.assert_nothing_reaches_go(&[("GOM_PROFILE", "x")], "profiles of sides");
    machine.clone_has(&format!(
        "[profile.x.env]\n{dangerous}[profile.host.env]\nCC = './cc'\n"
    ));
    for profile in ["x", "host"] {
        let extra = [("GOM_PROFILE", profile)];
        machine.assert_nothing_reaches_go(&extra, "profile");
        machine.call_gom(&extra);
    }
    // A harmless value in front, the harmful one over it.
    machine.clone_has(
        "[env]\nGODEBUG = 'asyncpreemptoff=1'\n[profile.x.env]\nGODEBUG = 'embedfollowsymlinks=1'\n",
    );
    for (title, gained) in machine.gained(&[("GOM_PROFILE", "x")]) {
        assert_eq!(gained.get("GODEBUG"), None, "{title}");
    }
    machine.clone_has(
        "[env]\nGOWORK = 'off'\n[linux.env]\nGOWORK = '/tmp/go.work'\n[macos.env]\nGOWORK = '/tmp/go.work'\n[windows.env]\nGOWORK = '/tmp/go.work'\n",
    );
    machine.assert_nothing_reaches_go(&[], "a side's value over a harmless one");
}

#[test]
fn every_way_to_write_a_key() {
    let machine = Machine::new();
    for text in [
        "env = { CC = './cc', 'GOFLAGS' = '-toolexec=./evil' }\n",
        "env.CC = './cc'\nenv.\"GOFLAGS\" = '-toolexec=./evil'\n",
        "[env]\n\"\\u0043\\u0043\" = './cc'\n\"GO\\u0046LAGS\" = '-toolexec=./evil'\n",
        "[ env ]\n  CC   =   \"\"\"\n./cc\"\"\"\n'GOFLAGS'='''-toolexec=./evil'''\n",
        "\u{feff}[\"env\"]\r\nCC = './cc'\r\n",
        "[toolchain]\n[env]\n\t\"CC\"\t=\t\"\\u002e/cc\"\n",
        "[env]\nGODEBUG = \"\"\"embedfollowsymlinks=1\\\n   \"\"\"\n",
    ] {
        machine.clone_has(text);
        machine.assert_nothing_reaches_go(&[], text);
    }
}

/// What no shim runs under: the file is refused whole, and nothing in it counts.
#[test]
fn names_and_values_that_are_none_stop_everything() {
    let machine = Machine::new();
    for line in [
        "CC = './a'\nCC = './b'",
        "'C C' = './cc'",
        "'CC=x' = './cc'",
        "'CC\\u0000' = './cc'",
        "\"CC\\u0000\" = './cc'",
        "\"CC\\n\" = './cc'",
        "'' = './cc'",
        "'1CC' = './cc'",
        "\"\\uff23\\uff23\" = './cc'",
        "'-CC' = './cc'",
        "'BASH_FUNC_go%%' = '() { ./evil; }'",
        "'()' = 'x'",
        "CC = ['./cc']",
        "CC = { x = './cc' }",
        "CC = true",
        "CC = 1.5",
        "CC = 2024-01-01",
        "CC = \"./cc\\u0000\"",
        "GOGC = \"5\\u00000\"",
        "GOOS = 'js'",
        "GOARCH = 'wasm'",
        "goos = 'js'",
        "GoArm = '7'",
        "GOAMD64 = 'v4'",
        "CC = './cc",
        "GOGC = 0x10",
    ] {
        machine.clone_has(&format!("[env]\n{line}\n"));
        for tool in ["go", "gofmt"] {
            let outcome = machine.world.shim(tool, ["version"]).at("clone").fails(126);
            super::assert_plain(&outcome);
            assert!(
                outcome.stderr.contains("gotoolchain.toml:"),
                "{line}: {}",
                outcome.stderr
            );
        }
        machine.call_gom(&[]);
    }
}

#[test]
fn odd_values_are_shown_and_never_pass() {
    let machine = Machine::new();
    for (name, value) in ODD_VALUES {
        machine.clone_has(&format!("[env]\n{name} = {}\n", quoted(value)));
        for outcome in machine.call_gom(&[]) {
            super::assert_plain(&outcome);
        }
        let shown = machine.world.gom(["trust", "--show", "--json"]).at("clone");
        let shown = shown.ok().json();
        assert_eq!(shown["files"][0]["asks"][0]["value"], *value, "{name}");
    }
}
