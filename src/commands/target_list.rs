//! `gom target list`: the targets of this project, and what the selected Go can build for.

use gom_shim::level::LEVELS;
use gom_shim::ports::Port;
use gom_shim::project::Project;
use gom_shim::project_table::TARGET;
use gom_shim::target::Target;
use gom_shim::{Result, escape, target_env};
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::json_path;
use crate::selected_go::SelectedGo;

/// Show this project's targets, and what the selected Go can build for
///
/// The target that is in effect has a star. Of the ports, those with cgo and those of first class
/// are marked.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Show what the selected Go can build for, and nothing else
    #[arg(long)]
    ports: bool,
}

/// Prints both lists.
///
/// # Errors
/// `Config` for a project file that cannot be used.
pub(crate) fn run(gom: &Gom, args: &Args) -> Result<()> {
    let project = gom.project()?;
    let go = SelectedGo::find(gom);
    let ports = go.ports();
    // A GOM_TARGET that names none of them is why the list is looked at.
    let chosen = target_env::selected(gom.context()?, project.as_ref());
    let chosen = chosen.ok().flatten().map(|(target, _)| target);
    let file = project.as_ref().map(|project| &project.file);
    let targets: Vec<&Target> = file
        .into_iter()
        .flat_map(|file| file.target.iter().chain(&file.targets))
        .collect();
    let in_effect = |target: &Target| chosen.is_some_and(|chosen| std::ptr::eq(chosen, target));
    if gom.printer.json() {
        let targets = targets.iter();
        let targets =
            targets.map(|target| to_json(gom, project.as_ref(), target, in_effect(target)));
        gom.printer.object(&json!({
            "schema": 1,
            "targets": targets.collect::<Vec<_>>(),
            "ports": ports.iter().map(port_json).collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    if !args.ports {
        let name = |target: &Target| target.name.clone().unwrap_or_else(|| target.title());
        let width = targets.iter().map(|target| name(target).len()).max();
        for target in &targets {
            let mark = if in_effect(target) { "*" } else { " " };
            let platform = target.platform(&gom.host).to_string();
            let line = format!(
                "{mark} {:<width$}  {platform:<14}{}",
                name(target),
                details(target),
                width = width.unwrap_or_default()
            );
            gom.printer.data(line.trim_end());
        }
        if targets.is_empty() {
            gom.printer.talk("this project names no target");
            gom.printer.hint("gom target set linux/arm64");
        }
        if let Some(toolchain) = go.toolchain().filter(|_| !ports.is_empty()) {
            let name = escape::text(&toolchain.name);
            gom.printer.data(format_args!("\nports of {name}:"));
        }
    }
    for port in &ports {
        let marks = [
            ("cgo", port.cgo),
            ("first class", port.first_class),
            ("broken", port.broken),
        ];
        let marks = marks.iter().filter(|(_, on)| *on).map(|(mark, _)| *mark);
        let marks = marks.collect::<Vec<_>>().join(", ");
        let line = format!("  {:<16}{marks}", port.platform.to_string());
        gom.printer.data(line.trim_end());
    }
    if ports.is_empty() {
        match go.toolchain() {
            Some(toolchain) => gom.printer.note(format_args!(
                "{} does not say what it can build for",
                escape::text(&toolchain.name)
            )),
            None => {
                gom.printer
                    .note("the Go of this directory is not there to be asked for its ports");
                gom.printer.hint("gom current");
            }
        }
    }
    Ok(())
}

/// Everything but the platform: `  goarm=7 cgo=true cc=arm-linux-gnueabihf-gcc`.
fn details(target: &Target) -> String {
    let rest = TARGET
        .iter()
        .filter(|key| !["goos", "goarch"].contains(key));
    let shown = rest.filter_map(|key| {
        let value = match (*key, target.get(key)?) {
            ("cgo", "1") => "true",
            ("cgo", _) => "false",
            (_, value) => value,
        };
        Some(format!("  {key}={}", escape::excerpt(value, 60)))
    });
    shown.collect()
}

fn to_json(gom: &Gom, project: Option<&Project>, target: &Target, in_effect: bool) -> Value {
    let platform = target.platform(&gom.host);
    let mut object = Map::new();
    object.insert("name".into(), json!(target.name));
    object.insert("goos".into(), json!(platform.os()));
    object.insert("goarch".into(), json!(platform.arch()));
    let mut levels = Map::new();
    for entry in &target.entries {
        let variable = entry.name.to_ascii_uppercase();
        if LEVELS.iter().any(|(_, level)| *level == variable) {
            levels.insert(entry.name.clone(), json!(entry.value));
        } else if entry.name == "cgo" {
            object.insert("cgo".into(), json!(entry.value == "1"));
        } else if entry.name != "goos" && entry.name != "goarch" {
            object.insert(entry.name.clone(), json!(entry.value));
        }
    }
    object.insert("levels".into(), levels.into());
    object.insert("in_effect".into(), json!(in_effect));
    if let Some(project) = project {
        json_path::insert(&mut object, "path", &project.file.path);
        object.insert("line".into(), json!(target.line));
    }
    object.into()
}

fn port_json(port: &Port) -> Value {
    json!({
        "goos": port.platform.os(), "goarch": port.platform.arch(),
        "cgo": port.cgo, "first_class": port.first_class, "broken": port.broken,
    })
}
