//! `gom which`: the path of a tool.

use gom_shim::resolution::Chosen;
use gom_shim::toolchain::{Provenance, find_outside, is_executable};
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Map, json};

use crate::gom::Gom;
use crate::json_path;

/// Show the path of a tool
///
/// It is the one that a shim would run in this directory.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The tool: go, gofmt
    #[arg(default_value = "go")]
    tool: String,
    /// Show every one on PATH instead, gom's shims included, first one first
    #[arg(long)]
    all: bool,
}

/// Prints the path.
///
/// # Errors
/// `NotInstalled` where the toolchain is missing; `Failure` where it has no such tool.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.all {
        return all(gom, &args.tool);
    }
    let resolution = gom.resolve()?;
    let toolchain = match resolution.chosen {
        Chosen::Toolchain(toolchain) => toolchain,
        Chosen::Missing(missing) => return Err(missing.error),
    };
    let path = match toolchain.provenance {
        // As the shim: go and gofmt of the system may lie in different directories.
        Provenance::System => find_outside(&gom.vars, &gom.layout, &args.tool).unwrap_or_default(),
        Provenance::Installed | Provenance::Linked => toolchain.tool(&args.tool),
    };
    let is_name = !args.tool.is_empty() && !args.tool.contains(['/', '\\']) && args.tool != "..";
    if !is_name || !is_executable(&path) {
        return Err(Error::new(
            Kind::Failure,
            format!(
                "{} has no tool '{}'",
                toolchain.name,
                escape::excerpt(&args.tool, 60)
            ),
        )
        .hint("gom which go"));
    }
    if gom.printer.json() {
        let mut object = Map::new();
        object.insert("schema".into(), json!(1));
        object.insert("tool".into(), json!(args.tool));
        json_path::insert(&mut object, "path", &path);
        json_path::insert(&mut object, "root", &toolchain.root);
        object.insert(
            "version".into(),
            json!(toolchain.version.map(|version| version.to_string())),
        );
        gom.printer.object(&object.into());
        return Ok(());
    }
    gom.printer.path(&path);
    Ok(())
}

/// Every executable of that name on PATH.
fn all(gom: &Gom, tool: &str) -> Result<()> {
    let file = format!("{tool}{}", std::env::consts::EXE_SUFFIX);
    let found: Vec<_> = gom
        .vars
        .path()
        .map(|directory| directory.join(&file))
        .filter(|path| is_executable(path))
        .collect();
    if found.is_empty() {
        return Err(Error::new(
            Kind::NotInstalled,
            format!("PATH has no '{}'", escape::excerpt(tool, 60)),
        )
        .hint("gom setup"));
    }
    if gom.printer.json() {
        let paths = found.iter().map(|path| {
            let mut object = Map::new();
            json_path::insert(&mut object, "path", path);
            object.insert(
                "shim".into(),
                json!(path.parent() == Some(&gom.layout.bin())),
            );
            object.into()
        });
        gom.printer.object(
            &json!({"schema": 1, "tool": tool, "paths": paths.collect::<Vec<serde_json::Value>>()}),
        );
        return Ok(());
    }
    for path in found {
        gom.printer.path(&path);
    }
    Ok(())
}
