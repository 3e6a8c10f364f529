//! `gom env`: the environment that a shim gives to Go here.

use gom_shim::environment::{self, Change};
use gom_shim::invocation::Invocation;
use gom_shim::resolution::Chosen;
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Map, json};

use crate::commands::current;
use crate::gom::Gom;
use crate::{ignored, json_path};

/// Show the environment that a shim gives to Go here
///
/// The variables that it sets in this directory, and no others; `-NAME` for one that it removes.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Print only these, as bare values, a line each
    names: Vec<String>,
}

/// Prints `NAME=value` lines.
///
/// # Errors
/// `NotInstalled` where the toolchain is missing; `Usage` for a name that shims do not set.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let resolution = gom.resolve()?;
    let toolchain = match &resolution.chosen {
        Chosen::Toolchain(toolchain) => toolchain,
        Chosen::Missing(missing) => return Err(missing.error.clone()),
    };
    let project = resolution.project.as_ref();
    if !gom.printer.json() {
        ignored::tell(&gom.printer, &gom.vars, project);
    }
    let invocation = Invocation {
        tool: "go".into(),
        named: None,
        plus: None,
        args: vec!["build".into()],
    };
    let mut changes = environment::changes(gom.context()?, &resolution, toolchain, &invocation)?;
    let unknown = |name: &&String| changes.iter().all(|change| change.name != **name);
    if let Some(name) = args.names.iter().find(unknown) {
        return Err(Error::new(
            Kind::Usage,
            format!("'{}' is not set by gom here", escape::excerpt(name, 60)),
        )
        .hint(format!("go env {}", gom_shim::quote::word(name))));
    }
    if !args.names.is_empty() {
        // In the order they were asked for.
        changes = args
            .names
            .iter()
            .filter_map(|name| changes.iter().find(|change| change.name == *name).cloned())
            .collect();
    }
    if gom.printer.json() {
        let variables = changes.iter().map(|change| {
            let mut object = Map::new();
            object.insert("name".into(), json!(change.name));
            match &change.value {
                Some(value) => json_path::insert(&mut object, "value", value.as_ref()),
                None => {
                    object.insert("value".into(), serde_json::Value::Null);
                }
            }
            object.insert(
                "source".into(),
                current::source(change.source.as_ref().unwrap_or(&resolution.source)),
            );
            object.into()
        });
        gom.printer.object(
            &json!({"schema": 1, "variables": variables.collect::<Vec<serde_json::Value>>(), "ignored": ignored::to_json(&gom.vars, project)}),
        );
        return Ok(());
    }
    if args.names.is_empty() {
        for Change { name, value, .. } in &changes {
            match value {
                Some(value) => gom.printer.data(format_args!(
                    "{name}={}",
                    escape::text(&value.to_string_lossy())
                )),
                None => gom.printer.data(format_args!("-{name}")),
            }
        }
        return Ok(());
    }
    for change in changes {
        gom.printer.path(change.value.unwrap_or_default().as_ref());
    }
    Ok(())
}
