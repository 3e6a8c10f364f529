//! `gom current`: which Go is used here, and why.

use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::source::{Source, SourceKind};
use gom_shim::{Result, escape};
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::{ignored, json_path};

/// Show which Go is used here, and why
///
/// Prints the Go that a shim would run in this directory, and the place that asked for it.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Show every file and variable that was looked at, and what came of it
    #[arg(long)]
    explain: bool,
}

/// Prints the resolution of the current directory.
///
/// # Errors
/// What the resolver cannot read or does not trust, and where there is no Go at all.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let resolution = gom.resolve()?;
    if gom.printer.json() {
        gom.printer.object(&to_json(gom, &resolution));
        return Ok(());
    }
    let cwd = gom.vars.cwd.as_deref();
    if args.explain {
        for step in resolution.chain.steps() {
            let mark = if step.used { "→" } else { " " };
            let text = escape::excerpt(&step.source.text, 80);
            gom.printer.data(format_args!(
                "{mark} {}: {text}: {}",
                step.source.place(cwd),
                step.why
            ));
        }
    }
    let place = match resolution.source.kind {
        SourceKind::Default => format!("default, {}", resolution.source.place(cwd)),
        _ => resolution.source.place(cwd),
    };
    match &resolution.chosen {
        Chosen::Toolchain(toolchain) => {
            let name = toolchain
                .version
                .as_ref()
                .map_or_else(|| toolchain.name.clone(), |version| version.go_name());
            gom.printer.data(format_args!("{name} ({place})"));
        }
        Chosen::Missing(missing) => {
            let name = missing
                .version
                .as_ref()
                .map_or_else(|| resolution.request.clone(), |version| version.go_name());
            gom.printer
                .data(format_args!("{name} ({place}), not installed"));
            if let Some(hint) = &missing.error.hint {
                gom.printer.hint(hint);
            }
        }
    }
    for warning in &resolution.warnings {
        gom.printer.warning(&warning.message);
        gom.printer.hint(&warning.hint);
    }
    ignored::tell(&gom.printer, &gom.vars, resolution.project.as_ref());
    Ok(())
}

/// The resolution as interface.md fixes it.
fn to_json(gom: &Gom, resolution: &Resolution) -> Value {
    let (toolchain, missing) = match &resolution.chosen {
        Chosen::Toolchain(toolchain) => (Some(toolchain), None),
        Chosen::Missing(missing) => (None, Some(missing)),
    };
    let version = toolchain
        .and_then(|toolchain| toolchain.version.as_ref())
        .or(missing.and_then(|missing| missing.version.as_ref()));
    let name = version
        .map(gom_shim::version::Version::go_name)
        .or_else(|| toolchain.map(|toolchain| toolchain.name.clone()));
    let mut object = Map::new();
    object.insert("schema".into(), json!(1));
    object.insert("request".into(), json!(resolution.request));
    object.insert("version".into(), json!(version.map(ToString::to_string)));
    object.insert("name".into(), json!(name));
    object.insert("platform".into(), json!(gom.host.to_string()));
    match toolchain {
        Some(toolchain) => json_path::insert(&mut object, "root", &toolchain.root),
        None => {
            object.insert("root".into(), Value::Null);
        }
    }
    object.insert("installed".into(), json!(toolchain.is_some()));
    let ignored = ignored::to_json(&gom.vars, resolution.project.as_ref());
    object.insert("ignored".into(), ignored);
    object.insert("source".into(), source(&resolution.source));
    let steps = resolution.chain.steps().iter().map(|step| {
        let mut value = source(&step.source);
        value["used"] = json!(step.used);
        value["why"] = json!(step.why);
        value
    });
    object.insert("chain".into(), steps.collect());
    object.insert(
        "target".into(),
        json!({"goos": gom.host.os(), "goarch": gom.host.arch()}),
    );
    let warnings = resolution
        .warnings
        .iter()
        .map(|warning| json!({"id": warning.id, "message": warning.message, "hint": warning.hint}));
    object.insert("warnings".into(), warnings.collect());
    Value::Object(object)
}

/// A source as JSON; `path` and `line` only where it has them.
#[must_use]
pub fn source(source: &Source) -> Value {
    let mut object = Map::new();
    object.insert("kind".into(), json!(source.kind.name()));
    if let Some(path) = &source.path {
        json_path::insert(&mut object, "path", path);
    }
    if let Some(line) = source.line {
        object.insert("line".into(), json!(line));
    }
    object.insert("text".into(), json!(source.text));
    Value::Object(object)
}
