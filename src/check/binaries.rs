//! Programs that are there already, held against what the project says now.

use std::path::Path;

use gom_shim::project_file::Entry;
use gom_shim::source::SourceKind;
use gom_shim::{Result, answer, target_env};

use super::go_version;
use super::scene::Scene;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::compare::{Expected, compare};

/// What the scene wants of a program: the Go that somebody asks for here, the policy, the
/// experiments and the target. Without a project only the Go and its age count.
#[must_use]
pub fn expected(scene: &Scene<'_>) -> Expected {
    // A default is nobody's wish about this program.
    let asked = scene
        .version()
        .filter(|(_, source)| !matches!(source.kind, SourceKind::Default | SourceKind::Path));
    let mut expected = Expected {
        version: asked.map(|(version, _)| version.clone()),
        oldest_line: answer::lines(scene.context.layout).1,
        ..Expected::default()
    };
    let Some(project) = &scene.project else {
        return expected;
    };
    let policy = &project.file.policy;
    let texts = |entries: &[Entry]| -> Vec<String> {
        entries.iter().map(|entry| entry.value.clone()).collect()
    };
    expected.minimum = go_version::minimum(scene).map(|(_, minimum)| minimum);
    expected.forbid = texts(&policy.forbid);
    let mut experiments = texts(policy.experiments.as_deref().unwrap_or_default());
    // What is set here is in what is built here, too.
    let set = scene.effective("GOEXPERIMENT");
    let words = set.map_or("", |value| &value.text).split(',');
    experiments.extend(words.map(str::to_owned));
    expected.experiments = Some(experiments);
    let target = target_env::selected(scene.context, Some(project));
    let target = target.ok().flatten().map(|(target, _)| target);
    expected.target = target.map(|target| target.platform(scene.context.host));
    expected
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
