//! Rules about the caller's environment: what holds for whoever checks, and for nobody else.

use gom_shim::target_env::TARGET;
use gom_shim::{escape, source};

use super::scene::{Scene, place};
use super::value::{Layer, Value, unset};
use crate::finding::{Finding, Severity};

/// GODEBUG in the environment: every Go program started from here behaves otherwise, go itself too.
pub(super) fn godebug_in_env(scene: &Scene<'_>) -> Vec<Finding> {
    let values = scene.given("GODEBUG");
    values
        .filter(|value| value.layer == Layer::Shell)
        .map(|value| {
            let message = format!(
                "GODEBUG is '{}' in the environment, for every Go program that is started here",
                value.shown()
            );
            Finding::new("godebug-in-env", Severity::Note, message)
                .at(value.place())
                .fix(unset("GODEBUG"))
        })
        .collect()
}

/// A variable of the caller's that wins over what the project says, and says something else.
pub(super) fn caller_overrides(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = &scene.project else {
        return Vec::new();
    };
    let vars = scene.context.vars;
    let accepted = project.accepted(vars);
    let mut findings = Vec::new();
    for entry in accepted {
        let callers = vars
            .get(&entry.name)
            .filter(|_| vars.is_callers(&entry.name));
        let Some(callers) = callers.filter(|callers| **callers != *entry.value) else {
            continue;
        };
        let name = escape::excerpt(&entry.name, 60);
        let effective = scene.effective(&entry.name).and_then(Value::public);
        let is = match effective {
            _ if callers.is_empty() => "is empty".to_owned(),
            Some(text) => format!("is '{}'", escape::excerpt(&text, 60)),
            None => "has another value".to_owned(),
        };
        let message = format!("{name} {is} in the environment, so this line has no effect");
        findings.push(
            Finding::new("caller-overrides", Severity::Warning, message)
                .at(place(project, entry))
                .fix(unset(&entry.name)),
        );
    }
    findings.extend(target_dropped(scene));
    findings
}

/// Who sets GOOS or GOARCH drops the project's whole target.
fn target_dropped(scene: &Scene<'_>) -> Option<Finding> {
    let vars = scene.context.vars;
    let project = scene.project.as_ref()?;
    let target = match vars.text(TARGET) {
        None => project.file.target.as_ref(),
        Some(name) => project.file.named_target(name),
    }?;
    let names = ["GOOS", "GOARCH"].into_iter();
    let set: Vec<&str> = names
        .filter(|name| vars.non_empty(name).is_some())
        .collect();
    if set.is_empty() {
        return None;
    }
    let said = |name: &str, key: &str, host: &str| {
        vars.text(name).unwrap_or(host) == target.get(key).unwrap_or(host)
    };
    let host = scene.context.host;
    let is_plain = target
        .entries
        .iter()
        .all(|entry| matches!(&*entry.name, "goos" | "goarch"));
    if is_plain && said("GOOS", "goos", host.os()) && said("GOARCH", "goarch", host.arch()) {
        return None;
    }
    let message = format!(
        "{} in the environment drops {} of {}",
        set.join(" and "),
        target.title(),
        source::short(&project.file.path, scene.cwd())
    );
    Some(
        Finding::new("caller-overrides", Severity::Warning, message)
            .at(project.file.source(target.line))
            .fix(
                set.iter()
                    .map(|name| unset(name))
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
    )
}
