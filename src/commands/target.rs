//! `gom target`: what is built for here, and the targets of the project.

use gom_shim::level;
use gom_shim::project::Project;
use gom_shim::target::{PROGRAM_KEYS, Target};
use gom_shim::target_env;
use gom_shim::{Result, escape, quote};
use serde_json::json;

use crate::build_target::BuildTarget;
use crate::commands::{current, target_list, target_set};
use crate::gom::Gom;

/// Show or change what is built for here
///
/// Without a word: the platform that `go build` builds for here, and who says so.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    command: Option<Command>,
}

/// What can be done with targets.
#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Show this project's targets, and what the selected Go can build for
    List(target_list::Args),
    /// Change a target in gotoolchain.toml, or add one
    Set(target_set::Set),
    /// Take a target out of gotoolchain.toml
    Unset(target_set::Unset),
}

/// Shows or changes.
///
/// # Errors
/// `Config` for a project file that cannot be used, or a GOM_TARGET that names no target; those of
/// the subcommands.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    match &args.command {
        None => show(gom),
        Some(Command::List(args)) => target_list::run(gom, args),
        Some(Command::Set(args)) => target_set::set(gom, args),
        Some(Command::Unset(args)) => target_set::unset(gom, args),
    }
}

fn show(gom: &Gom) -> Result<()> {
    let project = gom.project()?;
    let context = gom.context()?;
    let in_effect = BuildTarget::find(context, project.as_ref())?;
    let chosen = target_env::selected(context, project.as_ref())?;
    let target = chosen.map(|(target, _)| target);
    let level = target.and_then(|target| level(target, &in_effect.goarch));
    if gom.printer.json() {
        let mut object = json!({
            "schema": 1, "goos": in_effect.goos, "goarch": in_effect.goarch,
            "name": target.and_then(|target| target.name.clone()),
        });
        if let Some((key, value)) = level {
            object["level"] = json!({"name": key.to_ascii_uppercase(), "value": value});
        }
        object["source"] = match &in_effect.source {
            Some(source) => current::source(source),
            None => json!({"kind": "host", "text": gom.host.to_string()}),
        };
        gom.printer.object(&object);
        return Ok(());
    }
    let why = why(gom, &in_effect, chosen);
    let level = level.map_or_else(String::new, |(key, value)| {
        format!(" {}={}", key.to_ascii_uppercase(), escape::text(value))
    });
    let platform = in_effect.to_string();
    gom.printer
        .data(format_args!("{}{level} ({why})", escape::text(&platform)));
    advise(gom, project.as_ref(), chosen);
    Ok(())
}

/// Who says so.
fn why(gom: &Gom, in_effect: &BuildTarget, chosen: Option<(&Target, bool)>) -> String {
    let asked = gom.vars.text(target_env::TARGET);
    let Some(source) = &in_effect.source else {
        return match asked {
            Some("host") => format!("this machine; {} asks for it", target_env::TARGET),
            _ => "this machine".to_owned(),
        };
    };
    let place = match &source.path {
        Some(_) => source.place(gom.vars.cwd.as_deref()),
        None => format!("{} is set", escape::excerpt(&source.text, 60)),
    };
    match chosen {
        Some((target, true)) => {
            format!(
                "{}, {place}; {} asks for it",
                target.title(),
                target_env::TARGET
            )
        }
        Some((target, false)) => format!("{}, {place}", target.title()),
        None => place,
    }
}

/// Says what a person may not expect of it.
fn advise(gom: &Gom, project: Option<&Project>, chosen: Option<(&Target, bool)>) {
    let Some(project) = project else {
        return;
    };
    match chosen {
        Some((_, false)) => gom
            .printer
            .talk("for go build, vet, list and env; all other commands are for this machine"),
        Some((_, true)) => {}
        None => {
            let passed_over = project.file.target.as_ref();
            if let Some(target) = passed_over
                && gom.vars.text(target_env::TARGET) != Some("host")
            {
                let source = project.file.source(target.line);
                gom.printer.talk(format_args!(
                    "{} ({}) is passed over where GOOS or GOARCH is set",
                    target.title(),
                    source.place(gom.vars.cwd.as_deref())
                ));
            }
        }
    }
    let waiting = chosen
        .map(|(target, _)| programs(target))
        .unwrap_or_default();
    if !project.trusted && !waiting.is_empty() {
        let what = waiting.join(", ");
        gom.printer
            .note(format_args!("{what}: only in a trusted project"));
        let directory = quote::path(project.file.directory());
        gom.printer.hint(format_args!("gom trust {directory}"));
    }
}

/// The keys of a target that wait for trust.
fn programs(target: &Target) -> Vec<&'static str> {
    let keys = PROGRAM_KEYS.iter().copied();
    keys.filter(|key| target.get(key).is_some()).collect()
}

/// The level's key and value that count for an architecture.
pub(crate) fn level<'t>(target: &'t Target, goarch: &str) -> Option<(&'t str, &'t str)> {
    let key = level::variable(goarch)?.to_ascii_lowercase();
    let entry = target.entry(&key)?;
    Some((entry.name.as_str(), entry.value.as_str()))
}
