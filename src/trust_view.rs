//! What a person, or a script, is shown of a project file before it is trusted.

use gom_shim::escape;
use serde_json::{Map, Value, json};

use crate::asks::{Ask, asks};
use crate::ignored::Why;
use crate::json_path;
use crate::never::never;
use crate::text_diff::{Kind, unified};
use crate::trust_file::TrustFile;

/// The lines for a person; none where nothing needs trust and nothing has changed. `paint` colours a text by an SGR parameter, or leaves it as it is.
#[must_use]
pub fn lines(file: &TrustFile, paint: impl Fn(&str, &str) -> String) -> Vec<String> {
    let path = escape::path(&file.path);
    let mut lines = diff(file, &paint);
    let mut wanted = Vec::new();
    let mut refused = Vec::new();
    if let Some((pin, why)) = &file.pin {
        let line = pin.source.line.unwrap_or(1);
        let text = escape::excerpt(&pin.source.text, 80);
        let given = format!("{text}: {}", escape::text(why));
        wanted.push(format!("  line {line}: {}", paint(&given, "33")));
    }
    for ask in file.project.iter().flat_map(asks) {
        // Quoted as a text in Rust is: no value looks like what follows it. Never cut, either.
        let value = format!("{:?}", ask.entry.value);
        let given = format!(
            "{} {} = {}",
            ask.table,
            ask.entry.name,
            escape::text(&value)
        );
        let line = ask.entry.place.0;
        match ask.why {
            Why::Untrusted => wanted.push(format!("  line {line}: {}", paint(&given, "33"))),
            Why::Never => {
                let never = never(&ask.entry.name);
                refused.push(format!("  line {line}: {given}: {}", never.why));
                refused.extend(
                    never
                        .instead
                        .map(|instead| format!("    instead: {instead}")),
                );
            }
        }
    }
    if !wanted.is_empty() {
        lines.push(format!("{path} asks for"));
        lines.append(&mut wanted);
    }
    if !refused.is_empty() {
        lines.push(format!(
            "{path} asks for what no project is given, trusted or not"
        ));
        lines.append(&mut refused);
    }
    lines
}

/// The change since the file was trusted; nothing where it was not, or has not changed.
fn diff(file: &TrustFile, paint: &impl Fn(&str, &str) -> String) -> Vec<String> {
    let Some(kept) = file.kept.as_ref().filter(|kept| **kept != file.bytes) else {
        return Vec::new();
    };
    let path = escape::path(&file.path);
    let mut lines = vec![
        paint(&format!("--- {path} as it was trusted"), "1"),
        paint(&format!("+++ {path} as it is"), "1"),
    ];
    for (kind, text) in unified(
        &String::from_utf8_lossy(kept),
        &String::from_utf8_lossy(&file.bytes),
    ) {
        lines.push(match kind {
            Kind::Same => text,
            Kind::Removed => paint(&text, "31"),
            Kind::Added => paint(&text, "32"),
            Kind::Place => paint(&text, "36"),
        });
    }
    lines
}

/// The same as JSON.
#[must_use]
pub fn to_json(file: &TrustFile) -> Value {
    let mut object = Map::new();
    object.insert("name".into(), json!(file.name));
    json_path::insert(&mut object, "path", &file.path);
    object.insert("state".into(), json!(file.state()));
    let mut wanted: Vec<Value> = Vec::new();
    let mut refused: Vec<Value> = Vec::new();
    if let Some((pin, why)) = &file.pin {
        let request = pin.request.to_string();
        wanted.push(
            json!({"name": "toolchain.go", "value": request, "line": pin.source.line, "why": why}),
        );
    }
    for ask in file.project.iter().flat_map(asks) {
        match ask.why {
            Why::Untrusted => wanted.push(asked(&ask)),
            Why::Never => {
                let never = never(&ask.entry.name);
                let mut value = asked(&ask);
                value["why"] = json!(never.why);
                value["instead"] = json!(never.instead);
                refused.push(value);
            }
        }
    }
    object.insert("asks".into(), wanted.into());
    object.insert("never".into(), refused.into());
    let diff = diff(file, &|text, _| text.to_owned()).join("\n");
    object.insert("diff".into(), json!(diff));
    object.into()
}

fn asked(ask: &Ask<'_>) -> Value {
    json!({"name": ask.name(), "table": ask.table, "value": ask.entry.value, "line": ask.entry.place.0})
}
