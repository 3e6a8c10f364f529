//! What every key of gotoolchain.toml is for, in the words that editors show.

use gom_shim::project_table::{POLICY, PROFILE, SIDE, TARGET, TOOLCHAIN, TOP};

/// A table of the file: its name, its keys, and what each is for.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Its name among the definitions.
    pub table: &'static str,
    /// The keys that the parser knows.
    pub keys: &'static [&'static str],
    /// What they are for, by name.
    pub about: &'static [(&'static str, &'static str)],
}

/// Every table with keys of its own.
pub const DESCRIBED: &[Described] = &[
    Described {
        table: "top",
        keys: TOP,
        about: &[
            (
                "gom",
                "The versions of gom that understand this file: \">=0.1\"",
            ),
            ("toolchain", "Which Go, and what comes with it"),
            ("target", "What `go build` builds for here"),
            (
                "targets",
                "Further targets by name: gom exec --target NAME -- go build",
            ),
            ("env", "Variables for every Go command here"),
            (
                "profile",
                "Named sets of variables over [env]: gom exec --profile NAME -- COMMAND",
            ),
            ("policy", "What gom check holds this project to"),
            ("linux", "The same tables, for Linux only; WSL included"),
            (
                "wsl",
                "The same tables, for WSL only, over those of [linux]",
            ),
            ("macos", "The same tables, for macOS only"),
            ("windows", "The same tables, for Windows only"),
        ],
    },
    Described {
        table: "side",
        keys: SIDE,
        about: &[
            ("toolchain", "Which Go, and what comes with it"),
            ("target", "What `go build` builds for here"),
            (
                "targets",
                "Further targets by name: gom exec --target NAME -- go build",
            ),
            ("env", "Variables for every Go command here"),
            (
                "profile",
                "Named sets of variables over [env]: gom exec --profile NAME -- COMMAND",
            ),
            ("policy", "What gom check holds this project to"),
        ],
    },
    Described {
        table: "toolchain",
        keys: TOOLCHAIN,
        about: &[
            (
                "go",
                "A version (\"1.22.6\"), a line (\"1.22\": its newest patch), a range (\">=1.21, <1.23\"), stable, oldstable, rc, go.mod, system, or the name of a linked Go",
            ),
            (
                "tools",
                "Programs and their versions: { gopls = \"v0.16.1\" }. Read and checked; not built by this gom",
            ),
            (
                "gopath",
                "A GOPATH of its own for each toolchain or for this project, or the shared one; the caches of modules and builds stay shared",
            ),
        ],
    },
    Described {
        table: "target",
        keys: TARGET,
        about: &[
            ("goos", "The operating system; this machine's if left out"),
            ("goarch", "The architecture; this machine's if left out"),
            ("go386", "The level for goarch = \"386\""),
            ("goamd64", "The level for goarch = \"amd64\""),
            ("goarm", "The level for goarch = \"arm\""),
            ("goarm64", "The level for goarch = \"arm64\""),
            ("gomips", "The level for goarch = \"mips\" and \"mipsle\""),
            (
                "gomips64",
                "The level for goarch = \"mips64\" and \"mips64le\"",
            ),
            (
                "goppc64",
                "The level for goarch = \"ppc64\" and \"ppc64le\"",
            ),
            ("goriscv64", "The level for goarch = \"riscv64\""),
            ("gowasm", "The features for goarch = \"wasm\""),
            ("cgo", "Whether C is compiled"),
            (
                "cc",
                "The C compiler for this target; counts in a trusted project",
            ),
            (
                "cxx",
                "The C++ compiler for this target; counts in a trusted project",
            ),
            (
                "ar",
                "The archiver for this target; counts in a trusted project",
            ),
            (
                "pkg_config",
                "The pkg-config for this target; counts in a trusted project",
            ),
            (
                "sysroot",
                "Where C's headers and libraries of this target are, from this file's directory; counts in a trusted project",
            ),
            (
                "exec",
                "What runs a program that was built for this target: \"qemu-arm\"; counts in a trusted project",
            ),
        ],
    },
    Described {
        table: "profile",
        keys: PROFILE,
        about: &[(
            "env",
            "Variables over those of [env], while this profile is chosen",
        )],
    },
    Described {
        table: "policy",
        keys: POLICY,
        about: &[
            ("minimum", "The oldest Go that may be used"),
            ("experiments", "The experiments that may be on"),
            (
                "forbid",
                "Variables that must not be set, as NAME, or must not contain a word, as NAME=WORD",
            ),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described_and_nothing_else_is() {
        for Described { table, keys, about } in DESCRIBED {
            let names: Vec<&str> = about.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, *keys, "{table}");
            for (name, about) in *about {
                assert!(about.len() > 10 && !about.ends_with('.'), "{table}.{name}");
            }
        }
    }
}
