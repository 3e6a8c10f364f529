//! Rules about the `go env -w` file: settings that were written once and hold ever since, for
//! every Go and every project of this user.

use gom_shim::gover::Gover;
use gom_shim::target::is_target_variable;
use gom_shim::toolchain::Provenance;

use super::scene::Scene;
use super::value::Layer;
use crate::finding::{Finding, Severity};

/// A GOTOOLCHAIN there has no effect on gom, which gives the variable itself.
pub(super) fn gotoolchain_env_file(scene: &Scene<'_>) -> Vec<Finding> {
    let outside = scene
        .toolchain()
        .is_some_and(|toolchain| toolchain.provenance == Provenance::System);
    if outside {
        return Vec::new();
    }
    let lines = scene.given("GOTOOLCHAIN");
    lines
        .filter(|value| value.layer == Layer::GoEnv)
        .map(|value| {
            let message = format!(
                "go env -w once wrote GOTOOLCHAIN={}, which has no effect on gom",
                value.shown()
            );
            let name = value.text.split('+').next().unwrap_or_default();
            // Who named a version expects it to run.
            let (severity, fix) = match Gover::from_toolchain(name) {
                Some(_) => (
                    Severity::Warning,
                    format!(
                        "go env -u GOTOOLCHAIN && gom use {}",
                        gom_shim::quote::word(&gom_shim::escape::excerpt(&name[2..], 30))
                    ),
                ),
                None => (Severity::Note, value.removal()),
            };
            Finding::new("gotoolchain-env-file", severity, message)
                .at(value.place())
                .fix(fix)
        })
        .collect()
}

/// GOOS, GOARCH or a level there: every build of every project is for that platform, `go test` and
/// `go run` too.
pub(super) fn goos_env_file(scene: &Scene<'_>) -> Vec<Finding> {
    let host = scene.context.host;
    let lines = scene.values.iter();
    lines
        .filter(|value| value.layer == Layer::GoEnv && is_target_variable(&value.name))
        .filter(|value| match value.name.as_str() {
            "GOOS" => value.text != host.os(),
            "GOARCH" => value.text != host.arch(),
            _ => true,
        })
        .filter(|value| !value.text.is_empty())
        .map(|value| {
            let message = format!(
                "go env -w once wrote {}={}, for every project and also for go test",
                value.name,
                value.shown()
            );
            Finding::new("goos-env-file", Severity::Warning, message)
                .at(value.place())
                .fix(value.removal())
        })
        .collect()
}
