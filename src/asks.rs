//! What a project file asks for beyond what any file may: all of it, whichever profile or target counts.

use gom_shim::env_name::{Class, class};
use gom_shim::project_file::{Entry, ProjectFile};
use gom_shim::target::PROGRAM_KEYS;

use crate::ignored::Why;

/// One thing that is not taken without trust, or never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'f> {
    /// Its table, with brackets: `[env]`, `[profile.production.env]`, `[targets.pi]`.
    pub table: String,
    /// The profile it belongs to.
    pub profile: Option<&'f str>,
    /// Name, value and place.
    pub entry: &'f Entry,
    /// What stands against it.
    pub why: Why,
}

impl Ask<'_> {
    /// One word for it: a variable's name, else table and key, as in `targets.pi.cc`.
    #[must_use]
    pub fn name(&self) -> String {
        if self.table.ends_with("env]") {
            return self.entry.name.clone();
        }
        let table = self.table.trim_start_matches('[').trim_end_matches(']');
        format!("{table}.{}", self.entry.name)
    }
}

/// Everything of that kind in a file, in the order of its lines. The pin is not among it: it is
/// refused, not ignored (`crate::pin_ask`).
#[must_use]
pub fn asks(file: &ProjectFile) -> Vec<Ask<'_>> {
    let mut asks = Vec::new();
    asks.extend(variables("[env]".to_owned(), None, &file.env));
    for (profile, entries) in &file.profiles {
        let table = format!("[profile.{profile}.env]");
        asks.extend(variables(table, Some(profile), entries));
    }
    for target in file.target.iter().chain(&file.targets) {
        let programs = PROGRAM_KEYS.iter().filter_map(|key| target.entry(key));
        asks.extend(programs.map(|entry| Ask {
            table: target.title(),
            profile: None,
            entry,
            why: Why::Untrusted,
        }));
    }
    if let Some(entry) = file.gopath.as_ref().filter(|mode| mode.value != "shared") {
        asks.push(Ask {
            table: "[toolchain]".to_owned(),
            profile: None,
            entry,
            why: Why::Untrusted,
        });
    }
    asks.sort_by_key(|ask| ask.entry.place);
    asks
}

/// The variables of one table that are not taken as things are.
fn variables<'f>(
    table: String,
    profile: Option<&'f str>,
    entries: &'f [Entry],
) -> impl Iterator<Item = Ask<'f>> {
    entries.iter().filter_map(move |entry| {
        let why = match class(&entry.name, &entry.value) {
            Class::Free => return None,
            Class::Trusted => Why::Untrusted,
            Class::Never => Why::Never,
        };
        Some(Ask {
            table: table.clone(),
            profile,
            entry,
            why,
        })
    })
}
