//! Programs and directories in targets, and a GOPATH of the project's choice.

use super::{Machine, seen};

const PROGRAMS: &str = "cc = './cc'\ncxx = './evil'\nar = './evil'\npkg_config = './evil'\nsysroot = '.'\nexec = './evil'\n";

#[test]
fn programs_of_a_target_wait_for_trust() {
    let machine = Machine::new();
    let host = gom_shim::platform::Platform::host();
    let (os, arch) = (host.os(), host.arch());
    for (text, extra) in [
        (format!("[target]\n{PROGRAMS}"), &[][..]),
        (
            format!("[target]\ngoos = '{os}'\ngoarch = '{arch}'\ncgo = true\n{PROGRAMS}"),
            &[],
        ),
        (format!("[targets.x]\n{PROGRAMS}"), &[("GOM_TARGET", "x")]),
        (
            format!("[targets.x]\n{PROGRAMS}"),
            &[("GOM_TARGET", "host")],
        ),
        (
            format!("[{os}.target]\n{PROGRAMS}[{os}.targets.x]\n{PROGRAMS}"),
            &[("GOM_TARGET", "x")],
        ),
        ("[toolchain]\ngopath = 'project'\n".into(), &[]),
        ("[toolchain]\ngopath = 'toolchain'\n".into(), &[]),
    ] {
        machine.clone_has(&text);
        for (title, mut gained) in machine.gained(extra) {
            let is_plain = |name: &String| {
                ["GOOS", "GOARCH", "CGO_ENABLED", "__GOM_DIFF"].contains(&name.as_str())
            };
            gained.retain(|name, _| !is_plain(name));
            assert!(gained.is_empty(), "{text}{title}: {gained:?}");
        }
        machine.call_gom(extra);
        assert!(!machine.world.gom_home().join("gopath").exists());
    }
}

#[test]
fn a_platform_alone_chooses_no_program() {
    let machine = Machine::new();
    machine.clone_has(&format!(
        "[target]\ngoos = 'plan9'\ngoarch = 'arm'\n{PROGRAMS}"
    ));
    for (title, gained) in machine.gained(&[]) {
        for name in [
            "CC",
            "CXX",
            "AR",
            "PKG_CONFIG",
            "CGO_CPPFLAGS",
            "CGO_LDFLAGS",
            "GOM_TARGET_EXEC",
        ] {
            assert_eq!(gained.get(name), None, "{title}");
        }
        let path = gained.get("PATH").map_or("", String::as_str);
        assert!(!path.contains("exec"), "{title}: {path}");
    }
    machine.assert_quiet();
}

#[test]
fn c_for_another_platform_is_refused_not_compiled_by_the_clones_compiler() {
    let machine = Machine::new();
    machine.clone_has(&format!(
        "[target]\ngoos = 'plan9'\ngoarch = 'arm'\ncgo = true\n{PROGRAMS}"
    ));
    let outcome = machine.world.go(["build"]).at("clone").fails(126);
    assert!(
        outcome
            .stderr
            .contains("is not run, as nobody trusted this file"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("gom trust "), "{}", outcome.stderr);
    machine.assert_quiet();
    machine.world.gom(["trust"]).at("clone").ok();
    let env = seen(machine.world.go(["build"]).at("clone"));
    // Once trusted, a relative program is the project's, wherever cmd/go starts it.
    let evil = machine.world.path("clone").join("./evil");
    assert_eq!(env["CC"], "./cc");
    assert_eq!(env["GOM_TARGET_EXEC"], format!("\"{}\"", evil.display()));
}

#[test]
fn names_of_targets_and_profiles_cannot_leave_their_place() {
    let machine = Machine::new();
    for name in [
        "../x",
        "a b",
        "",
        "-x",
        "host",
        "x\\u001b[31m",
        "$(./evil)",
        "x\\n",
    ] {
        machine.clone_has(&format!("[targets.\"{name}\"]\ngoos = 'linux'\n"));
        let outcome = machine.world.go(["build"]).at("clone").fails(126);
        super::assert_plain(&outcome);
        machine.call_gom(&[]);
        if name != "host" {
            machine.clone_has(&format!("[profile.\"{name}\".env]\nGOGC = '1'\n"));
            machine.world.go(["build"]).at("clone").fails(126);
        }
    }
    for line in [
        "goos = '../x'",
        "goos = 'linux -x'",
        "goarch = \"a\\u0000b\"",
        "goarch = \"amd64\\nCC=./evil\"",
        "goarch = 'amd64'\ngoarm = '7'",
        "cgo = './cc'",
        "cc = ['./cc']",
        "cc = \"./cc\\u0000\"",
    ] {
        machine.clone_has(&format!("[target]\n{line}\n"));
        machine.world.go(["build"]).at("clone").fails(126);
        machine.call_gom(&[]);
    }
}
