//! Rules about GOROOT: nobody needs to set it, and whoever does breaks some Go.

use std::path::Path;

use gom_shim::toolchain::Provenance;
use gom_shim::{escape, quote};

use super::scene::Scene;
use super::value::{Layer, Value, unset};
use crate::finding::{Finding, Severity};

/// GOROOT in the environment. Shims replace it; every other Go on the machine believes it.
pub(super) fn goroot_exported(scene: &Scene<'_>) -> Vec<Finding> {
    let value = scene.given("GOROOT");
    let exported = value.filter(|value| value.layer == Layer::Shell && !is_shims(scene, value));
    exported
        .map(|value| {
            let message = format!(
                "GOROOT is '{}' in the environment: every other Go started here takes that one's compiler",
                value.shown()
            );
            Finding::new("goroot-exported", Severity::Warning, message)
                .at(value.place())
                .fix(unset("GOROOT"))
        })
        .collect()
}

/// True for the GOROOT that a shim gave to a go command above: its `bin` is first on PATH then.
fn is_shims(scene: &Scene<'_>, value: &Value) -> bool {
    let root = Path::new(&value.text);
    root.starts_with(scene.context.layout.toolchains())
        && scene.context.vars.path().next() == Some(root.join("bin"))
}

/// A GOROOT line in the `go env -w` file: every Go outside gom ends with it, and since Go 1.27 no
/// go command can take it out again.
pub(super) fn goroot_env_file(scene: &Scene<'_>) -> Vec<Finding> {
    let lines = scene.given("GOROOT");
    lines
        .filter(|value| value.layer == Layer::GoEnv)
        .map(|value| {
            let message = format!(
                "go env -w once wrote GOROOT={}: every Go outside gom takes its compiler from there, or ends",
                value.shown()
            );
            let path = value.source.path.as_deref().unwrap_or(Path::new(""));
            Finding::new("goroot-env-file", Severity::Error, message)
                .at(value.place())
                .fix(without_line(path, "GOROOT"))
        })
        .collect()
}

/// The command that takes the lines of a name out of a file, and keeps the file as it was beside it.
fn without_line(path: &Path, name: &str) -> String {
    let file = quote::path(path);
    if cfg!(windows) {
        return format!("(Get-Content {file}) -cnotmatch '^{name}=' | Set-Content {file}");
    }
    format!("sed -i.bak '/^{name}=/d' {file}")
}

/// The GOROOT that the Go running here will see is another's.
pub(super) fn goroot_mismatch(scene: &Scene<'_>) -> Vec<Finding> {
    let (Some(value), Some(toolchain)) = (scene.effective("GOROOT"), scene.toolchain()) else {
        return Vec::new();
    };
    // The root of a Go outside gom is known only where it says which Go it is.
    if toolchain.provenance == Provenance::System && toolchain.version.is_none() {
        return Vec::new();
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let root = &toolchain.root;
    if real(Path::new(&value.text)) == real(root) {
        return Vec::new();
    }
    let message = format!(
        "GOROOT is '{}' {}, and the Go that runs here has {}",
        value.shown(),
        value.by(),
        escape::path(root)
    );
    let fix = match value.layer {
        Layer::GoEnv => without_line(
            value.source.path.as_deref().unwrap_or(Path::new("")),
            "GOROOT",
        ),
        _ => value.removal(),
    };
    let finding = Finding::new("goroot-mismatch", Severity::Error, message);
    vec![finding.at(value.place()).fix(fix)]
}
