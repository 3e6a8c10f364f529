//! The JSON schema of gotoolchain.toml (draft-07), for editors: made of the tables that the parser
//! reads, so that neither knows a key which the other does not.

use gom_shim::level::LEVELS;
use gom_shim::project_table::GOPATH;
use serde_json::{Map, Value, json};

use crate::schema_about::{DESCRIBED, Described};
use crate::schema_pattern as pattern;

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
            let mut value = some_text();
            let examples = LEVEL_EXAMPLES.iter().find(|(name, _)| *name == level);
            value["examples"] = json!(examples.map(|(_, examples)| examples));
            value
        }
        ("target", _) => some_text(),
        ("policy", "minimum") => {
            json!({"type": ["string", "integer"], "minimum": 0, "pattern": pattern::minimum()})
        }
        ("policy", "experiments") => {
            json!({"type": "array", "items": {"type": "string", "pattern": pattern::EXPERIMENT}})
        }
        ("policy", _) => {
            json!({"type": "array", "items": {"type": "string", "pattern": pattern::FORBIDDEN}})
        }
        _ => any_text(),
    }
}

/// A text; a whole number is taken as its digits.
fn any_text() -> Value {
    json!({"type": ["string", "integer"], "pattern": pattern::TEXT})
}

/// A text that is more than blanks.
fn some_text() -> Value {
    json!({"type": ["string", "integer"], "pattern": pattern::FULL})
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
    fn every_level_has_examples() {
        let examples: Vec<&str> = LEVEL_EXAMPLES.iter().map(|(name, _)| *name).collect();
        for (_, variable) in LEVELS {
            assert!(examples.contains(&&*variable.to_lowercase()), "{variable}");
        }
    }
}
