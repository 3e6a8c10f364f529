//! The project file itself.

use super::{CASE, Case};
#[cfg(unix)]
use crate::support::world::World;

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[toolchain]\ngo = \"1.22.6\"\ngopth = \"shared\"\n\n[linux.polcy]\nminimum = \"1.30\"\n",
        )],
        found: &[
            "error[unknown-key] p/gotoolchain.toml:3",
            "error[unknown-key] p/gotoolchain.toml:5",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[toolchain]\ngo = \"1.22.6\"\ngopath = \"shared\"\n",
        )],
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "\ngom = \">=99.1\"\n")],
        found: &["error[gom-too-old] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "gom = \">=0.1\"\n")],
        ..CASE
    },
    // What is no requirement at all cannot be met.
    Case {
        files: &[("p/gotoolchain.toml", "gom = \"newest\"\n")],
        found: &["error[gom-requirement] p/gotoolchain.toml:1"],
        mended_files: &[("p/gotoolchain.toml", "gom = \"*\"\n")],
        ..CASE
    },
    #[cfg(unix)]
    Case {
        files: &[("shared.toml", "[env]\nGOGC = \"50\"\n")],
        setup: linked,
        found: &["note[file-not-trusted-link] p/gotoolchain.toml:1"],
        mend: copied,
        ..CASE
    },
    // Where something in it waits for trust, it waits for ever.
    #[cfg(unix)]
    Case {
        files: &[("shared.toml", "[env]\nGOPRIVATE = \"git.example.com\"\n")],
        setup: linked,
        found: &[
            "warning[env-needs-trust] p/gotoolchain.toml:2",
            "warning[file-not-trusted-link] p/gotoolchain.toml:1",
        ],
        mend: copied,
        left: &["warning[env-needs-trust] p/gotoolchain.toml:2"],
        ..CASE
    },
];

#[cfg(unix)]
fn linked(world: &mut World) {
    std::os::unix::fs::symlink("../shared.toml", world.path("p/gotoolchain.toml")).unwrap();
}

#[cfg(unix)]
fn copied(world: &mut World) {
    let file = world.path("p/gotoolchain.toml");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn cases() {
    super::all(CASES);
}
