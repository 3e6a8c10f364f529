//! Rules about the installed toolchain: there, whole, and allowed to be asked for.

use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::source::Source;
use gom_shim::toolchain::{Provenance, version_of};
use gom_shim::version_file::{Pin, version_file_pin};
use gom_shim::{Error, Kind, escape};

use super::scene::Scene;
use crate::finding::{Finding, Severity};

/// The Go that is asked for is not installed.
pub(super) fn toolchain_missing(scene: &Scene<'_>) -> Vec<Finding> {
    let id = "toolchain-missing";
    match &scene.resolution {
        Ok(resolution) => match &resolution.chosen {
            Chosen::Missing(missing) => {
                vec![of(id, &missing.error, Some(&resolution.source))]
            }
            Chosen::Toolchain(_) => Vec::new(),
        },
        Err(error) if error.kind == Kind::NotInstalled => vec![of(id, error, None)],
        Err(_) => Vec::new(),
    }
}

/// The toolchain that runs here is not what its name says, or has lost its parts.
pub(super) fn toolchain_damaged(scene: &Scene<'_>) -> Vec<Finding> {
    let id = "toolchain-damaged";
    let resolution = match &scene.resolution {
        Ok(resolution) => resolution,
        Err(error) if error.kind == Kind::Failure => {
            return vec![of(id, error, pin(scene).as_ref().map(|pin| &pin.source))];
        }
        Err(_) => return Vec::new(),
    };
    let Some(toolchain) = scene.toolchain() else {
        return Vec::new();
    };
    if toolchain.provenance != Provenance::Installed
        || version_of(&toolchain.root) == toolchain.version
    {
        return Vec::new();
    }
    let message = format!(
        "{} is damaged: its VERSION file says something else",
        escape::text(&toolchain.name)
    );
    let finding = Finding::new(id, Severity::Error, message).at(resolution.source.clone());
    let name = &toolchain.name;
    vec![finding.fix(format!("gom uninstall -y {name} && gom install {name}"))]
}

/// A project file asks for a Go older than the floor, and nobody trusted it.
pub(super) fn floor(scene: &Scene<'_>) -> Vec<Finding> {
    not_trusted(scene, "floor")
}

/// A project file asks for a Go outside gom's proofs, and nobody trusted it.
pub(super) fn pin_needs_trust(scene: &Scene<'_>) -> Vec<Finding> {
    not_trusted(scene, "pin-needs-trust")
}

fn not_trusted(scene: &Scene<'_>, id: &'static str) -> Vec<Finding> {
    let Err(error) = &scene.resolution else {
        return Vec::new();
    };
    if error.kind != Kind::NotTrusted {
        return Vec::new();
    }
    let pin = pin(scene);
    let outside = pin
        .as_ref()
        .is_some_and(|pin| matches!(pin.request, Request::System | Request::Linked(_)));
    if outside != (id == "pin-needs-trust") {
        return Vec::new();
    }
    vec![of(id, error, pin.as_ref().map(|pin| &pin.source))]
}

/// The project file's pin; where it has none, that of the nearest version file.
fn pin(scene: &Scene<'_>) -> Option<Pin> {
    let project = scene.project.as_ref();
    if let Some(pin) = project.and_then(|project| project.file.pin().ok()?) {
        return Some(pin);
    }
    let mut directories = scene.cwd()?.ancestors();
    directories.find_map(|dir| version_file_pin(dir).ok()?)
}

fn of(id: &'static str, error: &Error, source: Option<&Source>) -> Finding {
    let mut finding = Finding::new(id, Severity::Error, &error.message);
    finding.source = source.cloned();
    finding.fix.clone_from(&error.hint);
    finding
}
