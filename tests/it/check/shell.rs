//! What the caller's environment and the `go env -w` file do to a project.

use super::{CASE, Case};

/// Two Gos on PATH: gom's shims, then one outside.
fn system(world: &mut crate::support::world::World) {
    world.system_go("1.23.1");
    world.config("");
}

pub(super) const CASES: &[Case] = &[
    // In effect, and what the project file says in any case.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOMODCACHE = \".mod\"\nGOPATH = \"gopath\"\n",
        )],
        env: &[("GOCACHE", "cache"), ("GOBIN", "bin"), ("GOTMPDIR", "tmp")],
        setup: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        found: &[
            "error[path-not-absolute] environment",
            "error[path-not-absolute] environment",
            "error[path-not-absolute] environment",
            "error[path-not-absolute] p/gotoolchain.toml:2",
            "error[gopath-invalid] p/gotoolchain.toml:3",
        ],
        mended_files: &[("p/gotoolchain.toml", "")],
        mended_env: Some(&[
            ("GOCACHE", "[WORLD]/cache"),
            ("GOBIN", "[WORLD]"),
            ("GOTMPDIR", ""),
        ]),
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOGC = \"50\"\nGOMAXPROCS = \"2\"\nGOTRACEBACK = \"all\"\n",
        )],
        env: &[("GOGC", "100"), ("GOMAXPROCS", "2"), ("GOTRACEBACK", "")],
        found: &[
            "warning[caller-overrides] p/gotoolchain.toml:2",
            "warning[caller-overrides] p/gotoolchain.toml:4",
        ],
        mended_env: Some(&[]),
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "\n[target]\ngoos = \"linux\"\ngoarch = \"s390x\"\n",
        )],
        env: &[("GOARCH", "amd64")],
        found: &["warning[caller-overrides] p/gotoolchain.toml:2"],
        mended_env: Some(&[("GOOS", "linux"), ("GOARCH", "s390x")]),
        ..CASE
    },
    // A profile that is asked for wins over the caller, as in gom exec.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOGC = \"50\"\n[profile.test.env]\nGOGC = \"60\"\n",
        )],
        env: &[("GOGC", "100")],
        found: &["warning[caller-overrides] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "[profile.test.env]\nGOGC = \"60\"\n")],
        ..CASE
    },
    Case {
        env: &[("GOROOT", "[WORLD]/elsewhere")],
        found: &["warning[goroot-exported] environment"],
        mended_env: Some(&[("GOROOT", "")]),
        ..CASE
    },
    Case {
        setup: system,
        env: &[("GOROOT", "[WORLD]/elsewhere")],
        found: &[
            "error[goroot-mismatch] environment",
            "warning[goroot-exported] environment",
        ],
        mended_env: Some(&[("GOROOT", "[WORLD]/usr/go1.23.1")]),
        left: &["warning[goroot-exported] environment"],
        ..CASE
    },
    // A shim's GOROOT hides the line; a Go outside gom has to take it.
    Case {
        files: &[("env", "GOPROXY=direct\nGOROOT=/old/go\n")],
        found: &["error[goroot-env-file] env:2"],
        mended_files: &[("env", "GOPROXY=direct\n")],
        ..CASE
    },
    Case {
        files: &[("env", "GOROOT=/old/go\n")],
        setup: system,
        found: &[
            "error[goroot-env-file] env:1",
            "error[goroot-mismatch] env:1",
        ],
        mended_files: &[("env", "")],
        ..CASE
    },
    Case {
        files: &[("env", "GOROOT=/old/go\n")],
        env: &[("GOM_GOROOT", "clean")],
        found: &[
            "error[goroot-env-file] env:1",
            "error[goroot-mismatch] env:1",
        ],
        mended_env: Some(&[("GOM_GOROOT", "set")]),
        left: &["error[goroot-env-file] env:1"],
        ..CASE
    },
    Case {
        files: &[("env", "GOTOOLCHAIN=go1.23.1\n")],
        found: &["warning[gotoolchain-env-file] env:1"],
        mended_files: &[("env", "GOTOOLCHAIN=\n")],
        ..CASE
    },
    Case {
        files: &[("env", "GOTOOLCHAIN=local\n")],
        found: &["note[gotoolchain-env-file] env:1"],
        // A Go outside gom obeys it.
        mend: system,
        ..CASE
    },
    Case {
        files: &[("env", "GOOS=plan9\nGOARCH=arm\nGOARM=7\nGOFLAGS=-v\n")],
        found: &[
            "warning[goos-env-file] env:1",
            "warning[goos-env-file] env:2",
            "warning[goos-env-file] env:3",
        ],
        mended_files: &[("env", "GOOS=\nGOFLAGS=-v\n")],
        ..CASE
    },
    Case {
        env: &[("GODEBUG", "gctrace=1")],
        found: &["note[godebug-in-env] environment"],
        mended_env: Some(&[("GODEBUG", "")]),
        ..CASE
    },
    Case {
        env: &[("GOPATH", "~/go")],
        found: &["error[gopath-invalid] environment"],
        mended_env: Some(&[("GOPATH", "[WORLD]/home/go")]),
        ..CASE
    },
    Case {
        files: &[("env", "GOPATH=go\n")],
        found: &["error[gopath-invalid] env:1"],
        mended_env: Some(&[("GOPATH", "[WORLD]/home/go")]),
        ..CASE
    },
    Case {
        env: &[("GOPATH", "[WORLD]/not/there")],
        found: &["warning[gopath-invalid] environment"],
        mend: |world| {
            world.dir("not");
        },
        ..CASE
    },
    Case {
        setup: system,
        env: &[("GOPATH", "[WORLD]/usr/go1.23.1")],
        found: &["warning[gopath-invalid] environment"],
        mended_env: Some(&[("GOPATH", "[WORLD]/usr")]),
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOTRACEBACK = \"single\"\n[profile.production.env]\nGOTRACEBACK = \"system\"\nGOGC = \"50\"\n[profile.test.env]\nGOEXPERIMENT = \"greentea,arenas\"\n[profile.debug.env]\nGOTRACEBACK = \"all\"\n",
        )],
        found: &[
            "warning[profiles-differ] p/gotoolchain.toml:4",
            "warning[profiles-differ] p/gotoolchain.toml:7",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[profile.production.env]\nGOEXPERIMENT = \"arenas,greentea\"\nGOGC = \"50\"\n[profile.test.env]\nGOEXPERIMENT = \"greentea,arenas\"\n[profile.debug.env]\nGOTRACEBACK = \"all\"\n",
        )],
        ..CASE
    },
    // A lone profile is compared with no profile; any two that have other names with each other.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[profile.production.env]\nGOEXPERIMENT = \"arenas\"\n",
        )],
        found: &["warning[profiles-differ] p/gotoolchain.toml:2"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOEXPERIMENT = \"arenas\"\n[profile.a.env]\n[profile.b.env]\nGOGC = \"10\"\n",
        )],
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[profile.a.env]\nGOEXPERIMENT = \"arenas\"\n[profile.b.env]\n",
        )],
        found: &["warning[profiles-differ] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "[profile.a.env]\n[profile.b.env]\n")],
        ..CASE
    },
];

#[test]
fn cases() {
    super::all(CASES);
}

/// What the shell's hook exports for this project is the project's, not the caller's.
#[test]
fn what_gom_set_overrides_nothing() {
    let world = super::world();
    world.file("p/gotoolchain.toml", "[env]\nGOGC = \"50\"\n");
    let call = world.gom(["check"]).at("p").env("GOGC", "70");
    call.fails(10);
    call.env("__GOM_DIFF", "1,GOGC=70").ok();
}

/// A check in `go generate`, below a shim: the GOROOT there is nobody's doing but gom's.
#[test]
fn a_shims_goroot_is_not_exported() {
    let world = super::world();
    let names = ["GOROOT", "PATH"];
    let values = names.map(|name| {
        world
            .gom(["env", name])
            .at("p")
            .ok()
            .stdout
            .trim()
            .to_owned()
    });
    let [goroot, path] = &values;
    let check = || world.gom(["check"]).at("p").env("GOROOT", goroot);
    check().env("PATH", path).ok();
    check().fails(10);
}
