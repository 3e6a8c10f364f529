//! What a project sets in the environment of a Go command: its variables, its target, its GOPATH.

use std::ffi::OsString;
use std::path::Path;

use crate::diff::{self, Diff, Record};
use crate::environment::Change;
use crate::error::{Error, Result};
use crate::go_value::Rejected;
use crate::invocation::Invocation;
use crate::project::Project;
use crate::project_file::Entry;
use crate::resolve::Context;
use crate::source::Source;
use crate::toml_place::bad;
use crate::toolchain::Toolchain;
use crate::vars::Vars;
use crate::{go_value, gopath, target_env};

/// A variable that a project gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: OsString,
    /// The line that gives it; `None` where it is gom's own doing.
    pub source: Option<Source>,
}

/// Everything that the project here gives to `invocation`, its GOPATH included.
///
/// # Errors
/// `Config` for a value that this toolchain does not know, for a target that cannot be built.
pub fn given(
    context: Context<'_>,
    project: Option<&Project>,
    toolchain: &Toolchain,
    invocation: &Invocation,
) -> Result<Vec<Given>> {
    let mut given = match project {
        Some(project) => variables(context.vars, project, Some(toolchain))?,
        None => Vec::new(),
    };
    target_env::add(context, project, toolchain, invocation, &mut given)?;
    gopath::add(context, project, toolchain, &mut given)?;
    Ok(given)
}

/// The variables of `[env]` and of the profile that are taken, save those that the caller set.
///
/// # Errors
/// `Config` with file, line and column for a value that `toolchain` does not know.
pub fn variables(
    vars: &Vars,
    project: &Project,
    toolchain: Option<&Toolchain>,
) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for entry in project.accepted(vars) {
        if vars.is_callers(&entry.name) {
            continue;
        }
        if let Some(toolchain) = toolchain {
            check(project, entry, &entry.name, toolchain)?;
        }
        given.push(of(project, entry, &entry.name, &entry.value));
    }
    Ok(given)
}

/// A variable with the line that gives it.
pub(crate) fn of(
    project: &Project,
    entry: &Entry,
    name: &str,
    value: impl Into<OsString>,
) -> Given {
    Given {
        name: name.to_owned(),
        value: value.into(),
        source: Some(project.file.source(entry.place.0)),
    }
}

/// Asks the toolchain's own tables about the value of a variable.
pub(crate) fn check(
    project: &Project,
    entry: &Entry,
    name: &str,
    toolchain: &Toolchain,
) -> Result<()> {
    let version = toolchain.version.as_ref();
    go_value::check(name, &entry.value, &toolchain.root, version)
        .map_err(|rejected| refused(project, entry, &rejected))
}

/// What a toolchain's tables say against a value, with the place of the value.
pub(crate) fn refused(project: &Project, entry: &Entry, rejected: &Rejected) -> Error {
    bad(&project.file.path, entry.place, &rejected.message()).hint(rejected.hint())
}

/// The changes in the environment that these make, and the record of them.
#[must_use]
pub fn changes(vars: &Vars, given: Vec<Given>) -> Vec<Change> {
    if given.is_empty() {
        return Vec::new();
    }
    let records = given.iter().map(|given| Record {
        name: given.name.clone(),
        ours: given.value.clone(),
        former: vars.get(&given.name).map(OsString::from),
        is_ours: true,
    });
    let record = Diff {
        records: records.collect(),
        ..Diff::default()
    };
    let mut changes: Vec<Change> = given
        .into_iter()
        .map(|given| Change {
            name: given.name.into(),
            value: Some(given.value),
            source: given.source,
        })
        .collect();
    changes.push(Change::set(diff::NAME, record.to_string()));
    changes
}

/// The value that a command will see: a given one, the caller's, or the go env file's.
pub(crate) fn effective(context: Context<'_>, given: &[Given], name: &str) -> Option<OsString> {
    let found = given.iter().find(|given| given.name == name);
    let value = match found {
        Some(given) => given.value.clone(),
        None => context
            .vars
            .get(name)
            .map(OsString::from)
            .unwrap_or_default(),
    };
    if !value.is_empty() {
        return Some(value);
    }
    context
        .env_file
        .get(name)
        .filter(|value| !value.is_empty())
        .map(OsString::from)
}

/// True for a path that exists as a directory, made where it was not.
pub(crate) fn ensure_directory(path: &Path) -> bool {
    path.is_dir() || std::fs::create_dir_all(path).is_ok()
}
