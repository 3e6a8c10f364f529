//! Everything that sets a variable for Go here, and which of several values counts.

use std::path::Path;

use gom_shim::goenv::{GoEnv, Line};
use gom_shim::project::{PROFILE, Project};
use gom_shim::project_file::Entry;
use gom_shim::project_table::SIDES;
use gom_shim::quote;
use gom_shim::resolve::Context;
use gom_shim::source::{Source, SourceKind};
use gom_shim::target::{self, Target};
use gom_shim::vars::Vars;

use super::masked::Masked;
use super::value::{Layer, Value, without_passwords};
use super::{policy, variables};
use crate::toml_key::DottedKey;

/// Every value of every variable that Go, the project or its policy names, by name and in the
/// order of [`Layer`]. `goroot` is the toolchain's `go.env` with its path; `outside` says that a Go outside gom
/// runs, with the environment as it is.
pub(super) fn all(
    context: Context<'_>,
    project: Option<&Project>,
    target: Option<&Target>,
    goroot: (&Path, &GoEnv),
    outside: bool,
) -> Vec<Value> {
    let mut values = of_caller(context.vars, project);
    if let (Some(project), Some(target)) = (project, target) {
        of_target(context.vars, project, target, &mut values);
    }
    if let Some(project) = project {
        of_project(project, &mut values);
        let masked = Masked::new(&project.file.text);
        for value in values.iter_mut().filter(|value| value.is_projects()) {
            if let Some(line) = value.source.line {
                value.source.text = masked.line(line);
            }
        }
    }
    let user = context.env_file;
    let path = user.path.as_deref().unwrap_or(Path::new(""));
    of_file(path, user, &Layer::GoEnv, &mut values);
    of_file(goroot.0, goroot.1, &Layer::Defaults, &mut values);
    values.sort_by(|a, b| a.name.cmp(&b.name));
    let clean = context.config.text("goroot").as_deref() == Some("clean");
    let winners: Vec<(usize, usize)> = values
        .chunk_by(|a, b| a.name == b.name)
        .scan(0, |start, group| {
            let first = *start;
            *start += group.len();
            Some((first, group))
        })
        .filter_map(|(first, group)| {
            let winner = winner(group, context.vars, project, outside, clean)?;
            Some((first, winner))
        })
        .collect();
    for (first, winner) in winners {
        values[first + winner].counts = true;
    }
    values
}

/// Which of the values of one variable is the one that a go command sees.
fn winner(
    group: &[Value],
    vars: &Vars,
    project: Option<&Project>,
    outside: bool,
    clean: bool,
) -> Option<usize> {
    let name = group[0].name.as_str();
    let callers = vars.is_callers(name);
    let has = |wanted: &dyn Fn(&Layer) -> bool| group.iter().any(|value| wanted(&value.layer));
    let is_selected =
        |layer: &Layer| matches!(layer, Layer::Profile(name) if vars.text(PROFILE) == Some(name));
    let overridden = has(&|layer| is_selected(layer) || matches!(layer, Layer::Target(_)));
    let has_line = has(&|layer| *layer == Layer::GoEnv);
    let takes = |value: &Value| {
        let entry = Entry {
            name: value.name.clone(),
            value: value.text.clone(),
            place: (0, 0),
        };
        !callers && project.is_some_and(|project| project.takes(&entry))
    };
    // Shims give these two themselves, whatever anybody else says of them.
    let in_files = variables::is_setting(name)
        && match name {
            "GOROOT" => outside || clean,
            "GOTOOLCHAIN" => outside,
            _ => true,
        };
    group.iter().position(|value| {
        let reaches = match &value.layer {
            Layer::Shell => name != "GOROOT" || outside,
            Layer::Target(_) => true,
            layer @ Layer::Profile(_) => is_selected(layer) && takes(value),
            Layer::Project => !overridden && takes(value),
            Layer::GoEnv => in_files,
            // A line of the user's hides the default, also an empty one.
            Layer::Defaults => in_files && !has_line,
        };
        // Empty is unset, and the files are asked next.
        reaches && !value.text.is_empty()
    })
}

