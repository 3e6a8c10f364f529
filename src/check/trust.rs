//! Rules about what the project file says in vain: because nobody trusted it, or for good.

use gom_shim::env_name::{Class, class};
use gom_shim::project::Project;
use gom_shim::project_file::Entry;
use gom_shim::target::PROGRAM_KEYS;
use gom_shim::{escape, quote};

use super::scene::{Scene, place};
use super::value::Value;
use crate::finding::{Finding, Severity};

/// A variable that waits for `gom trust`.
pub(super) fn env_needs_trust(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = untrusted(scene) else {
        return Vec::new();
    };
    let declared = project.declared(scene.context.vars).into_iter();
    declared
        .filter(|entry| class(&entry.name, &entry.value) == Class::Trusted)
        .map(|entry| {
            let what = escape::excerpt(&entry.name, 60);
            waiting("env-needs-trust", project, entry, &what)
        })
        .collect()
}

/// A program of a target that waits for `gom trust`.
pub(super) fn target_needs_trust(scene: &Scene<'_>) -> Vec<Finding> {
    let targets = scene.targets().filter(|(project, _)| !project.trusted);
    let programs = targets.flat_map(|(project, target)| {
        let entries = target.entries.iter();
        let programs = entries.filter(|entry| PROGRAM_KEYS.contains(&&*entry.name));
        programs.map(move |entry| {
            let what = format!("{} of {}", entry.name, target.title());
            waiting("target-needs-trust", project, entry, &what)
        })
    });
    programs.collect()
}

/// A GOPATH of the project's choice that waits for `gom trust`.
pub(super) fn gopath_needs_trust(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = untrusted(scene) else {
        return Vec::new();
    };
    let entry = project.file.gopath.as_ref();
    let entry = entry.filter(|entry| entry.value != "shared");
    let what = "gopath of [toolchain]";
    entry
        .map(|entry| waiting("gopath-needs-trust", project, entry, what))
        .into_iter()
        .collect()
}

/// A variable that is never taken from a project file.
pub(super) fn env_never_taken(scene: &Scene<'_>) -> Vec<Finding> {
    let values = scene
        .values
        .iter()
        .filter(|value| value.is_projects() && class(&value.name, &value.text) == Class::Never);
    values
        .map(|value| {
            let name = escape::excerpt(&value.name, 60);
            let message = format!("{name} is never taken from a project file, trusted or not");
            Finding::new("env-never-taken", Severity::Error, message)
                .at(value.place())
                .fix(instead(value))
        })
        .collect()
}

/// The line goes, and what does what was probably meant comes.
fn instead(value: &Value) -> String {
    let removal = value.removal();
    match value.name.to_ascii_uppercase().as_str() {
        // As `[toolchain] go`.
        "GOTOOLCHAIN" => {
            let name = value.text.split('+').next().unwrap_or_default();
            let version = name.strip_prefix("go").unwrap_or("VERSION");
            let version = quote::word(&escape::excerpt(version, 30));
            format!("gom use {version} && {removal}")
        }
        _ => removal,
    }
}

fn untrusted<'s>(scene: &'s Scene<'_>) -> Option<&'s Project> {
    scene.project.as_ref().filter(|project| !project.trusted)
}

fn waiting(id: &'static str, project: &Project, entry: &Entry, what: &str) -> Finding {
    let message = format!("{what} is not taken, as nobody trusted this file");
    let directory = quote::path(project.file.directory());
    Finding::new(id, Severity::Warning, message)
        .at(place(project, entry))
        .fix(format!("if you know this project: gom trust {directory}"))
}
