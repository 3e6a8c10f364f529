//! Values that the selected Go does not know.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[
            (
                "p/gotoolchain.toml",
                "[env]\nGOEXPERIMENT = \"arena\"\n[profile.test.env]\nGOEXPERIMENT = \"greenteas\"\n[profile.production.env]\nGOEXPERIMENT = \"greenteas\"\n",
            ),
            ("env", "GOEXPERIMENT=coffee\n"),
        ],
        found: &[
            "error[experiment-unknown] p/gotoolchain.toml:2",
            "error[experiment-unknown] p/gotoolchain.toml:4",
            "error[experiment-unknown] p/gotoolchain.toml:6",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOEXPERIMENT = \"arenas\"\n[profile.test.env]\nGOEXPERIMENT = \"greentea\"\n[profile.production.env]\nGOEXPERIMENT = \"greentea\"\n",
        )],
        ..CASE
    },
    Case {
        files: &[("env", "GOEXPERIMENT=coffee\n")],
        found: &["error[experiment-unknown] env:1"],
        mended_env: Some(&[("GOEXPERIMENT", "greentea")]),
        ..CASE
    },
    Case {
        env: &[("GODEBUG", "gctrce=1")],
        found: &[
            "warning[godebug-unknown] environment",
            "note[godebug-in-env] environment",
        ],
        mended_env: Some(&[("GODEBUG", "")]),
        ..CASE
    },
    // No go command reads GODEBUG from the go env -w file.
    Case {
        files: &[
            ("p/gotoolchain.toml", "[env]\nGODEBUG = \"panicnill=1\"\n"),
            ("env", "GODEBUG=nonsense=1\n"),
        ],
        found: &[
            "error[godebug-unknown] p/gotoolchain.toml:2",
            "warning[env-needs-trust] p/gotoolchain.toml:2",
        ],
        mended_files: &[("p/gotoolchain.toml", "[env]\nGODEBUG = \"panicnil=1\"\n")],
        left: &["warning[env-needs-trust] p/gotoolchain.toml:2"],
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "[env]\nGOTRACEBACK = \"full\"\n")],
        found: &["error[gotraceback-unknown] p/gotoolchain.toml:2"],
        mended_files: &[("p/gotoolchain.toml", "[env]\nGOTRACEBACK = \"all\"\n")],
        ..CASE
    },
    Case {
        env: &[("GOTRACEBACK", "full")],
        found: &["warning[gotraceback-unknown] environment"],
        mended_env: Some(&[("GOTRACEBACK", "2")]),
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOMAXPROCS = \"many\"\n[targets.pi]\ngoos = \"linux\"\ngoarch = \"arm\"\ngoarm = \"9\"\n",
        )],
        env: &[("CGO_ENABLED", "yes"), ("GOMEMLIMIT", "512MB")],
        args: &["--ignore", "target-unknown"],
        found: &[
            "error[value-unknown] environment",
            "error[value-unknown] p/gotoolchain.toml:2",
            "error[value-unknown] p/gotoolchain.toml:6",
            "warning[value-unknown] environment",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOMAXPROCS = \"2\"\n[targets.pi]\ngoos = \"linux\"\ngoarch = \"arm\"\ngoarm = \"7\"\n",
        )],
        mended_env: Some(&[("CGO_ENABLED", "0"), ("GOMEMLIMIT", "512MiB")]),
        ..CASE
    },
];

#[test]
fn cases() {
    super::all(CASES);
}
