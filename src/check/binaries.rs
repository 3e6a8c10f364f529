//! Programs that are there already, held against what the project says now.

use std::path::Path;

use gom_shim::gover::Gover;
use gom_shim::{Result, answer, target_env};

use super::scene::Scene;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::compare::{Expected, compare};

/// What a program of this project is built with: the Go that runs here, the policy, the target.
#[must_use]
pub fn expected(scene: &Scene<'_>) -> Expected {
    let policy = scene.policy().cloned().unwrap_or_default();
    let texts = |entries: Vec<gom_shim::project_file::Entry>| {
        let texts = entries.into_iter().map(|entry| entry.value);
        texts.collect::<Vec<String>>()
    };
    let minimum = policy.minimum.as_ref();
    let minimum = minimum.and_then(|entry| {
        let text = entry.value.strip_prefix("go").unwrap_or(&entry.value);
        Gover::parse(text)
    });
    // Where the policy names none, a program has those that are set here.
    let experiments = match policy.experiments {
        Some(entries) => Some(texts(entries)),
        None => scene.project.as_ref().map(|_| {
            let set = scene.effective("GOEXPERIMENT");
            let words = set.map_or("", |value| &value.text).split(',');
            words.map(str::to_owned).collect()
        }),
    };
    let target = target_env::selected(scene.context, scene.project.as_ref());
    Expected {
        version: scene.version().map(|(version, _)| version.clone()),
        minimum,
        oldest_line: answer::lines(scene.context.layout).1,
        experiments,
        forbid: texts(policy.forbid),
        target: target
            .ok()
            .flatten()
            .map(|(target, _)| target.platform(scene.context.host)),
    }
}

/// What is wrong with a program, with its path as the place.
///
/// # Errors
/// As [`inspect::file`].
pub fn findings(path: &Path, expected: &Expected) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for info in inspect::file(path)? {
        for mut finding in compare(&info, expected) {
            if let Some(source) = &mut finding.source {
                source.path = Some(path.to_owned());
            }
            findings.push(finding);
        }
    }
    Ok(findings)
}
