//! The rules of `gom check`: each looks at the same [`Scene`] and knows one thing that can be wrong.

pub mod binaries;
mod go_env_file;
mod go_values;
mod go_version;
mod gopath;
mod goroot;
mod integrity;
mod masked;
mod paths;
mod policy;
mod profiles;
pub mod project_file;
pub mod scene;
mod shell;
mod targets;
mod toolchain;
mod trust;
pub mod value;
mod values;
mod variables;
mod words;

use gom_shim::project::Project;
use masked::Masked;
use scene::Scene;

use crate::finding::Finding;

/// A rule: its stable id, and the function that looks.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What output, `--ignore` and the docs know it by.
    pub id: &'static str,
    find: fn(&Scene<'_>) -> Vec<Finding>,
}

/// Every rule, in the order in which findings of one severity are told.
pub const RULES: &[Rule] = &[
    rule("unknown-key", project_file::unknown_key),
    rule("gom-too-old", project_file::gom_too_old),
    rule("gom-requirement", project_file::gom_requirement),
    rule("floor", toolchain::floor),
    rule("pin-needs-trust", toolchain::pin_needs_trust),
    rule("toolchain-missing", toolchain::toolchain_missing),
    rule("toolchain-damaged", toolchain::toolchain_damaged),
    rule("pin-below-go-mod", go_version::pin_below_go_mod),
    rule("pin-below-policy", go_version::pin_below_policy),
    rule("go-mod-below-policy", go_version::go_mod_below_policy),
    rule("end-of-life", go_version::end_of_life),
    rule("forbidden-variable", policy::forbidden_variable),
    rule("policy-name-unknown", policy::policy_name_unknown),
    rule(
        "policy-experiment-unknown",
        policy::policy_experiment_unknown,
    ),
    rule("path-not-absolute", paths::path_not_absolute),
    rule("experiment-not-allowed", policy::experiment_not_allowed),
    rule("experiment-unknown", go_values::experiment_unknown),
    rule("godebug-unknown", go_values::godebug_unknown),
    rule("gotraceback-unknown", go_values::gotraceback_unknown),
    rule("value-unknown", go_values::value_unknown),
    rule("target-unknown", targets::target_unknown),
    rule("target-broken", targets::target_broken),
    rule("target-no-cgo", targets::target_no_cgo),
    rule(
        "target-cgo-without-compiler",
        targets::target_cgo_without_compiler,
    ),
    rule("target-gobin", targets::target_gobin),
    rule("target-needs-trust", trust::target_needs_trust),
    rule("env-needs-trust", trust::env_needs_trust),
    rule("env-never-taken", trust::env_never_taken),
    rule("gopath-needs-trust", trust::gopath_needs_trust),
    rule("gopath-invalid", gopath::gopath_invalid),
    rule("file-not-trusted-link", project_file::file_not_trusted_link),
    rule("profiles-differ", profiles::profiles_differ),
    rule("caller-overrides", shell::caller_overrides),
    rule("goroot-exported", goroot::goroot_exported),
    rule("goroot-env-file", goroot::goroot_env_file),
    rule("goroot-mismatch", goroot::goroot_mismatch),
    rule("gotoolchain-env-file", go_env_file::gotoolchain_env_file),
    rule("goos-env-file", go_env_file::goos_env_file),
    rule("sumdb-off", integrity::sumdb_off),
    rule("insecure-fetch", integrity::insecure_fetch),
    rule("goflags-mod-mod", integrity::goflags_mod_mod),
    rule("modcache-writable", integrity::modcache_writable),
    rule("godebug-in-env", shell::godebug_in_env),
];

const fn rule(id: &'static str, find: fn(&Scene<'_>) -> Vec<Finding>) -> Rule {
    Rule { id, find }
}

/// What the rules find, in their order; those of the ignored ids do not look.
#[must_use]
pub fn findings(scene: &Scene<'_>, ignored: &[String]) -> Vec<Finding> {
    let rules = RULES
        .iter()
        .filter(|rule| !ignored.iter().any(|id| id == rule.id));
    let project = scene.project.as_ref();
    let masked = project.map(|project| Masked::new(&project.file.text));
    rules
        .flat_map(|rule| {
            let mut findings = (rule.find)(scene);
            let place = |finding: &Finding| {
                let source = finding.source.as_ref();
                source.map(|source| (source.path.clone(), source.line))
            };
            findings.sort_by_key(place);
            debug_assert!(findings.iter().all(|finding| finding.id == rule.id));
            if let (Some(project), Some(masked)) = (project, &masked) {
                for finding in &mut findings {
                    in_project(finding, project, masked);
                }
            }
            findings
        })
        .collect()
}

/// The column of the pin, which comes from a resolution that knows lines only, and a line without
/// secrets.
fn in_project(finding: &mut Finding, project: &Project, masked: &Masked<'_>) {
    let Some(source) = &mut finding.source else {
        return;
    };
    if source.path.as_deref() != Some(&project.file.path) {
        return;
    }
    let Some(line) = source.line else {
        return;
    };
    let pin = project.file.go.as_ref();
    let pin = pin.filter(|pin| pin.place.0 == line);
    finding.column = finding.column.or(pin.map(|pin| pin.place.1));
    source.text = masked.line(line);
}
