//! Build info as JSON.

use serde_json::{Map, Value, json};

use super::{BuildInfo, Module};

/// All of it, in names that do not change with Go's.
#[must_use]
pub fn build_info(info: &BuildInfo) -> Map<String, Value> {
    let pairs = |pairs: &mut dyn Iterator<Item = (&str, &str)>| -> Value {
        let object: Map<String, Value> = pairs
            .map(|(key, value)| (key.to_owned(), json!(value)))
            .collect();
        object.into()
    };
    let platform = |key| json!(info.setting(key));
    let mut object = Map::new();
    let mut insert = |name: &str, value: Value| object.insert(name.to_owned(), value);
    insert("go", json!(info.go()));
    let version = info.version().map(|version| version.to_string());
    insert("version", json!(version));
    insert("experiments", json!(info.experiments()));
    insert("goos", platform("GOOS"));
    insert("goarch", platform("GOARCH"));
    insert("levels", pairs(&mut info.levels()));
    insert("cgo", json!(info.cgo()));
    insert("flags", pairs(&mut info.flags()));
    insert("vcs", vcs(info));
    insert("default_godebug", json!(info.default_godebug()));
    insert(
        "package",
        json!(Some(&info.path).filter(|path| !path.is_empty())),
    );
    insert("main", info.main.as_ref().map_or(Value::Null, module));
    insert("modules", info.deps.iter().map(module).collect());
    let mut settings = info
        .settings
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    insert("settings", pairs(&mut settings));
    object
}

fn vcs(info: &BuildInfo) -> Value {
    let Some(system) = info.setting("vcs") else {
        return Value::Null;
    };
    json!({
        "system": system,
        "revision": info.setting("vcs.revision"),
        "time": info.setting("vcs.time"),
        "modified": info.setting("vcs.modified").map(|value| value == "true"),
    })
}

/// `sum` and `replace` only where there is one.
fn module(module: &Module) -> Value {
    let mut object = Map::new();
    object.insert("path".into(), json!(module.path));
    object.insert("version".into(), json!(module.version));
    if !module.sum.is_empty() {
        object.insert("sum".into(), json!(module.sum));
    }
    if let Some(replace) = &module.replace {
        object.insert("replace".into(), self::module(replace));
    }
    object.into()
}
