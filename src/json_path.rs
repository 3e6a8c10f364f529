//! A path in a JSON object: text, and its bytes as well where it is not UTF-8.

use std::path::Path;

use base64::Engine;
use serde_json::{Map, Value};

/// Inserts `name`, and `NAME_bytes` in base64 where the path is not UTF-8.
pub fn insert(object: &mut Map<String, Value>, name: &str, path: &Path) {
    object.insert(
        name.to_owned(),
        Value::String(path.to_string_lossy().into_owned()),
    );
    if path.to_str().is_none() {
        let bytes =
            base64::engine::general_purpose::STANDARD.encode(path.as_os_str().as_encoded_bytes());
        object.insert(format!("{name}_bytes"), Value::String(bytes));
    }
}
