//! The rule about profiles: what is tested is what is run.

use gom_shim::escape;
use gom_shim::project_file::{Entry, ProjectFile};

use super::scene::{Scene, place};
use super::value::{Layer, Value};
use crate::finding::{Finding, Severity};

/// The variables that make one source two programs.
const SAME: [&str; 4] = ["GODEBUG", "GOEXPERIMENT", "GOROOT", "GOTRACEBACK"];

/// One set of variables that programs are run with: a profile, or the file without one.
struct Side<'f> {
    profile: Option<&'f str>,
    entries: &'f [Entry],
}

/// Two profiles that differ in one of the four variables. Where the file has `test` and
/// `production` these two are compared; a lone profile is compared with no profile at all.
pub(super) fn profiles_differ(scene: &Scene<'_>) -> Vec<Finding> {
    let Some(project) = &scene.project else {
        return Vec::new();
    };
    let file = &project.file;
    let sides = sides(file);
    let mut findings = Vec::new();
    for name in SAME {
        let pairs = sides.iter().enumerate().flat_map(|(index, a)| {
            let later = sides[index + 1..].iter();
            later.map(move |b| (a, b))
        });
        let mut differing =
            pairs.filter(|(a, b)| words(a.entry(file, name)) != words(b.entry(file, name)));
        let Some((a, b)) = differing.next() else {
            continue;
        };
        let Some(entry) = b.entry(file, name).or(a.entry(file, name)) else {
            continue;
        };
        let message = format!(
            "{name} is {} {} and {} {}: what is tested is not what runs",
            shown(a.entry(file, name)),
            a.title(),
            shown(b.entry(file, name)),
            b.title()
        );
        findings.push(
            Finding::new("profiles-differ", Severity::Warning, message)
                .at(place(project, entry))
                .fix(fix(scene, name, [a, b])),
        );
    }
    findings
}

/// GOROOT is never taken, so its lines go; anything else is written once, in `[env]`.
fn fix(scene: &Scene<'_>, name: &str, sides: [&Side<'_>; 2]) -> String {
    if name != "GOROOT" {
        return format!("write {name} once, in [env]");
    }
    let lines = scene.given(name).filter(|value| match &value.layer {
        Layer::Profile(profile) => sides.iter().any(|side| side.profile == Some(profile)),
        layer => *layer == Layer::Project,
    });
    lines.map(Value::removal).collect::<Vec<_>>().join(" && ")
}

fn sides(file: &ProjectFile) -> Vec<Side<'_>> {
    let mut sides: Vec<Side<'_>> = file
        .profiles
        .iter()
        .map(|(name, entries)| Side {
            profile: Some(name),
            entries,
        })
        .collect();
    let is_named = |side: &Side<'_>| matches!(side.profile, Some("test" | "production"));
    if sides.iter().filter(|side| is_named(side)).count() == 2 {
        sides.retain(is_named);
        // As in "test and production", whatever their order in the file.
        sides.sort_by_key(|side| side.profile == Some("production"));
    } else if sides.len() == 1 {
        let none = Side {
            profile: None,
            entries: &[],
        };
        sides.insert(0, none);
    }
    sides
}

impl<'f> Side<'f> {
    /// What the side says of a variable: the profile's word, else that of `[env]`.
    fn entry(&self, file: &'f ProjectFile, name: &str) -> Option<&'f Entry> {
        let named = |entry: &&Entry| entry.name == name;
        let own = self.entries.iter().find(named);
        own.or_else(|| file.env.iter().find(named))
    }

    fn title(&self) -> String {
        match self.profile {
            Some(name) => format!("in profile {name}"),
            None => "without a profile".to_owned(),
        }
    }
}

/// The words of a value, in no order; none where it is not set or empty.
fn words(entry: Option<&Entry>) -> Vec<&str> {
    let text = entry.map_or("", |entry| &entry.value);
    let mut words: Vec<&str> = text.split(',').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn shown(entry: Option<&Entry>) -> String {
    match entry.filter(|entry| !entry.value.is_empty()) {
        Some(entry) => format!("'{}'", escape::excerpt(&entry.value, 60)),
        None => "unset".to_owned(),
    }
}
