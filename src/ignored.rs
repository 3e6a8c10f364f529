//! What of a project file is not taken here and now: the one list that every command, and the
//! shell's hook, tells from.

use gom_shim::escape;
use gom_shim::project::{PROFILE, Project};
use gom_shim::source::{Source, SourceKind};
use gom_shim::vars::Vars;
use serde_json::{Value, json};

use crate::asks::asks;
use crate::trust_variable;
use crate::ui::Printer;

/// More names than this are counted, not listed.
const NAMED: usize = 5;

/// Why something is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has trusted this file, in this directory, as it is now.
    Untrusted,
    /// It is never taken from a project.
    Never,
}

impl Why {
    /// The word in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Untrusted => "untrusted",
            Self::Never => "never",
        }
    }
}

/// One setting that is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The variable, or table and key: `CC`, `targets.pi.exec`, `toolchain.gopath`.
    pub name: String,
    /// Why.
    pub why: Why,
    /// The line of the file.
    pub source: Source,
}

/// The settings of a project's file that are ignored: variables of `[env]` and of the profile that
/// GOM_PROFILE names, programs of targets, the GOPATH.
#[must_use]
pub fn ignored(project: &Project, vars: &Vars) -> Vec<Ignored> {
    let profile = vars.text(PROFILE);
    let file = &project.file;
    // Once for all: a file may hold thousands of them.
    let lines: Vec<&str> = file.text.lines().collect();
    asks(file)
        .into_iter()
        .filter(|ask| ask.why == Why::Never || !project.trusted)
        .filter(|ask| ask.profile.is_none() || ask.profile == profile)
        .map(|ask| Ignored {
            name: ask.name(),
            why: ask.why,
            source: {
                let line = ask.entry.place.0;
                let text = lines.get(line - 1).copied().unwrap_or_default().trim();
                Source::file(SourceKind::ProjectFile, &file.path, Some(line), text)
            },
        })
        .collect()
}

/// Says on stderr, in a line or two, what is ignored; nothing where nothing is.
pub fn tell(printer: &Printer, vars: &Vars, project: Option<&Project>) {
    let Some(project) = project else {
        return;
    };
    let ignored = ignored(project, vars);
    let of = |why| -> Vec<&str> {
        let of = ignored.iter().filter(|ignored| ignored.why == why);
        of.map(|ignored| ignored.name.as_str()).collect()
    };
    let (untrusted, never) = (of(Why::Untrusted), of(Why::Never));
    if !untrusted.is_empty() {
        let be = if untrusted.len() == 1 { "is" } else { "are" };
        printer.note(format_args!(
            "{} of gotoolchain.toml {be} ignored until it is trusted: {}",
            settings(untrusted.len()),
            names(&untrusted)
        ));
        for unusable in trust_variable::entries(vars).filter_map(Result::err) {
            printer.warning(unusable);
        }
        printer.hint(format_args!(
            "gom trust {}",
            gom_shim::quote::path(project.file.directory())
        ));
    }
    if !never.is_empty() {
        let be = if never.len() == 1 { "is" } else { "are" };
        printer.note(format_args!(
            "{} of gotoolchain.toml {be} never taken from a project: {}",
            settings(never.len()),
            names(&never)
        ));
        printer.hint(format_args!(
            "gom trust --show {}",
            gom_shim::quote::path(project.file.directory())
        ));
    }
}

/// The same for `--json`: `[{"name":"CC","why":"untrusted"}]`.
#[must_use]
pub fn to_json(vars: &Vars, project: Option<&Project>) -> Value {
    let ignored = project.map(|project| ignored(project, vars));
    let objects = ignored
        .iter()
        .flatten()
        .map(|ignored| json!({"name": ignored.name, "why": ignored.why.name()}));
    objects.collect()
}

fn settings(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} setting{plural}")
}

fn names(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| escape::excerpt(name, 40))
        .collect();
    let more = names.len().saturating_sub(NAMED);
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}
