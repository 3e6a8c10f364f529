//! The JSON schema of gotoolchain.toml (draft-07), for editors: made of the tables that the parser
//! reads, so that neither knows a key which the other does not.

use gom_shim::level::LEVELS;
use gom_shim::project_table::{GOPATH, POLICY, PROFILE, SIDE, TARGET, TOOLCHAIN, TOP};
use serde_json::{Map, Value, json};

use crate::schema_pattern as pattern;

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
                "Programs built with this Go, with their versions: { gopls = \"v0.16.1\" }",
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

/// Levels that Go has today; a Go may have others.
const LEVEL_EXAMPLES: &[(&str, &[&str])] = &[
    ("go386", &["sse2", "softfloat"]),
    ("goamd64", &["v1", "v2", "v3", "v4"]),
    ("goarm", &["5", "6", "7", "7,softfloat"]),
    ("goarm64", &["v8.0", "v8.1,lse", "v9.0"]),
    ("gomips", &["hardfloat", "softfloat"]),
    ("gomips64", &["hardfloat", "softfloat"]),
    ("goppc64", &["power8", "power9", "power10"]),
    ("goriscv64", &["rva20u64", "rva22u64", "rva23u64"]),
    ("gowasm", &["satconv", "signext"]),
];

/// The schema as it is shipped and printed.
#[must_use]
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The schema.
#[must_use]
pub fn schema() -> Value {
    let mut definitions = Map::new();
    for Described { table, keys, about } in DESCRIBED.iter().skip(1) {
        definitions.insert((*table).into(), table_of(table, keys, about));
    }
    definitions.insert("env".into(), env());
    definitions.insert(
        "targets".into(),
        json!({
            "type": "object",
            "propertyNames": {"pattern": pattern::NAME, "not": {"const": "host"}},
            "additionalProperties": {"$ref": "#/definitions/target"},
        }),
    );
    definitions.insert(
        "profiles".into(),
        json!({
            "type": "object",
            "propertyNames": {"pattern": pattern::NAME},
            "additionalProperties": {"$ref": "#/definitions/profile"},
        }),
    );
    let top = &DESCRIBED[0];
    let mut schema = Map::new();
    schema.insert(
        "$schema".into(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    schema.insert("title".into(), json!("gotoolchain.toml"));
    schema.insert(
        "description".into(),
        json!("What a project wants of Go, as gom reads it"),
    );
    if let Value::Object(table) = table_of(top.table, top.keys, top.about) {
        schema.extend(table);
    }
    schema.insert("definitions".into(), definitions.into());
    schema.into()
}

/// A table with these keys and no others.
fn table_of(table: &str, keys: &[&str], about: &[(&str, &str)]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut value = value_of(table, key);
        if let (Some((_, about)), Some(value)) = (
            about.iter().find(|(name, _)| name == key),
            value.as_object_mut(),
        ) {
            value.shift_insert(0, "description".into(), json!(about));
        }
        properties.insert((*key).into(), value);
    }
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("properties".into(), properties.into());
    object.insert("additionalProperties".into(), json!(false));
    if table == "target" {
        object.insert("dependencies".into(), levels());
    }
    object.into()
}

/// What the parser takes for a key (`gom_shim::project_table`).
fn value_of(table: &str, key: &str) -> Value {
    // What stands beside a $ref is passed over in draft-07.
    let of = |definition: &str| json!({"allOf": [{"$ref": format!("#/definitions/{definition}")}]});
    match (table, key) {
        (_, "profile") => of("profiles"),
        ("top", "linux" | "wsl" | "macos" | "windows") => of("side"),
        ("top", "gom") => {
            json!({"type": ["string", "integer"], "minimum": 0, "pattern": pattern::requirement()})
        }
        ("top" | "side" | "profile", _) => of(key),
        ("toolchain", "go") => request(),
        ("toolchain", "gopath") => json!({"type": "string", "enum": GOPATH}),
        ("toolchain", _) => json!({"type": "object", "additionalProperties": any_text()}),
        ("target", "cgo") => json!({"type": "boolean"}),
        ("target", "goos" | "goarch") => json!({"type": "string", "pattern": pattern::WORD}),
        ("target", level) if LEVEL_EXAMPLES.iter().any(|(name, _)| *name == level) => {
            let mut value = any_text();
            let examples = LEVEL_EXAMPLES.iter().find(|(name, _)| *name == level);
            value["examples"] = json!(examples.map(|(_, examples)| examples));
            value
        }
        ("policy", "minimum") => {
            json!({"type": ["string", "integer"], "minimum": 0, "pattern": pattern::minimum()})
        }
        ("policy", _) => {
            json!({"type": "array", "items": {"type": "string", "pattern": pattern::TEXT}})
        }
        _ => any_text(),
    }
}

/// A text; a whole number is taken as its digits.
fn any_text() -> Value {
    json!({"type": ["string", "integer"], "pattern": pattern::TEXT})
}

/// `[env]`: GOOS and its like are for `[target]`.
fn env() -> Value {
    let levels = LEVELS.iter().map(|(_, variable)| *variable);
    json!({
        "type": "object",
        "propertyNames": {
            "pattern": pattern::VARIABLE,
            "not": {"pattern": pattern::any_case(["GOOS", "GOARCH"].into_iter().chain(levels))},
        },
        "additionalProperties": any_text(),
    })
}

/// Each level with the architectures that it says something about.
fn levels() -> Value {
    let mut dependencies = Map::new();
    for (goarch, variable) in LEVELS {
        let entry = dependencies
            .entry(variable.to_lowercase())
            .or_insert_with(|| json!({"properties": {"goarch": {"enum": []}}}));
        if let Some(list) = entry["properties"]["goarch"]["enum"].as_array_mut() {
            list.push(json!(goarch));
        }
    }
    dependencies.into()
}

/// A request (`gom_shim::request`).
fn request() -> Value {
    json!({
        "type": "string",
        "anyOf": [
            {"pattern": pattern::version()},
            {"pattern": pattern::WORDS},
            {"pattern": pattern::range(), "not": {"pattern": pattern::NO_RANGE}},
            {"pattern": pattern::LINK, "not": {"pattern": pattern::no_link()}},
        ],
        "examples": ["1.22.6", "1.22", "stable", ">=1.21, <1.23", "go.mod"],
    })
}

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
        let levels: Vec<&str> = LEVEL_EXAMPLES.iter().map(|(name, _)| *name).collect();
        for (_, variable) in LEVELS {
            assert!(levels.contains(&&*variable.to_lowercase()), "{variable}");
        }
    }
}
