//! What a command line chooses of a project: one of its targets, one of its profiles.

use gom_shim::project::{PROFILE, Project};
use gom_shim::resolve::Context;
use gom_shim::target_env::TARGET;
use gom_shim::vars::Vars;
use gom_shim::{Error, Kind, Result, escape, quote, target, target_env};

use crate::gom::Gom;

/// The choice.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The command that chooses, for hints: `gom exec`.
    pub command: &'a str,
    /// One of its targets, or `host`.
    pub target: Option<&'a str>,
    /// One of its profiles.
    pub profile: Option<&'a str>,
}

impl Choice<'_> {
    /// Puts the choice into the environment, and gives the project it was made in. The variables of
    /// a profile win over the caller's, those in `kept` excepted.
    ///
    /// # Errors
    /// `Config` for a target or profile that the project does not have.
    pub fn apply(self, gom: &Gom, vars: &mut Vars, kept: &[String]) -> Result<Option<Project>> {
        if let Some(name) = self.profile {
            vars.set(PROFILE, name);
        }
        if let Some(name) = self.target {
            // The caller's own platform would drop the target.
            vars.retain(|variable| {
                !target::is_target_variable(variable) || kept.iter().any(|kept| kept == variable)
            });
            vars.set(TARGET, name);
        }
        let project = Project::find(vars, &gom.layout, gom.side(), vars.cwd.as_deref())?;
        let context = Context {
            vars,
            ..gom.context()?
        };
        if self.target.is_some() {
            target_env::selected(context, project.as_ref())?;
        }
        if let Some(name) = self.profile {
            let file = project.as_ref().map(|project| &project.file);
            let profile = file.and_then(|file| file.profile(name));
            let profile =
                profile.ok_or_else(|| no_profile(self.command, name, project.as_ref()))?;
            for entry in profile.iter().filter(|entry| !kept.contains(&entry.name)) {
                vars.give_up(&entry.name);
            }
        }
        Ok(project)
    }
}

fn no_profile(command: &str, name: &str, project: Option<&Project>) -> Error {
    let shown = escape::excerpt(name, 60);
    let Some(project) = project else {
        return Error::new(
            Kind::Config,
            format!("profile '{shown}' was asked for, and there is no gotoolchain.toml here"),
        )
        .hint("gom use VERSION");
    };
    let file = &project.file;
    let error = Error::new(
        Kind::Config,
        format!("{} has no profile '{shown}'", escape::path(&file.path)),
    );
    let names: Vec<&str> = file
        .profiles
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    if names.is_empty() {
        return error.hint(format!(
            "add a table [profile.{shown}.env] to {}",
            quote::path(&file.path)
        ));
    }
    error
        .cause(format!("it has {}", names.join(", ")))
        .hint(format!("{command} --profile {}", names[0]))
}
