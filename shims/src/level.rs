//! The level of an architecture a program is built for: GOAMD64=v3, GOARM=7, …

use std::path::Path;

use crate::go_source::{block, cases, load, quoted};
use crate::go_value::{Checked, Rejected, one_of};
use crate::gover::Gover;
use crate::version::Version;

/// The variables there are, each for the architectures of [`variable`].
pub const VARIABLES: [&str; 9] = [
    "GO386",
    "GOAMD64",
    "GOARM",
    "GOARM64",
    "GOMIPS",
    "GOMIPS64",
    "GOPPC64",
    "GORISCV64",
    "GOWASM",
];

/// Where Go reads them: since 1.17, and before.
const SOURCES: [&str; 2] = [
    "src/internal/buildcfg/cfg.go",
    "src/cmd/internal/objabi/util.go",
];

/// The variable that has the level of a GOARCH; `None` where there is none (s390x, loong64).
///
/// Rule: `src/internal/buildcfg/cfg.go` (GOGOARCH).
#[must_use]
pub fn variable(goarch: &str) -> Option<&'static str> {
    // The name says it: the little-endian twins of mips and ppc64 share theirs.
    let twin = goarch.starts_with("mips") || goarch.starts_with("ppc64");
    let name = match goarch.strip_suffix("le") {
        Some(name) if twin => name,
        _ => goarch,
    };
    let variables = VARIABLES.iter().copied();
    let mut found = variables.filter(|variable| variable[2..].eq_ignore_ascii_case(name));
    found.next()
}

/// Checks a level against the toolchain's own source: the values its switch names, and the
/// endings it cuts off (`,softfloat` since 1.22, `,lse`, `,crypto`). A variable that this Go does
/// not have yet is accepted, as Go passes over it.
///
/// Since Go 1.23 cmd/go itself takes any GOAMD64 and GOARM and silently builds for the lowest
/// level: reading GOARM64 afterwards overwrites their error.
///
/// # Errors
/// The value, or the feature in a GOWASM, that this Go does not have.
pub fn check(root: &Path, version: Option<&Version>, name: &str, value: &str) -> Checked {
    if name == "GO386" {
        return one_of(name, value, go386(version));
    }
    let Some(source) = SOURCES.iter().find_map(|file| load(root, file)) else {
        return Ok(());
    };
    let function = match name {
        "GOARM64" => "func ParseGoarm64(".to_owned(),
        _ => format!("func {}(", name.to_ascii_lowercase()),
    };
    let levels = cases(&source, &function);
    if levels.is_empty() {
        return Ok(());
    }
    if name == "GOWASM" {
        for feature in value.split(',') {
            if !feature.is_empty() && !levels.contains(&feature) {
                return Err(Rejected::new(name, feature, UNKNOWN, &levels));
            }
        }
        return Ok(());
    }
    let mut endings = Vec::new();
    for line in block(&source, &function) {
        if line.contains(" = \",") {
            endings.append(&mut quoted(line));
        }
    }
    if levels.contains(&without_endings(value, &endings, name == "GOARM64")) {
        return Ok(());
    }
    let mut rejected = Rejected::new(name, value, UNKNOWN, &levels);
    for ending in endings {
        rejected.known.push(format!("[{ending}]"));
    }
    Err(rejected)
}

/// What is said of a value that this Go does not have.
const UNKNOWN: &str = "is no level of this Go";

/// GO386 is judged by the compiler alone (`src/cmd/compile/internal/x86/galign.go`): `387` was
/// dropped for `softfloat` in Go 1.16.
fn go386(version: Option<&Version>) -> &'static [&'static str] {
    let first = Gover::parse("1.16beta1");
    let old = version.is_some_and(|version| first.is_some_and(|first| *version.gover() < first));
    if old {
        &["387", "sse2"]
    } else {
        &["sse2", "softfloat"]
    }
}

