//! What the runtime and the go command themselves read, as a real Go takes it.

use super::{agree, real_or_skip};
use crate::support::world::World;

#[test]
fn memory_limits_are_those_that_the_runtime_takes() {
    let world = World::new();
    for go in real_or_skip!(&world, since 19) {
        for value in [
            "off",
            "",
            "1000000000",
            "1000000000B",
            "100MiB",
            "2GiB",
            "1TiB",
            "9223372036854775807",
            "8388607TiB",
            "8388608TiB",
            "9223372036854775808",
            "100MB",
            "100M",
            "1.5GiB",
            "-1",
            "MiB",
            "B",
            "1 GiB",
            "1gib",
            "0x10",
            "1000000KiBB",
        ] {
            let said = go
                .call(&world, &["env", "GOOS"])
                .env("GOMEMLIMIT", value)
                .run();
            let malformed = said.stderr.contains("malformed GOMEMLIMIT");
            assert!(said.code == 0 || malformed, "{said:?}");
            let gom = go.check("GOMEMLIMIT", value);
            agree(&go.root, value, &gom, !malformed, &said.stderr);
        }
    }
}

#[test]
fn the_go_commands_own_switches() {
    let world = World::new();
    for go in real_or_skip!(&world, since 1) {
        for value in ["on", "off", "auto", "", "On", "true", "1"] {
            let said = go
                .call(&world, &["list", "errors"])
                .env("GO111MODULE", value)
                .run();
            agree(
                &go.root,
                value,
                &go.check("GO111MODULE", value),
                said.code == 0,
                &said.stderr,
            );
        }
        for value in ["0", "1", "yes", "true", "2", "00"] {
            let env = go.call(&world, &["env", "CGO_ENABLED"]);
            let said = env.env("CGO_ENABLED", value).ok().stdout;
            agree(
                &go.root,
                value,
                &go.check("CGO_ENABLED", value),
                said.trim() == value,
                &said,
            );
        }
    }
}

/// Prints what became of GOGC, of GOMAXPROCS, and fails as GOTRACEBACK says.
const PROGRAM: &str = "package main

import (
	\"os\"
	\"runtime\"
	\"runtime/debug\"
)

func main() {
	println(debug.SetGCPercent(50), runtime.GOMAXPROCS(0))
	if len(os.Args) > 1 {
		go func() { select {} }()
		runtime.Gosched()
		var none *int
		*none = 1
	}
}
";

#[test]
fn a_program_takes_what_gom_takes() {
    let world = World::new();
    let all = real_or_skip!(&world, since 1);
    let go = &all[0];
    world.file("module/main.go", PROGRAM);
    let program = world.path(format!("program{}", super::EXE));
    go.call(&world, &["build", "-o", program.to_str().unwrap(), "."])
        .ok();
    let run = |name: &str, value: &str, args: &[&str]| {
        let call = world.program(&program, args).env(name, value);
        call.run().stderr
    };
    // 100 is the default, so it stands for a value that was passed over.
    for (value, percent) in [
        ("off", "-1"),
        ("70", "70"),
        ("0", "0"),
        ("-5", "-1"),
        ("x", "100"),
        ("70%", "100"),
        ("1.5", "100"),
        ("2147483648", "100"),
        ("Off", "100"),
        (" 70", "100"),
    ] {
        let said = run("GOGC", value, &[]);
        assert_eq!(said.split(' ').next(), Some(percent), "GOGC={value}");
        agree(
            &go.root,
            value,
            &go.check("GOGC", value),
            percent != "100",
            &said,
        );
    }
    // A number of processors that no machine has by itself.
    for (value, taken) in [
        ("77", true),
        ("077", true),
        ("77x", false),
        ("0", false),
        ("-77", false),
        ("auto", false),
        ("2147483648", false),
    ] {
        let said = run("GOMAXPROCS", value, &[]);
        assert_eq!(said.ends_with(" 77\n"), taken, "GOMAXPROCS={value}: {said}");
        agree(
            &go.root,
            value,
            &go.check("GOMAXPROCS", value),
            taken,
            &said,
        );
    }
    // What is not understood shows no goroutine at all, although it is not `none`.
    for value in [
        "single", "all", "system", "1", "2", "full", "ALL", "verbose", "all ", "1x",
    ] {
        let said = run("GOTRACEBACK", value, &["fail"]);
        assert!(said.contains("SIGSEGV") || cfg!(windows), "{said}");
        agree(
            &go.root,
            value,
            &go.check("GOTRACEBACK", value),
            said.contains("goroutine 1 "),
            &said,
        );
    }
    for value in ["none", "0"] {
        assert!(!run("GOTRACEBACK", value, &["fail"]).contains("goroutine 1 "));
        assert_eq!(go.check("GOTRACEBACK", value), Ok(()));
    }
}
