//! The rule about GOPATH: absolute, somewhere that is there, and not the toolchain's own root.

use std::path::Path;

use super::scene::{self, Scene};
use super::value::Value;
use crate::finding::{Finding, Severity};

/// A GOPATH that Go refuses, warns of, or would make in a place that is not there.
///
/// Rules: `src/cmd/go/main.go`, which ends for an entry that is relative or starts with `~`.
pub(super) fn gopath_invalid(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(value) = scene.effective("GOPATH") else {
        return Vec::new();
    };
    let entries = std::env::split_paths(&value.text).filter(|path| !path.as_os_str().is_empty());
    let wrong = entries.filter_map(|path| wrong(scene, &path));
    wrong
        .map(|(severity, why)| found(value, severity, &why))
        .collect()
}

fn wrong(scene: &Scene<'_>, path: &Path) -> Option<(Severity, String)> {
    if path.as_os_str().as_encoded_bytes().starts_with(b"~") {
        return Some((Severity::Error, "no shell has replaced its ~".to_owned()));
    }
    if !path.is_absolute() {
        return Some((Severity::Error, "it is not an absolute path".to_owned()));
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Some(toolchain) = scene.toolchain()
        && real(path) == real(&toolchain.root)
    {
        let why = format!("it is the root of {} itself", scene::go_name(toolchain));
        return Some((Severity::Warning, why));
    }
    if path.exists() || path.parent().is_some_and(Path::is_dir) {
        return None;
    }
    let why = "neither it nor the directory above it is there".to_owned();
    Some((Severity::Warning, why))
}

fn found(value: &Value, severity: Severity, why: &str) -> Finding {
    let message = format!("GOPATH is '{}' {}: {why}", value.shown(), value.by());
    Finding::new("gopath-invalid", severity, message)
        .at(value.place())
        .fix(value.removal())
}
