//! `gom config --project`: the keys of this project's gotoolchain.toml, shown and changed.

use std::path::PathBuf;

use gom_shim::project_file::PROJECT_FILE;
use gom_shim::toml_place::position;
use gom_shim::{Error, Kind, Result, escape, project_file, quote, read};
use serde_json::{Map, Value, json};
use toml_edit::{Array, Document, Item, TableLike};

use crate::gom::Gom;
use crate::project_edit::ProjectEdit;
use crate::toml_file::TomlFile;
use crate::toml_key::DottedKey;
use crate::{json_path, project_place};

/// What is wanted of a key.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Its value.
    Shown {
        /// True where the line is wanted, too.
        origin: bool,
    },
    /// Another value.
    Set(&'a str),
    /// None.
    Removed,
}

/// Shows or edits the nearest gotoolchain.toml.
///
/// # Errors
/// `Usage` outside a project and for what is no key or no value of it; `Config` for a file that
/// cannot be used; `Failure` for a key that it does not have.
pub fn run(gom: &Gom, name: Option<&str>, wanted: Wanted<'_>) -> Result<()> {
    let key = name.map(DottedKey::parse).transpose()?;
    match (wanted, key) {
        (Wanted::Set(text), Some(key)) => {
            let mut edit = ProjectEdit::open(gom, &place(gom, true)?)?;
            edit.put(&key, value(&key, text)?)?;
            edit.write()?.advise(gom);
            Ok(())
        }
        (Wanted::Removed, Some(key)) => {
            let path = place(gom, false)?;
            let mut edit = ProjectEdit::open(gom, &path)?;
            if !edit.take(&key) {
                return Err(absent(&path, &key));
            }
            edit.write()?.advise(gom);
            Ok(())
        }
        (Wanted::Shown { origin }, key) => show(gom, key.as_ref(), origin),
        // clap asks for a name with a value and with --unset.
        (_, None) => show(gom, None, false),
    }
}

/// The file, which a value may be the first thing in.
fn place(gom: &Gom, may_make: bool) -> Result<PathBuf> {
    let cwd = gom.directory(None)?;
    let found = if may_make {
        project_place::of(&cwd)
    } else {
        project_file::find(&cwd)
    };
    found.ok_or_else(|| {
        Error::new(
            Kind::Usage,
            format!(
                "there is no {PROJECT_FILE} at or above {}",
                escape::path(&cwd)
            ),
        )
        .hint("gom use --here stable")
    })
}

fn absent(path: &std::path::Path, key: &DottedKey) -> Error {
    Error::new(
        Kind::Failure,
        format!(
            "{} has no {}",
            escape::path(path),
            escape::excerpt(&key.to_string(), 80)
        ),
    )
    .hint("gom config --project")
}

/// The value that a text means for a key: all are texts, but for `cgo` and the lists.
fn value(key: &DottedKey, text: &str) -> Result<toml_edit::Value> {
    let words = key.words();
    let wrong = |what: &str| {
        let shown = escape::excerpt(text, 60);
        Error::new(Kind::Usage, format!("{key} is '{shown}', and {what}"))
    };
    Ok(match words.as_slice() {
        [.., "target", "cgo"] | [.., "targets", _, "cgo"] => match text {
            "true" | "1" => true.into(),
            "false" | "0" => false.into(),
            _ => {
                return Err(wrong("neither true nor false").hint(format!(
                    "gom config --project {} true",
                    quote::word(&key.to_string())
                )));
            }
        },
        [.., "policy", "experiments" | "forbid"] => {
            if text.trim_start().starts_with('[') {
                return text.trim().parse().map_err(|_| {
                    wrong("no list of TOML").hint("write it as [\"a\", \"b\"], or as a,b")
                });
            }
            let words = text
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            words.collect::<Array>().into()
        }
        _ => text.into(),
    })
}

/// A value of the file.
struct Found {
    key: DottedKey,
    value: toml_edit::Value,
    line: usize,
}

fn show(gom: &Gom, key: Option<&DottedKey>, origin: bool) -> Result<()> {
    let path = place(gom, false)?;
    let text = match read::file(&path)? {
        Some(bytes) => read::text(&path, bytes)?,
        None => String::new(),
    };
    // What cannot be parsed is refused with its place.
    TomlFile::parse(&path, text.clone())?;
    let Ok(document) = Document::parse(text.as_str()) else {
        return Ok(());
    };
    let mut found = Vec::new();
    collect(document.as_table(), None, &text, &mut found);
    if let Some(key) = key {
        let below = |found: &Found| found.key.words().starts_with(&key.words());
        found.retain(below);
        if found.is_empty() {
            return Err(absent(&path, key));
        }
    }
    // One value is shown bare, as that of any other setting.
    let one = found.iter().find(|found| Some(&found.key) == key);
    let place = |found: &Found| format!("{}:{}", escape::path(&path), found.line);
    if gom.printer.json() {
        let mut object = Map::new();
        object.insert("schema".into(), json!(1));
        match one {
            Some(one) => {
                object.insert("name".into(), json!(one.key.to_string()));
                object.insert("value".into(), to_json(&one.value));
                object.insert("origin".into(), json!(place(one)));
            }
            None => {
                json_path::insert(&mut object, "path", &path);
                let values = found.iter();
                let values = values.map(|found| (found.key.to_string(), to_json(&found.value)));
                object.insert("values".into(), Value::Object(values.collect()));
            }
        }
        gom.printer.object(&object.into());
        return Ok(());
    }
    for found in &found {
        let shown = match (one, &found.value) {
            (Some(_), toml_edit::Value::String(text)) => text.value().clone(),
            (Some(_), value) => value.to_string().trim().to_owned(),
            (None, value) => format!("{} = {}", found.key, value.to_string().trim()),
        };
        let shown = escape::text(&shown);
        if origin {
            gom.printer.data(format_args!("{shown}\t{}", place(found)));
        } else {
            gom.printer.data(shown);
        }
    }
    Ok(())
}

/// Every value in a table and below it, in the order of the file.
fn collect(table: &dyn TableLike, within: Option<&DottedKey>, text: &str, found: &mut Vec<Found>) {
    for (name, item) in table.iter() {
        let key = within.map_or_else(|| DottedKey::new(&[name]), |within| within.with(name));
        if let Some(table) = item.as_table_like() {
            collect(table, Some(&key), text, found);
        } else if let Item::Value(value) = item {
            let start = value.span().map_or(0, |span| span.start);
            found.push(Found {
                key,
                value: value.clone().decorated("", ""),
                line: position(text, start).0,
            });
        }
    }
}

fn to_json(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => json!(text.value()),
        toml_edit::Value::Integer(number) => json!(number.value()),
        toml_edit::Value::Float(number) => json!(number.value()),
        toml_edit::Value::Boolean(on) => json!(on.value()),
        toml_edit::Value::Datetime(time) => json!(time.value().to_string()),
        toml_edit::Value::Array(items) => items.iter().map(to_json).collect(),
        toml_edit::Value::InlineTable(table) => {
            let entries = table
                .iter()
                .map(|(name, value)| (name.to_owned(), to_json(value)));
            Value::Object(entries.collect())
        }
    }
}
