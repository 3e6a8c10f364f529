//! Which Go runs here: installed, whole, allowed, and new enough.

use super::{CASE, Case};
use crate::support::world::World;

const PINNED: (&str, &str) = ("p/gotoolchain.toml", "[toolchain]\ngo = \"1.22.6\"\n");

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[("p/gotoolchain.toml", "[toolchain]\ngo = \"1.23.1\"\n")],
        found: &["error[toolchain-missing] p/gotoolchain.toml:2"],
        mended_files: &[PINNED],
        ..CASE
    },
    Case {
        files: &[("p/go.mod", "module m\n\ngo 1.24.2\n")],
        found: &["error[toolchain-missing] p/go.mod:3"],
        mend: |world| {
            world.installed("1.24.4");
        },
        ..CASE
    },
    // No Go at all.
    Case {
        setup: |world| world.config(""),
        found: &["error[toolchain-missing]"],
        mend: |world| world.config("default = \"1.22.6\"\n"),
        ..CASE
    },
    Case {
        files: &[PINNED],
        setup: |world| remove(world, &format!("bin/go{}", std::env::consts::EXE_SUFFIX)),
        found: &["error[toolchain-damaged] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "[toolchain]\ngo = \"1.23.1\"\n")],
        mend: |world| {
            world.installed("1.23.1");
        },
        ..CASE
    },
    Case {
        setup: |world| write(world, "VERSION", "go1.22.5\n"),
        found: &["error[toolchain-damaged] gom/config.toml:1"],
        mend: |world| write(world, "VERSION", "go1.22.6\ntime 2024-07-01T21:33:19Z\n"),
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "[toolchain]\ngo = \"1.18\"\n")],
        setup: |world| {
            world.installed("1.18");
        },
        found: &["error[floor] p/gotoolchain.toml:2"],
        mend: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        ..CASE
    },
    Case {
        files: &[
            ("p/.go-version", "# old\n1.18\n"),
            ("p/go.mod", "module m\n"),
        ],
        setup: |world| {
            world.installed("1.18");
        },
        found: &["error[floor] p/.go-version:2"],
        mended_files: &[("p/.go-version", "1.22.6\n")],
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "[toolchain]\ngo = \"system\"\n")],
        setup: |world| {
            world.system_go("1.23.1");
        },
        found: &["error[pin-needs-trust] p/gotoolchain.toml:2"],
        mend: |world| {
            world.gom(["trust"]).at("p").ok();
        },
        ..CASE
    },
    Case {
        files: &[PINNED, ("p/go.mod", "module m\n\ngo 1.24\n")],
        found: &["error[pin-below-go-mod] p/gotoolchain.toml:2"],
        mended_files: &[("p/go.mod", "module m\n\ngo 1.22\n")],
        ..CASE
    },
    Case {
        files: &[("p/go.mod", "module m\n\ngo 1.24\n")],
        env: &[("GOM_TOOLCHAIN", "1.22.6")],
        found: &["error[pin-below-go-mod] GOM_TOOLCHAIN"],
        mended_env: Some(&[("GOM_TOOLCHAIN", "1.24.4")]),
        mend: |world| {
            world.installed("1.24.4");
        },
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[toolchain]\ngo = \"1.22.6\"\n\n[policy]\nminimum = \"1.23\"\n",
        )],
        found: &["error[pin-below-policy] p/gotoolchain.toml:2"],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[toolchain]\ngo = \"1.22.6\"\n\n[policy]\nminimum = \"1.22.6\"\n",
        )],
        ..CASE
    },
    // The Go that runs where nobody pins one is held to it, too.
    Case {
        files: &[("p/gotoolchain.toml", "[policy]\nminimum = \"go1.22.7\"\n")],
        found: &["error[pin-below-policy] gom/config.toml:1"],
        mended_files: &[("p/gotoolchain.toml", "[policy]\nminimum = \"1.22\"\n")],
        ..CASE
    },
    Case {
        files: &[
            ("p/gotoolchain.toml", "[policy]\nminimum = \"1.22\"\n"),
            ("p/go.mod", "module m\n\ngo 1.20\n"),
        ],
        found: &["warning[go-mod-below-policy] p/go.mod:3"],
        mended_files: &[("p/go.mod", "module m\n\ngo 1.22\n")],
        ..CASE
    },
    // Of a workspace its own line counts.
    Case {
        files: &[
            ("p/gotoolchain.toml", "[policy]\nminimum = \"1.21.3\"\n"),
            ("p/go.mod", "module m\n\ngo 1.22\n"),
            ("p/go.work", "go 1.21\n\nuse .\n"),
        ],
        found: &["warning[go-mod-below-policy] p/go.work:1"],
        mended_files: &[("p/go.work", "go 1.21.3\n\nuse .\n")],
        ..CASE
    },
    Case {
        files: &[PINNED, ("gom/state/lines", "1.25\n1.24\n")],
        found: &["warning[end-of-life] p/gotoolchain.toml:2"],
        mended_files: &[("gom/state/lines", "1.23\n1.22\n")],
        ..CASE
    },
];

fn root(world: &World) -> std::path::PathBuf {
    let version = gom_shim::version::Version::parse("1.22.6").unwrap();
    let host = gom_shim::platform::Platform::host();
    world.layout().toolchain(&version, &host)
}

fn remove(world: &World, file: &str) {
    std::fs::remove_file(root(world).join(file)).unwrap();
}

fn write(world: &World, file: &str, text: &str) {
    remove(world, file);
    world.file(root(world).join(file), text);
}

#[test]
fn cases() {
    super::all(CASES);
}
