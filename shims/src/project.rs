//! The project around a directory: its gotoolchain.toml and how far that is believed.

use std::path::Path;

use crate::env_name::{Class, class};
use crate::error::Result;
use crate::goenv::{self, GoEnv};
use crate::layout::Layout;
use crate::project_file::{Entry, ProjectFile};
use crate::side::Side;
use crate::target::PROGRAM_KEYS;
use crate::trust;
use crate::vars::Vars;

/// Chooses a profile for a process tree; set by `gom exec --profile`.
pub const PROFILE: &str = "GOM_PROFILE";

/// A project file with the state of its trust.
#[derive(Clone, Debug)]
pub struct Project {
    /// The file.
    pub file: ProjectFile,
    /// True where these very bytes are trusted in this directory; not looked up, and false, where
    /// nothing in the file needs it.
    pub trusted: bool,
}

impl Project {
    /// The project at or above `dir`; none where the directory is deleted.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn find(
        vars: &Vars,
        layout: &Layout,
        side: &Side,
        dir: Option<&Path>,
    ) -> Result<Option<Self>> {
        let Some(dir) = dir else {
            return Ok(None);
        };
        let Some(file) = ProjectFile::nearest(dir, side)? else {
            return Ok(None);
        };
        let trusted =
            needs_trust(&file) && trust::is_trusted(vars, layout, &file.path, &file.bytes);
        Ok(Some(Self { file, trusted }))
    }

    /// The variables of `[env]`, with those of the profile that GOM_PROFILE names over them. A
    /// profile that this project does not have changes nothing: the variable is a process tree's.
    #[must_use]
    pub fn declared(&self, vars: &Vars) -> Vec<&Entry> {
        let profile = vars.text(PROFILE).and_then(|name| self.file.profile(name));
        let profile = profile.unwrap_or_default();
        let common = self.file.env.iter();
        let kept = common.filter(|entry| profile.iter().all(|over| over.name != entry.name));
        kept.chain(profile).collect()
    }

    /// True for a variable that is taken as things are.
    #[must_use]
    pub fn takes(&self, entry: &Entry) -> bool {
        match class(&entry.name, &entry.value) {
            Class::Free => true,
            Class::Trusted => self.trusted,
            Class::Never => false,
        }
    }

    /// The declared variables that are taken.
    #[must_use]
    pub fn accepted(&self, vars: &Vars) -> Vec<&Entry> {
        let mut declared = self.declared(vars);
        declared.retain(|entry| self.takes(entry));
        declared
    }
}

/// True where something in the file counts only once it is trusted. The pin is not among it: the
/// floor looks at trust by itself.
#[must_use]
pub fn needs_trust(file: &ProjectFile) -> bool {
    let profiles = file.profiles.iter().flat_map(|(_, entries)| entries);
    let mut variables = file.env.iter().chain(profiles);
    let mut targets = file.target.iter().chain(&file.targets);
    variables.any(|entry| class(&entry.name, &entry.value) == Class::Trusted)
        || targets.any(|target| PROGRAM_KEYS.iter().any(|key| target.get(key).is_some()))
        || file
            .gopath
            .as_ref()
            .is_some_and(|mode| mode.value != "shared")
}

/// A variable as cmd/go will see it: the caller's own value, then what the project gives, then the
/// go env file. Empty is unset, as for cmd/go.
#[must_use]
pub fn lookup<'a>(
    vars: &'a Vars,
    project: Option<&'a Project>,
    env_file: &'a GoEnv,
    name: &str,
) -> Option<&'a str> {
    if !vars.is_callers(name)
        && let Some(project) = project
        && let Some(entry) = project
            .declared(vars)
            .into_iter()
            .find(|entry| entry.name == name)
        && project.takes(entry)
    {
        return Some(entry.value.as_str())
            .filter(|value| !value.is_empty())
            .or_else(|| env_file.get(name).filter(|value| !value.is_empty()));
    }
    goenv::lookup(vars, env_file, name)
}