fn of_caller(vars: &Vars, project: Option<&Project>) -> Vec<Value> {
    let mut names: Vec<&str> = variables::names().collect();
    if let Some(project) = project {
        let file = &project.file;
        let profiles = file.profiles.iter().flat_map(|(_, entries)| entries);
        names.extend(file.env.iter().chain(profiles).map(|entry| &*entry.name));
        names.extend(
            file.policy
                .forbid
                .iter()
                .map(|entry| policy::forbidden(entry).0),
        );
    }
    names.sort_unstable();
    names.dedup();
    let set = names.into_iter().filter(|name| vars.is_callers(name));
    set.map(|name| {
        let text = vars.get(name).unwrap_or_default().to_string_lossy();
        let said = if variables::is_gos(name) {
            format!("{name}={}", without_passwords(&text))
        } else {
            name.to_owned()
        };
        Value {
            name: name.to_owned(),
            text: text.into_owned(),
            layer: Layer::Shell,
            source: Source::new(SourceKind::Environment, said),
            column: None,
            key: None,
            counts: false,
        }
    })
    .collect()
}

/// The variables that a target's keys stand for.
fn of_target(vars: &Vars, project: &Project, target: &Target, values: &mut Vec<Value>) {
    for entry in &target.entries {
        let name = match entry.name.as_str() {
            "cgo" => "CGO_ENABLED".to_owned(),
            "sysroot" | "exec" => continue,
            key => key.to_uppercase(),
        };
        let waits = target::PROGRAM_KEYS.contains(&&*entry.name) && !project.trusted;
        if waits || vars.is_callers(&name) {
            continue;
        }
        let layer = Layer::Target(target.name.clone());
        values.push(of_entry(project, entry, name, layer));
    }
}

fn of_project(project: &Project, values: &mut Vec<Value>) {
    for (profile, entries) in &project.file.profiles {
        let layer = Layer::Profile(profile.clone());
        values.extend(
            entries
                .iter()
                .map(|entry| of_entry(project, entry, entry.name.clone(), layer.clone())),
        );
    }
    values.extend(
        project
            .file
            .env
            .iter()
            .map(|entry| of_entry(project, entry, entry.name.clone(), Layer::Project)),
    );
}

fn of_entry(project: &Project, entry: &Entry, name: String, layer: Layer) -> Value {
    Value {
        name,
        text: entry.value.clone(),
        source: project.file.source(entry.place.0),
        column: Some(entry.place.1),
        key: key(project, &layer, &entry.name),
        layer,
        counts: false,
    }
}

/// The dotted key of an entry; none where the file has tables of single sides, one of which may hold it.
fn key(project: &Project, layer: &Layer, name: &str) -> Option<String> {
    let of_side = |line: &str| {
        let line = line.trim_start().trim_start_matches(['[', ' ', '"', '\'']);
        SIDES.iter().any(|side| line.starts_with(side))
    };
    if project.file.text.lines().any(of_side) {
        return None;
    }
    let words = match layer {
        Layer::Project => vec!["env", name],
        Layer::Profile(profile) => vec!["profile", profile, "env", name],
        Layer::Target(None) => vec!["target", name],
        Layer::Target(Some(target)) => vec!["targets", target, name],
        _ => return None,
    };
    Some(quote::word(&DottedKey::new(&words).to_string()))
}

/// The lines that count in such a file: of several for one name the last.
fn of_file(path: &Path, file: &GoEnv, layer: &Layer, values: &mut Vec<Value>) {
    let kind = if *layer == Layer::GoEnv {
        SourceKind::GoEnvFile
    } else {
        SourceKind::GorootEnv
    };
    let last = |line: &&Line| file.line(&line.name) == Some(line);
    values.extend(file.lines().iter().filter(last).map(|line| {
        let text = if variables::is_gos(&line.name) {
            format!("{}={}", line.name, without_passwords(&line.value))
        } else {
            line.name.clone()
        };
        Value {
            name: line.name.clone(),
            text: line.value.clone(),
            layer: layer.clone(),
            source: Source::file(kind, path, Some(line.number), text),
            column: None,
            key: None,
            counts: false,
        }
    }));
}