/// A value without its endings. Those of GOARM64 come in any number and order; each of GOARM's is
/// cut off once, in the order of the source.
fn without_endings<'a>(mut value: &'a str, endings: &[&str], repeated: bool) -> &'a str {
    loop {
        let before = value;
        for ending in endings {
            value = value.strip_suffix(ending).unwrap_or(value);
        }
        if !repeated || value.len() == before.len() {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_root::Root;

    const CFG: &str = "package buildcfg\n\nfunc goamd64() int {\n\tswitch v := envOr(\"GOAMD64\"); v {\n\tcase \"v1\":\n\t\treturn 1\n\tcase \"v2\":\n\t\treturn 2\n\t}\n\tError = f(\"must be v1, v2\")\n\treturn 1\n}\n\nfunc goarm() (g features) {\n\tconst (\n\t\tsoft = \",softfloat\"\n\t\thard   = \",hardfloat\"\n\t)\n\tswitch v {\n\tcase \"6\":\n\tcase \"7\":\n\t}\n}\n\nfunc ParseGoarm64(v string) (g features, e error) {\n\tconst (\n\t\tlseOpt    = \",lse\"\n\t\tcryptoOpt = \",crypto\"\n\t)\n\tswitch v {\n\tcase \"v8.0\":\n\tcase \"v8.1\",\n\t\t\"v9.0\":\n\t}\n}\n\nfunc goarm64() (g features) {\n\tg, Error = ParseGoarm64(envOr(\"GOARM64\"))\n\treturn\n}\n\nfunc gowasm() (f features) {\n\tfor opt := range list {\n\t\tswitch opt {\n\t\tcase \"satconv\":\n\t\tcase \"signext\":\n\t\tcase \"\":\n\t\tdefault:\n\t\t\tError = f(\"no such feature %q\", opt)\n\t\t}\n\t}\n}\n";

    #[test]
    fn the_source_of_the_root_decides() {
        for file in SOURCES {
            let root = Root::new("level");
            root.file(file, CFG);
            for (name, good, bad) in [
                (
                    "GOAMD64",
                    &["v1", "v2"][..],
                    &["v3", "V1", "v1,v2", "GOAMD64", "must be v1, v2"][..],
                ),
                (
                    "GOARM",
                    &["6", "7,softfloat", "7,hardfloat", "6,hardfloat,softfloat"],
                    &[
                        "5",
                        "7,",
                        "softfloat",
                        ",softfloat",
                        "7,softfloat,hardfloat",
                        "7,softfloat,softfloat",
                    ],
                ),
                (
                    "GOARM64",
                    &["v8.0", "v9.0", "v8.1,lse", "v8.0,crypto,lse,crypto"],
                    &["v9.1", "v8", "v8.0,sve", "lse"],
                ),
                (
                    "GOWASM",
                    &["satconv", "signext,satconv", "satconv,,"],
                    &["simd"],
                ),
                ("GORISCV64", &["not in this Go yet"], &[]),
            ] {
                for value in good {
                    assert_eq!(check(root.path(), None, name, value), Ok(()), "{value}");
                }
                for value in bad {
                    let rejected = check(root.path(), None, name, value).unwrap_err();
                    assert_eq!((&*rejected.name, &*rejected.word), (name, *value));
                }
            }
            let rejected = check(root.path(), None, "GOARM", "8").unwrap_err();
            assert_eq!(rejected.known, ["6", "7", "[,softfloat]", "[,hardfloat]"]);
            let rejected = check(root.path(), None, "GOWASM", "signext,simd").unwrap_err();
            assert_eq!(rejected.word, "simd");
        }
    }

    #[test]
    fn go386_changed_in_1_16() {
        let check = |version, value| {
            let version = Version::parse(version);
            check(Path::new("/nowhere"), version.as_ref(), "GO386", value).is_ok()
        };
        for (version, soft, x87) in [
            ("1.15.15", false, true),
            ("1.16", true, false),
            ("1.27.3", true, false),
        ] {
            assert_eq!(
                (check(version, "softfloat"), check(version, "387")),
                (soft, x87),
                "{version}"
            );
            assert!(check(version, "sse2"));
            assert!(!check(version, "mmx"));
        }
    }

    #[test]
    fn every_architecture_with_levels_has_its_variable() {
        for goarch in [
            "386", "amd64", "arm", "arm64", "mips", "mipsle", "mips64", "mips64le", "ppc64",
            "ppc64le", "riscv64", "wasm",
        ] {
            assert!(VARIABLES.contains(&variable(goarch).unwrap()), "{goarch}");
        }
        assert_eq!(
            (variable("s390x"), variable("amd64le"), variable("")),
            (None, None, None)
        );
    }
}
