//! A variable that somebody sets for Go: who, where, and whether that is what Go sees here.

use std::path::Path;

use gom_shim::goenv::{GoEnv, Line};
use gom_shim::project::{PROFILE, Project};
use gom_shim::project_file::Entry;
use gom_shim::resolve::Context;
use gom_shim::source::{Source, SourceKind};
use gom_shim::target::{self, Target};
use gom_shim::vars::Vars;
use gom_shim::{escape, quote};

use super::variables;
use crate::http;

/// Who sets it, in the order in which they win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The caller's environment.
    Shell,
    /// The target in effect, by its title; for builds only.
    Target(String),
    /// `[profile.NAME.env]`.
    Profile(String),
    /// `[env]`.
    Project,
    /// The `go env -w` file.
    GoEnv,
    /// The toolchain's `go.env`.
    Defaults,
}

/// A variable and one value of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The variable.
    pub name: String,
    /// Its value, lossy where it is not UTF-8.
    pub text: String,
    /// Who sets it.
    pub layer: Layer,
    /// Where.
    pub source: Source,
    /// True where this is what a go command sees here. Never for an empty one, which is unset.
    pub counts: bool,
}

impl Value {
    /// True for what the project file says.
    #[must_use]
    pub fn is_projects(&self) -> bool {
        matches!(
            self.layer,
            Layer::Project | Layer::Profile(_) | Layer::Target(_)
        )
    }

    /// The value without passwords; `None` for a variable of the caller's that is not Go's own,
    /// and may be a secret.
    #[must_use]
    pub fn public(&self) -> Option<String> {
        let is_public = self.layer != Layer::Shell || variables::is_gos(&self.name);
        is_public.then(|| without_passwords(&self.text))
    }

    /// The same for people: escaped and cut.
    #[must_use]
    pub fn shown(&self) -> String {
        let public = self.public().unwrap_or_else(|| "…".to_owned());
        escape::excerpt(&public, 100)
    }

    /// Who sets it, as the end of a sentence: `in the environment`.
    #[must_use]
    pub fn by(&self) -> String {
        match &self.layer {
            Layer::Shell => "in the environment".to_owned(),
            Layer::Target(title) => format!("in {title}"),
            Layer::Profile(name) => format!("in [profile.{name}.env]"),
            Layer::Project => "in [env]".to_owned(),
            Layer::GoEnv => "by go env -w".to_owned(),
            Layer::Defaults => "in the toolchain's go.env".to_owned(),
        }
    }

    /// What takes it away; the user's own settings have a command, a line of a file its place.
    #[must_use]
    pub fn removal(&self) -> String {
        let name = &self.name;
        match &self.layer {
            Layer::Shell => unset(name),
            Layer::GoEnv => format!("go env -u {name}"),
            Layer::Defaults => format!("go env -w {name}="),
            _ => format!("take {name} out of {}", self.source.place(None)),
        }
    }
}

/// The command that takes a variable out of a shell.
#[must_use]
pub fn unset(name: &str) -> String {
    let name = quote::word(name);
    if cfg!(windows) {
        format!("Remove-Item Env:{name}")
    } else {
        format!("unset {name}")
    }
}

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
        names.extend(file.policy.forbid.iter().map(|entry| forbidden(entry).0));
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
        let layer = Layer::Target(target.title());
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
        layer,
        source: project.file.source(entry.place.0),
        counts: false,
    }
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
        let text = format!("{}={}", line.name, without_passwords(&line.value));
        Value {
            name: line.name.clone(),
            text: line.value.clone(),
            layer: layer.clone(),
            source: Source::file(kind, path, Some(line.number), text),
            counts: false,
        }
    }));
}

/// `NAME` or `NAME=WORD` of `[policy] forbid`.
pub(super) fn forbidden(entry: &Entry) -> (&str, Option<&str>) {
    match entry.value.split_once('=') {
        Some((name, word)) => (name, Some(word)),
        None => (&entry.value, None),
    }
}

/// A value in which every URL has lost its name and password: proxies are asked with them.
fn without_passwords(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for part in text.split_inclusive([',', '|', ' ', '\n']) {
        let end = part.trim_end_matches([',', '|', ' ', '\n']).len();
        let (word, separator) = part.split_at(end);
        if word.contains("://") {
            shown.push_str(&http::redacted(word));
        } else {
            shown.push_str(word);
        }
        shown.push_str(separator);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (text, shown) in [
            ("direct", "direct"),
            (
                "https://me:secret@proxy.example.com/x,direct",
                "https://proxy.example.com/x,direct",
            ),
            ("-ldflags=-X=a@b -v", "-ldflags=-X=a@b -v"),
        ] {
            assert_eq!(without_passwords(text), shown);
        }
    }
}
