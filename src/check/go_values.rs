//! Rules about values that the selected Go refuses, or passes over without a word: its own tables
//! say which.

use gom_shim::env_name::{Class, class};
use gom_shim::go_value::{self, Rejected};

use super::scene::{Scene, place};
use super::targets;
use super::value::Value;
use crate::finding::{Finding, Severity};

/// The values of these end every go command, or the program; others are passed over.
const FATAL: &[&str] = &["GOEXPERIMENT", "GO111MODULE", "GOFIPS140", "GOMEMLIMIT"];

/// A list longer than this helps nobody.
const LONG: usize = 40;

/// An experiment that this Go does not have: no go command runs with it.
pub(super) fn experiment_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    rejected(scene, "experiment-unknown", &|name| name == "GOEXPERIMENT")
}

/// A setting of GODEBUG that this Go does not have.
pub(super) fn godebug_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    rejected(scene, "godebug-unknown", &|name| name == "GODEBUG")
}

/// A word that GOTRACEBACK does not know: it hides what it should show.
pub(super) fn gotraceback_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    rejected(scene, "gotraceback-unknown", &|name| name == "GOTRACEBACK")
}

/// Any other variable of Go's with a value that this Go does not know; levels of targets too.
pub(super) fn value_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    let id = "value-unknown";
    let own = ["GOEXPERIMENT", "GODEBUG", "GOTRACEBACK"];
    let mut findings = rejected(scene, id, &|name| !own.contains(&name));
    let Some(toolchain) = scene.toolchain() else {
        return findings;
    };
    for (project, target) in scene.targets() {
        let goarch = target.get("goarch").unwrap_or(scene.context.host.arch());
        let Some(level) = gom_shim::level::variable(goarch) else {
            continue;
        };
        let Some(entry) = target.entry(&level.to_lowercase()) else {
            continue;
        };
        let version = toolchain.version.as_ref();
        if let Err(rejected) = go_value::check(level, &entry.value, &toolchain.root, version) {
            let right = rejected
                .nearest()
                .or(rejected.known.first().map(String::as_str));
            let fix = targets::set(
                target,
                &format!("{}={}", entry.name, right.unwrap_or_default()),
            );
            findings.push(
                Finding::new(id, Severity::Error, message(&rejected))
                    .at(place(project, entry))
                    .fix(fix),
            );
        }
    }
    findings
}

/// Asks the toolchain about everything that the project says of such variables, and about what
/// counts of all else.
fn rejected(scene: &Scene<'_>, id: &'static str, is_about: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let Some(toolchain) = scene.toolchain() else {
        return Vec::new();
    };
    let version = toolchain.version.as_ref();
    let mut findings = Vec::new();
    for value in scene.declared_and_effective() {
        let never = value.is_projects() && class(&value.name, &value.text) == Class::Never;
        let levels_of_target = matches!(value.layer, super::value::Layer::Target(_));
        if !is_about(&value.name) || never || levels_of_target {
            continue;
        }
        let checked = go_value::check(&value.name, &value.text, &toolchain.root, version);
        if let Err(rejected) = checked {
            findings.push(finding(id, value, &rejected));
        }
    }
    findings
}

fn finding(id: &'static str, value: &Value, rejected: &Rejected) -> Finding {
    // Shims refuse to run with what a project file has wrong; what Go passes over elsewhere hurts less.
    let is_fatal = value.is_projects() || FATAL.contains(&&*value.name);
    let severity = if is_fatal {
        Severity::Error
    } else {
        Severity::Warning
    };
    let message = format!("{} ({})", message(rejected), value.by());
    let fix = match rejected.nearest() {
        Some(nearest) => value.replacement(&value.text.replacen(&rejected.word, nearest, 1)),
        None => value.removal(),
    };
    Finding::new(id, severity, message)
        .at(value.place())
        .fix(fix)
}

/// The sentence, with all that would be right: but of a long list only what is near.
fn message(rejected: &Rejected) -> String {
    let said = rejected.message();
    match rejected.nearest() {
        _ if rejected.known.len() <= LONG => {
            format!("{said}; it has {}", rejected.known.join(", "))
        }
        Some(nearest) => format!("{said}; the nearest is {nearest}"),
        None => format!("{said}; https://go.dev/doc/godebug has them all"),
    }
}
