//! Rules of `[policy]`: variables that must not be set, experiments that may be on.

use gom_shim::nearest::distance;
use gom_shim::project_file::Entry;
use gom_shim::{escape, experiments};

use super::scene::{self, Scene, place};
use super::value::Value;
use super::{variables, words};
use crate::finding::{Finding, Severity};
use crate::project_strict::suggestion;

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

/// A name that is nearly one of Go's own, and forbids nothing that anybody sets.
pub(super) fn policy_name_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(project) = &scene.project else {
        return findings;
    };
    for entry in &project.file.policy.forbid {
        let name = forbidden(entry).0;
        let Some(nearest) = near(name) else {
            continue;
        };
        let message = format!("[policy] forbids {name}, which is no variable of Go's");
        findings.push(
            Finding::new("policy-name-unknown", Severity::Warning, message)
                .at(place(project, entry))
                .fix(format!("the nearest one is '{nearest}'")),
        );
    }
    findings
}

/// The variable of Go's that was probably meant. CFLAGS and PATH mean themselves: the first
/// letter is seldom wrong, and in short names everything is near.
fn near(name: &str) -> Option<&'static str> {
    if variables::is_gos(name) || name.len() < 4 {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    variables::names()
        .filter(|known| known.as_bytes()[0] == upper.as_bytes()[0])
        .map(|known| (distance(known, &upper), known))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, known)| known)
}

/// An experiment that the policy allows and this Go does not have; another Go may.
pub(super) fn policy_experiment_unknown(scene: &Scene<'_>) -> Vec<Finding> {
    let (Some(project), Some(toolchain)) = (&scene.project, scene.toolchain()) else {
        return Vec::new();
    };
    let names = experiments::names(&toolchain.root);
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let allowed = project.file.policy.experiments.iter().flatten();
    allowed
        .filter(|entry| !known.contains(&entry.value.as_str()))
        .map(|entry| {
            let message = format!(
                "[policy] allows the experiment '{}', which {} does not have",
                escape::excerpt(&entry.value, 60),
                scene::go_name(toolchain)
            );
            Finding::new("policy-experiment-unknown", Severity::Note, message)
                .at(place(project, entry))
                .fix(suggestion(&entry.value, &known))
        })
        .collect()
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

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn names_that_were_meant_otherwise() {
        for (name, meant) in [
            ("GODEBGU", Some("GODEBUG")),
            ("GOFLAG", Some("GOFLAGS")),
            ("godebug", Some("GODEBUG")),
            ("CGO_CFLAG", Some("CGO_CFLAGS")),
            ("GODEBUG", None),
            ("CFLAGS", None),
            ("LDFLAGS", None),
            ("PATH", None),
            ("CCC", None),
            ("SECRET", None),
        ] {
            assert_eq!(near(name), meant, "{name}");
        }
    }
}
