//! Programs that are there already, held against what the project says now.

use std::path::Path;

use gom_shim::project_file::Entry;
use gom_shim::source::SourceKind;
use gom_shim::version::Line;
use gom_shim::{Result, answer, target_env, toolchain};

use super::go_version;
use super::scene::Scene;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::compare::{Expected, compare};
use crate::releases::Releases;

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
        oldest_line: oldest_line(scene),
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

/// The oldest line that can still get fixes: as the origins last said, or because a newer one than
/// they knew is installed or was listed. `None` where nothing says anything.
fn oldest_line(scene: &Scene<'_>) -> Option<Line> {
    let context = scene.context;
    let told = answer::lines(context.layout).1;
    let mut versions = toolchain::installed_versions(context.layout, context.host);
    let remembered = Releases::remembered(context.layout);
    versions.extend(
        remembered
            .into_iter()
            .flat_map(|releases| releases.versions),
    );
    versions.retain(|version| !version.is_prerelease());
    let inferred = versions.into_iter().max();
    let inferred = inferred.and_then(|newest| line_before(&newest.line()));
    told.into_iter()
        .chain(inferred)
        .max_by_key(|line| line.key())
}

/// Go's security policy: a line gets fixes until there are two newer ones.
fn line_before(line: &Line) -> Option<Line> {
    let text = line.to_string();
    let (major, minor) = text.split_once('.')?;
    let minor = minor.parse::<u32>().ok()?.checked_sub(1)?;
    Line::parse(&format!("{major}.{minor}"))
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
