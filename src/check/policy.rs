//! Rules of `[policy]`: variables that must not be set, experiments that may be on.

use gom_shim::escape;
use gom_shim::project_file::Entry;

use super::scene::Scene;
use super::value::Value;
use super::words;
use crate::finding::{Finding, Severity};

/// A variable that the policy forbids, or one word of it, wherever it is set: what another line
/// hides today counts tomorrow.
pub(super) fn forbidden_variable(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in scene.policy().into_iter().flat_map(|policy| &policy.forbid) {
        let (name, word) = forbidden(rule);
        for value in scene.given(name).filter(|value| holds(value, word)) {
            let shown = escape::excerpt(name, 60);
            // What is not Go's own may be a secret.
            let what = match word {
                Some(word) => format!("{shown} has '{}'", escape::excerpt(word, 60)),
                None if value.public().is_some() => format!("{shown} is '{}'", value.shown()),
                None => format!("{shown} is set"),
            };
            let message = format!("{what} {}, and [policy] forbids it", value.by());
            findings.push(
                Finding::new("forbidden-variable", Severity::Error, message)
                    .at(value.place())
                    .fix(value.removal()),
            );
        }
    }
    findings
}

/// `NAME` or `NAME=WORD` of `[policy] forbid`.
pub(super) fn forbidden(entry: &Entry) -> (&str, Option<&str>) {
    match entry.value.split_once('=') {
        Some((name, word)) => (name, Some(word)),
        None => (&entry.value, None),
    }
}

/// True for a value that a rule is about: any, or one with the word.
fn holds(value: &Value, word: Option<&str>) -> bool {
    word.is_none_or(|word| words::holds(&value.name, &value.text, word))
}

/// An experiment that is on and not in `[policy] experiments`.
pub(super) fn experiment_not_allowed(scene: &Scene<'_>) -> Vec<Finding> {
    let policy = scene.policy();
    let Some(allowed) = policy.and_then(|policy| policy.experiments.as_ref()) else {
        return Vec::new();
    };
    let allows = |name: &str| allowed.iter().any(|entry| entry.value == name);
    let mut findings = Vec::new();
    let values = scene.declared_and_effective();
    for value in values.filter(|value| value.name == "GOEXPERIMENT") {
        let on = value.text.split(',').filter(|name| {
            !name.is_empty() && *name != "none" && !name.starts_with("no") && !allows(name)
        });
        for name in on {
            let name = escape::excerpt(name, 60);
            let message = format!(
                "the experiment '{name}' is on {}, and [policy] does not allow it",
                value.by()
            );
            findings.push(
                Finding::new("experiment-not-allowed", Severity::Error, message)
                    .at(value.place())
                    .fix(value.removal()),
            );
        }
    }
    findings
}
