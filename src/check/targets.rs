//! Rules about targets: what the toolchain can build for, and with which compiler.

use gom_shim::ports::{self, Port};
use gom_shim::project::{self, Project};
use gom_shim::quote;
use gom_shim::resolve::Context;
use gom_shim::target::Target;

use super::scene::{self, Scene, place};
use crate::finding::{Finding, Place, Severity};

/// A platform that is none of this Go's ports.
pub(super) fn target_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(toolchain) = scene.toolchain() else {
        return Vec::new();
    };
    let targets = scene.targets();
    targets
        .filter_map(|(project, target)| {
            let platform = target.platform(scene.context.host);
            let rejected = ports::check(&toolchain.root, &platform).err()?;
            let fix = match rejected.nearest() {
                Some(nearest) => set(target, nearest),
                None => "gom target list".to_owned(),
            };
            let message = format!(
                "{} is for {platform}, which is no port of {}",
                target.title(),
                scene::go_name(toolchain)
            );
            let finding = Finding::new("target-unknown", Severity::Error, message);
            Some(finding.at(platform_place(project, target)).fix(fix))
        })
        .collect()
}

/// A platform that Go keeps in its tables, and cannot build for.
pub(super) fn target_broken(scene: &Scene<'_>) -> Vec<Finding> {
    let on_port = |project: &Project, target: &Target, port: &Port| {
        let message = format!(
            "{} is for {}, which Go's own list calls broken",
            target.title(),
            port.platform
        );
        port.broken.then(|| {
            Finding::new("target-broken", Severity::Warning, message)
                .at(platform_place(project, target))
                .fix("gom target list")
        })
    };
    each(scene, &on_port)
}

/// cgo is wanted for a platform that Go has no cgo for.
pub(super) fn target_no_cgo(scene: &Scene<'_>) -> Vec<Finding> {
    let on_port = |project: &Project, target: &Target, port: &Port| {
        let entry = target.entry("cgo").filter(|entry| entry.value == "1")?;
        if port.cgo {
            return None;
        }
        let message = format!(
            "{} wants cgo, which Go does not have for {}",
            target.title(),
            port.platform
        );
        Some(
            Finding::new("target-no-cgo", Severity::Error, message)
                .at(place(project, entry))
                .fix(set(target, "cgo=false")),
        )
    };
    each(scene, &on_port)
}

/// cgo is wanted for another platform, and nobody names a C compiler: Go would leave out every
/// file that needs cgo, and say so nowhere.
pub(super) fn target_cgo_without_compiler(scene: &Scene<'_>) -> Vec<Finding> {
    let Context { vars, env_file, .. } = scene.context;
    // What holds for every target; one's own is looked at below.
    let lookup = |name| project::lookup(vars, scene.project.as_ref(), env_file, name);
    let has_compiler = lookup("CC").is_some();
    let targets = scene.targets().filter(|(_, target)| {
        let wanted = match target.get("cgo") {
            Some(cgo) => cgo == "1",
            // Not what counts here: that may be another target's.
            None => lookup("CGO_ENABLED") == Some("1"),
        };
        let crossing = target.platform(scene.context.host) != *scene.context.host;
        let has_own = target.get("cc").is_some_and(|cc| !cc.trim().is_empty());
        wanted && crossing && !has_compiler && !has_own
    });
    targets
        .map(|(project, target)| {
            let platform = target.platform(scene.context.host);
            let message = format!(
                "{} wants cgo for {platform}, and names no C compiler",
                target.title()
            );
            let source = target.entry("cgo").map_or_else(
                || project.file.source(target.line).into(),
                |entry| place(project, entry),
            );
            Finding::new("target-cgo-without-compiler", Severity::Error, message)
                .at(source)
                .fix(set(
                    target,
                    &format!("cc={}", gom_shim::target_env::compiler_example(&platform)),
                ))
        })
        .collect()
}

/// GOBIN beside a target that `gom exec --target` installs for: Go refuses to mix platforms there.
pub(super) fn target_gobin(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(gobin) = scene.effective("GOBIN") else {
        return Vec::new();
    };
    // What has no name is never installed for: go install is for this machine there.
    let mut crossing = scene.targets().filter(|(_, target)| {
        target.name.is_some() && target.platform(scene.context.host) != *scene.context.host
    });
    let Some((_, target)) = crossing.next() else {
        return Vec::new();
    };
    let message = format!(
        "GOBIN is '{}' {}, and go install for {} refuses to use it",
        gobin.shown(),
        gobin.by(),
        target.title()
    );
    let finding = Finding::new("target-gobin", Severity::Warning, message);
    vec![finding.at(gobin.place()).fix(gobin.removal())]
}

/// Asks about every target whose port the toolchain has.
fn each(
    scene: &Scene<'_>,
    on_port: &dyn Fn(&Project, &Target, &Port) -> Option<Finding>,
) -> Vec<Finding> {
    let root = scene.toolchain().map(|toolchain| &toolchain.root);
    let ports = root.and_then(|root| ports::ports(root)).unwrap_or_default();
    let targets = scene.targets();
    targets
        .filter_map(|(project, target)| {
            let platform = target.platform(scene.context.host);
            let is_it = |port: &&Port| port.platform == platform;
            on_port(project, target, ports.iter().find(is_it)?)
        })
        .collect()
}

/// The line that names the platform: GOARCH where it is written, it is oftener wrong.
fn platform_place(project: &Project, target: &Target) -> Place {
    let entry = target.entry("goarch").or(target.entry("goos"));
    entry.map_or_else(
        || project.file.source(target.line).into(),
        |entry| place(project, entry),
    )
}

/// The command that changes a key of a target.
pub(super) fn set(target: &Target, assignment: &str) -> String {
    match &target.name {
        Some(name) => format!("gom target set {} {assignment}", quote::word(name)),
        None => format!("gom target set {assignment}"),
    }
}
