//! Rules about the version of Go that runs here: go.mod, the policy, and time.

use std::path::Path;

use gom_shim::answer;
use gom_shim::gomod::GoMod;
use gom_shim::gover::Gover;
use gom_shim::project_file::Entry;
use gom_shim::source::{Source, SourceKind};
use gom_shim::version::Version;
use gom_shim::{escape, quote};

use super::scene::{Scene, module_line};
use super::value;
use crate::finding::{Finding, Severity};

/// A pin older than what go.mod asks for: Go refuses to build the module.
pub(super) fn pin_below_go_mod(scene: &Scene<'_>) -> Vec<Finding> {
    let Ok(resolution) = &scene.resolution else {
        return Vec::new();
    };
    let warnings = resolution.warnings.iter();
    warnings
        .filter(|warning| warning.id == "pin-below-go-mod")
        .map(|warning| {
            Finding::new("pin-below-go-mod", Severity::Error, &warning.message)
                .at(resolution.source.clone())
                .fix(&warning.hint)
        })
        .collect()
}

/// The Go that runs here is older than `[policy] minimum`.
pub(super) fn pin_below_policy(scene: &Scene<'_>) -> Vec<Finding> {
    let (Some((entry, minimum)), Some((version, source))) = (minimum(scene), scene.version())
    else {
        return Vec::new();
    };
    if *version.gover() >= minimum {
        return Vec::new();
    }
    let message = format!(
        "{} runs here, and [policy] wants {} or newer",
        version.go_name(),
        escape::excerpt(&entry.value, 60)
    );
    let finding = Finding::new("pin-below-policy", Severity::Error, message);
    vec![finding.at(source.clone()).fix(raise(source, &plain(entry)))]
}

/// go.mod lets a Go build the module that the policy does not.
pub(super) fn go_mod_below_policy(scene: &Scene<'_>) -> Vec<Finding> {
    let (Some((entry, minimum)), Some((path, file))) = (minimum(scene), &scene.module) else {
        return Vec::new();
    };
    let Some((line, asked)) = go_line(file) else {
        return Vec::new();
    };
    if asked >= minimum {
        return Vec::new();
    }
    let wanted = plain(entry);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let message = format!(
        "{} is satisfied with go {}, and [policy] wants {} or newer",
        escape::text(&name),
        escape::excerpt(&line.value, 60),
        escape::excerpt(&entry.value, 60)
    );
    let finding = Finding::new("go-mod-below-policy", Severity::Warning, message);
    vec![finding.at(module_line(path, line)).fix(edit(path, &wanted))]
}

/// The line of this Go gets no fixes any more.
pub(super) fn end_of_life(scene: &Scene<'_>) -> Vec<Finding> {
    let (stable, oldest) = answer::lines(scene.context.layout);
    let (Some(oldest), Some((version, source))) = (oldest, scene.version()) else {
        return Vec::new();
    };
    let line = version.line();
    if line.key() >= oldest.key() {
        return Vec::new();
    }
    let message = format!(
        "{} gets no security fixes any more; Go {oldest} and newer do",
        version.go_name()
    );
    let newest = stable.unwrap_or(oldest).to_string();
    let finding = Finding::new("end-of-life", Severity::Warning, message);
    vec![finding.at(source.clone()).fix(raise(source, &newest))]
}

/// `[policy] minimum` as a version to compare with.
pub(super) fn minimum<'s>(scene: &'s Scene<'_>) -> Option<(&'s Entry, Gover)> {
    let entry = scene.policy()?.minimum.as_ref()?;
    let text = plain(entry);
    Some((
        entry,
        Gover::parse(&text).or_else(|| Gover::parse_listed(&text))?,
    ))
}

/// The version as it is written elsewhere, without the prefix that one may put before it here.
fn plain(entry: &Entry) -> String {
    let text = &entry.value;
    text.strip_prefix("go").unwrap_or(text).to_owned()
}

/// The go line and the first release that satisfies it.
fn go_line(file: &GoMod) -> Option<(&gom_shim::gomod::Line, Gover)> {
    let line = file.go.as_ref()?;
    let version = Gover::parse(&line.value)?;
    let first = if version.is_lang() {
        Gover::parse(&format!("{}.0", line.value))
    } else {
        None
    };
    Some((line, first.unwrap_or(version)))
}

/// What makes the place that chose a Go choose a newer one.
fn raise(source: &Source, wanted: &str) -> String {
    match source.kind {
        kind if kind.is_project_file() => format!("gom use {wanted}"),
        SourceKind::Default => format!("gom default {wanted}"),
        SourceKind::GoMod | SourceKind::GoWork => edit(
            source.path.as_deref().unwrap_or(Path::new("go.mod")),
            wanted,
        ),
        SourceKind::GomToolchain if source.path.is_some() => {
            format!("gom config toolchain {wanted}")
        }
        SourceKind::Session => value::unset("GOM_SHELL_TOOLCHAIN"),
        SourceKind::GomToolchain | SourceKind::GoToolchain => value::unset(source.kind.name()),
        _ => format!("gom install {wanted} && gom default {wanted}"),
    }
}

/// The command of Go's that sets the go line of a file. A line that names no release gets one: cmd/go
/// takes `go 1.24` for less than 1.24.0 in every comparison.
fn edit(path: &Path, wanted: &str) -> String {
    let release = Version::parse(wanted).map_or_else(|| format!("{wanted}.0"), |v| v.to_string());
    let what = if path.file_name().is_some_and(|name| name == "go.mod") {
        "mod"
    } else {
        "work"
    };
    format!("go {what} edit -go={release} {}", quote::path(path))
}
