//! Rules about gotoolchain.toml itself: what this gom cannot know, and a file that is a link.

use std::path::Path;

use gom_shim::project::needs_trust;
use gom_shim::project_file::Unknown;
use gom_shim::{Error, escape, quote, trust};
use semver::VersionReq;

use super::scene::{Scene, at, place};
use crate::finding::{Finding, Severity};
use crate::project_strict;

/// A key that this gom does not know: every `gom` command but this one refuses the file.
pub(super) fn unknown_key(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = &scene.project else {
        return Vec::new();
    };
    let mut unknown: Vec<&Unknown> = project.file.unknown.iter().collect();
    unknown.sort_by_key(|unknown| unknown.place);
    unknown
        .into_iter()
        .map(|unknown| {
            let error = project_strict::unknown_key(&project.file.path, unknown);
            let message = without_place(&project.file.path, &error).1;
            let suggestion = project_strict::suggestion(&unknown.name, unknown.known);
            Finding::new("unknown-key", Severity::Error, message)
                .at(at(project, unknown.place))
                .fix(suggestion)
        })
        .collect()
}

/// The file asks for a newer gom.
pub(super) fn gom_too_old(scene: &Scene<'_>) -> Vec<Finding> {
    required(scene, "gom-too-old", true)
}

/// The file asks for gom in words that are no requirement.
pub(super) fn gom_requirement(scene: &Scene<'_>) -> Vec<Finding> {
    required(scene, "gom-requirement", false)
}

fn required(scene: &Scene<'_>, id: &'static str, is_requirement: bool) -> Vec<Finding> {
    let project = scene.project.as_ref();
    let Some((project, entry)) =
        project.and_then(|project| Some((project, project.file.gom.as_ref()?)))
    else {
        return Vec::new();
    };
    if VersionReq::parse(&entry.value).is_ok() != is_requirement {
        return Vec::new();
    }
    let path = &project.file.path;
    match project_strict::requirement(path, entry, project_strict::VERSION) {
        Ok(()) => Vec::new(),
        Err(error) => {
            let message = without_place(path, &error).1;
            let finding = Finding::new(id, Severity::Error, message).at(place(project, entry));
            let fix = if is_requirement {
                error.hint.unwrap_or_default()
            } else {
                // gom config refuses a file that it cannot be sure to understand.
                format!(
                    "write gom = '>={}' into {}",
                    project_strict::VERSION,
                    quote::path(path)
                )
            };
            vec![finding.fix(fix)]
        }
    }
}

/// A link that leaves its directory can never be trusted.
pub(super) fn file_not_trusted_link(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = &scene.project else {
        return Vec::new();
    };
    let file = &project.file;
    if trust::trusted_place(&file.path).is_some() {
        return Vec::new();
    }
    let severity = if needs_trust(file) {
        Severity::Warning
    } else {
        Severity::Note
    };
    let message = format!(
        "{} is a link that leaves its directory, and can never be trusted",
        gom_shim::source::short(&file.path, scene.cwd())
    );
    let copy = format!(
        "cp --remove-destination \"$(readlink -f {0})\" {0}",
        quote::path(&file.path)
    );
    let finding = Finding::new("file-not-trusted-link", severity, message);
    vec![finding.at(file.source(1)).fix(copy)]
}

/// The line and column that an error about a file starts with, and the rest of its message
/// (`gom_shim::toml_place::bad`): for those who show the place themselves.
#[must_use]
pub fn without_place(path: &Path, error: &Error) -> (Option<(usize, usize)>, String) {
    let split = || {
        let rest = error.message.strip_prefix(&escape::path(path))?;
        let (line, rest) = rest.strip_prefix(':')?.split_once(':')?;
        let (column, message) = rest.split_once(": ")?;
        let place = (line.parse().ok()?, column.parse().ok()?);
        Some((place, message.to_owned()))
    };
    match split() {
        Some((place, message)) => (Some(place), message),
        None => (None, error.message.clone()),
    }
}
