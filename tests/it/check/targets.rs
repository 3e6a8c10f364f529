//! Targets: ports of the toolchain, cgo and its compilers.

use super::{CASE, Case};

const FREEBSD: &str = "[targets.bsd]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\n";

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"freebsd\"\ngoarch = \"riscv\"\n",
        )],
        found: &["error[target-unknown] p/gotoolchain.toml:3"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\n",
        )],
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "[targets.odd]\ngoos = \"beos\"\n")],
        args: &["--target", "odd"],
        found: &["error[target-unknown] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "[targets.odd]\n")],
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[targets.sun]\ngoos = \"linux\"\ngoarch = \"sparc64\"\n",
        )],
        found: &["warning[target-broken] p/gotoolchain.toml:3"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[targets.ibm]\ngoos = \"linux\"\ngoarch = \"s390x\"\n",
        )],
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"plan9\"\ngoarch = \"arm\"\ncgo = true\ncc = \"pcc\"\n",
        )],
        setup: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        found: &["error[target-no-cgo] p/gotoolchain.toml:4"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"plan9\"\ngoarch = \"arm\"\ncgo = false\n",
        )],
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[targets.ibm]\ngoos = \"linux\"\ngoarch = \"s390x\"\ncgo = true\n",
        )],
        found: &["error[target-cgo-without-compiler] p/gotoolchain.toml:4"],
        mended_env: Some(&[("CC", "s390x-linux-gnu-gcc")]),
        ..CASE
    },
    // cgo may be wanted by the environment, and the compiler be the target's own.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nCGO_ENABLED = \"1\"\n[targets.ibm]\ngoos = \"linux\"\ngoarch = \"s390x\"\n",
        )],
        found: &["error[target-cgo-without-compiler] p/gotoolchain.toml:3"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[env]\nCGO_ENABLED = \"1\"\n[targets.ibm]\ngoos = \"linux\"\ngoarch = \"s390x\"\ncc = \"gcc\"\n",
        )],
        mend: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        ..CASE
    },
    // Each target has its own cgo; an empty cc is none.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"linux\"\ngoarch = \"s390x\"\ncgo = true\ncc = \"gcc\"\n[targets.sky]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\n[targets.bsd]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\ncgo = true\n",
        )],
        setup: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        found: &["error[target-cgo-without-compiler] p/gotoolchain.toml:12"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"linux\"\ngoarch = \"s390x\"\ncgo = true\ncc = \"gcc\"\n[targets.sky]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\n",
        )],
        mend: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", FREEBSD), ("env", "GOBIN=/opt/bin\n")],
        found: &["warning[target-gobin] env:1"],
        mended_files: &[("env", "\n")],
        ..CASE
    },
    // `go install` is for this machine where the target has no name.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[target]\ngoos = \"freebsd\"\ngoarch = \"riscv64\"\n",
        )],
        env: &[("GOBIN", "/opt/bin")],
        ..CASE
    },
];

#[test]
fn cases() {
    super::all(CASES);
}

/// `--target` looks at that one alone, `host` at none.
#[test]
fn one_target_of_several() {
    let world = super::world();
    let file = "[targets.a]\ngoos = \"beos\"\n[targets.b]\ngoos = \"haiku\"\n";
    world.file("p/gotoolchain.toml", file);
    let places = |args: &[&str]| {
        let outcome = world
            .gom(["check", "--json"].iter().chain(args))
            .at("p")
            .run();
        super::found(&world, &outcome.json())
    };
    let line = |line: u32| format!("error[target-unknown] p/gotoolchain.toml:{line}");
    assert_eq!(places(&[]), [line(2), line(4)]);
    assert_eq!(places(&["--target", "b"]), [line(4)]);
    assert!(places(&["--target", "host"]).is_empty());
}
