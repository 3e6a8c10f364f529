//! `gom list`: what is installed.

use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::{Result, escape};
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::inventory::{self, Entry};
use crate::{json_path, size};

/// Show what is installed
///
/// A line per toolchain: what was proved about it, its size, and a star at the default.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Only what answers this request
    request: Option<String>,
}

/// Prints a line per toolchain.
///
/// # Errors
/// `Usage` for a request that is none.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let request = args.request.as_deref().map(Request::parse).transpose()?;
    let default = default_root(gom)?;
    let asked = |entry: &Entry| match &request {
        None => true,
        Some(Request::Linked(name)) => entry.linked && entry.name == *name,
        Some(request) => {
            !entry.linked
                && entry
                    .version
                    .as_ref()
                    .is_some_and(|version| request.accepts(version))
        }
    };
    let entries: Vec<Entry> = inventory::list(&gom.layout, &gom.host)
        .into_iter()
        .filter(asked)
        .collect();
    let is_default = |entry: &Entry| default.as_ref() == Some(&entry.root);
    if gom.printer.json() {
        let toolchains: Vec<Value> = entries
            .iter()
            .map(|entry| to_json(entry, is_default(entry)))
            .collect();
        gom.printer.object(&json!({"schema": 1, "default": gom.config()?.text("default"), "toolchains": toolchains}));
        return Ok(());
    }
    if entries.is_empty() {
        match &args.request {
            Some(request) => gom.printer.talk(format_args!(
                "no installed Go answers '{}'",
                escape::text(request)
            )),
            None => gom.printer.talk("nothing is installed"),
        }
        gom.printer.hint("gom install");
    }
    let width = entries
        .iter()
        .map(|entry| shown_name(entry, gom).len())
        .max()
        .unwrap_or(0);
    for entry in &entries {
        let mark = if is_default(entry) { "*" } else { " " };
        gom.printer.data(format_args!(
            "{mark} {:<width$}  {}",
            shown_name(entry, gom),
            describe(entry)
        ));
    }
    Ok(())
}

/// The host's own toolchains go by version; others say their platform.
fn shown_name(entry: &Entry, gom: &Gom) -> String {
    match &entry.version {
        Some(version) if !entry.linked && entry.platform == gom.host => version.go_name(),
        Some(version) if !entry.linked => format!("{} {}", version.go_name(), entry.platform),
        _ => entry.name.clone(),
    }
}

fn describe(entry: &Entry) -> String {
    let version = entry
        .version
        .as_ref()
        .map_or_else(|| "unknown version".to_owned(), |version| version.go_name());
    match (&entry.receipt, entry.linked, entry.damaged) {
        (_, true, true) => format!(
            "linked to {}, where there is no bin/go",
            escape::path(&entry.root)
        ),
        (_, true, false) => format!(
            "{version}, linked to {}, unverified",
            escape::path(&entry.root)
        ),
        (_, _, true) => "damaged".to_owned(),
        (Some(receipt), ..) => format!(
            "{}, {}",
            proof_words(&receipt.proof),
            size::human(receipt.bytes)
        ),
        (None, ..) => "damaged".to_owned(),
    }
}

/// What a receipt claims, for people.
fn proof_words(proof: &str) -> String {
    match proof {
        "sumdb" => "proved by the checksum database".to_owned(),
        "index" => "sha256 as published".to_owned(),
        "none" => "unverified".to_owned(),
        other => escape::excerpt(other, 40),
    }
}

/// The root that the default means now.
fn default_root(gom: &Gom) -> Result<Option<std::path::PathBuf>> {
    Ok(match gom.default_choice()? {
        Some(Chosen::Toolchain(toolchain)) => Some(toolchain.root),
        Some(Chosen::Missing(_)) | None => None,
    })
}

fn to_json(entry: &Entry, default: bool) -> Value {
    let receipt = entry.receipt.as_ref();
    let mut object = Map::new();
    object.insert("name".into(), json!(entry.name));
    object.insert(
        "version".into(),
        json!(entry.version.as_ref().map(ToString::to_string)),
    );
    object.insert("platform".into(), json!(entry.platform.to_string()));
    json_path::insert(&mut object, "root", &entry.root);
    object.insert("linked".into(), json!(entry.linked));
    object.insert("damaged".into(), json!(entry.damaged));
    object.insert(
        "proof".into(),
        json!(receipt.map_or("none", |receipt| receipt.proof.as_str())),
    );
    object.insert(
        "origin".into(),
        json!(receipt.map(|receipt| &receipt.origin)),
    );
    object.insert(
        "installed_at".into(),
        json!(receipt.map(|receipt| &receipt.installed_at)),
    );
    object.insert(
        "bytes".into(),
        json!(receipt.map_or(0, |receipt| receipt.bytes)),
    );
    object.insert("default".into(), json!(default));
    Value::Object(object)
}
