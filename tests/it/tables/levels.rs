//! Levels of architectures, as a real Go takes them.

use gom_shim::level;

use super::{Go, agree, real_or_skip};
use crate::support::outcome::Outcome;
use crate::support::world::World;

/// GOOS, GOARCH, and values of its variable, good ones and bad ones of some release.
const CASES: [(&str, &str, &[&str]); 10] = [
    (
        "linux",
        "386",
        &["sse2", "softfloat", "387", "sse3", "SSE2"],
    ),
    (
        "linux",
        "amd64",
        &[
            "v1", "v2", "v3", "v4", "v5", "v0", "V1", "1", "v1,v2", "v1 ",
        ],
    ),
    (
        "linux",
        "arm",
        &[
            "5",
            "6",
            "7",
            "8",
            "4",
            "v7",
            "7,softfloat",
            "5,hardfloat",
            "6,hardfloat,softfloat",
            "6,softfloat,hardfloat",
            "7,softfloat,softfloat",
            ",softfloat",
            "7,",
            "softfloat",
            "7,soft",
        ],
    ),
    (
        "linux",
        "arm64",
        &[
            "v8.0",
            "v8.9",
            "v9.0",
            "v9.5",
            "v9.6",
            "v8.10",
            "v10.0",
            "v8",
            "8.0",
            "v8.0,lse",
            "v8.1,crypto",
            "v9.0,lse,crypto",
            "v9.0,crypto,lse,crypto",
            "v9.0,sve",
            "v9.0,",
            "lse",
            ",lse",
        ],
    ),
    (
        "linux",
        "mipsle",
        &["hardfloat", "softfloat", "hard", "hardfloat,softfloat"],
    ),
    ("linux", "mips64", &["hardfloat", "softfloat", "none"]),
    (
        "linux",
        "ppc64le",
        &["power8", "power9", "power10", "power11", "power7", "8"],
    ),
    (
        "linux",
        "riscv64",
        &[
            "rva20u64", "rva22u64", "rva23u64", "rva24u64", "rva20", "rv64gc",
        ],
    ),
    (
        "js",
        "wasm",
        &[
            "satconv",
            "signext",
            "satconv,signext",
            "signext,",
            ",,",
            "simd",
            "satconv,simd",
        ],
    ),
    ("linux", "s390x", &[]),
];

/// True where Go takes the level for what it says.
fn accepted(go: &Go, goarch: &str, value: &str, said: &Outcome) -> bool {
    if said.code != 0 {
        return false;
    }
    match goarch {
        // Since Go 1.23 cmd/go passes over mistakes here and builds for the default level. The
        // build tags tell; a GOARM's ending has none, and that of a bad one leaves a 5, 6 or 7.
        "amd64" if go.minor >= 23 => said.stdout.contains(&format!("amd64.{value} ")),
        "arm" if go.minor >= 23 => {
            let (number, endings) = value.split_at(value.len().min(1));
            let endings =
                ["", ",softfloat", ",hardfloat", ",hardfloat,softfloat"].contains(&endings);
            said.stdout.contains(&format!("arm.{number} ")) && endings
        }
        _ => true,
    }
}

#[test]
fn levels_are_those_that_go_takes() {
    let world = World::new();
    for go in real_or_skip!(&world, since 1) {
        for (goos, goarch, values) in CASES {
            for value in values {
                let name = level::variable(goarch).unwrap();
                // GO386 is looked at by nothing but the compiler.
                let tags = r#"{{range context.ToolTags}}{{.}} {{end}}"#;
                let args = match goarch {
                    "386" => &["tool", "compile", "-V=full"][..],
                    _ => &["list", "-f", tags, "unsafe"],
                };
                let call = go.call(&world, args).env(name, value);
                let said = call.env("GOOS", goos).env("GOARCH", goarch).run();
                let go_accepts = accepted(&go, goarch, value, &said);
                let setting = format!("{name}={value}");
                agree(
                    &go.root,
                    &setting,
                    &go.check(name, value),
                    go_accepts,
                    &said.stderr,
                );
            }
        }
    }
}
