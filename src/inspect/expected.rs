//! What the project around the current directory wants of a program.

use gom_shim::gover::Gover;
use gom_shim::platform::Platform;
use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::source::SourceKind;
use gom_shim::version::Version;
use gom_shim::{Result, answer};

use super::compare::Expected;
use crate::build_target::BuildTarget;
use crate::gom::Gom;

/// The Go, experiments, target and settings that hold here. Without a project only the age of the
/// Go counts.
///
/// # Errors
/// `Config` for a project file that cannot be used, and what the resolver does not trust.
pub fn here(gom: &Gom) -> Result<Expected> {
    let oldest_line = answer::lines(&gom.layout).1;
    let resolution = match gom.resolve() {
        Ok(resolution) => Some(resolution),
        // No Go at all is no reason not to look at a program.
        Err(error) if error.kind == gom_shim::Kind::NotInstalled => None,
        Err(error) => return Err(error),
    };
    let project = match &resolution {
        Some(resolution) => resolution.project.clone(),
        None => gom.project()?,
    };
    let mut expected = Expected {
        version: resolution.as_ref().and_then(version),
        oldest_line,
        ..Expected::default()
    };
    let Some(project) = project else {
        return Ok(expected);
    };
    let policy = &project.file.policy;
    let minimum = policy.minimum.as_ref();
    expected.minimum = minimum.and_then(|entry| Gover::parse(&entry.value));
    expected.forbid = policy
        .forbid
        .iter()
        .map(|entry| entry.value.clone())
        .collect();
    let allowed = policy
        .experiments
        .iter()
        .flatten()
        .map(|entry| entry.value.clone());
    let declared = project.declared(&gom.vars);
    let own = declared.iter().filter(|entry| entry.name == "GOEXPERIMENT");
    let own = own.flat_map(|entry| entry.value.split(',').map(str::to_owned));
    expected.experiments = Some(allowed.chain(own).collect());
    let target = BuildTarget::find(gom.context()?, Some(&project))?;
    if target.source.is_some() {
        expected.target = Platform::new(&target.goos, &target.goarch);
    }
    Ok(expected)
}

/// The release that a project asks for. A default is nobody's wish about this program.
fn version(resolution: &Resolution) -> Option<Version> {
    if resolution.source.kind == SourceKind::Default || resolution.source.kind == SourceKind::Path {
        return None;
    }
    match &resolution.chosen {
        Chosen::Toolchain(toolchain) => toolchain.version.clone(),
        Chosen::Missing(missing) => missing.version.clone(),
    }
}
