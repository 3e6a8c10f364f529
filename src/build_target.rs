//! The platform that `go build` builds for here, and who says so.

use gom_shim::project::Project;
use gom_shim::resolve::Context;
use gom_shim::source::{Source, SourceKind};
use gom_shim::{Result, target_env};

/// A platform and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildTarget {
    /// GOOS, as it is written.
    pub goos: String,
    /// GOARCH, as it is written.
    pub goarch: String,
    /// Who says so; `None` where nobody does, and it is the host.
    pub source: Option<Source>,
    /// The name of the project's target, where one was asked for by name.
    pub name: Option<String>,
}

impl BuildTarget {
    /// The target in effect: the caller's GOOS and GOARCH, the project's target, `go env -w`, the host.
    ///
    /// # Errors
    /// `Config` where GOM_TARGET names a target that the project does not have.
    pub fn find(context: Context<'_>, project: Option<&Project>) -> Result<Self> {
        let chosen = target_env::selected(context, project)?;
        let (vars, host) = (context.vars, context.host);
        let mut target = Self {
            goos: host.os().to_owned(),
            goarch: host.arch().to_owned(),
            source: None,
            name: None,
        };
        // Least first: what is set later wins.
        let file = context.env_file;
        for (name, field) in [("GOOS", &mut target.goos), ("GOARCH", &mut target.goarch)] {
            if let Some(line) = file.line(name).filter(|line| !line.value.is_empty()) {
                line.value.clone_into(field);
                let path = file.path.as_deref().unwrap_or(std::path::Path::new(""));
                let text = format!("{name}={}", line.value);
                let kind = SourceKind::GoEnvFile;
                target.source = Some(Source::file(kind, path, Some(line.number), text));
            }
        }
        if let (Some((chosen, named)), Some(project)) = (chosen, project) {
            for (key, field) in [("goos", &mut target.goos), ("goarch", &mut target.goarch)] {
                if let Some(value) = chosen.get(key) {
                    value.clone_into(field);
                }
            }
            target.source = Some(project.file.source(chosen.line));
            target.name = chosen.name.clone().filter(|_| named);
        }
        for (name, field) in [("GOOS", &mut target.goos), ("GOARCH", &mut target.goarch)] {
            if let Some(value) = vars.non_empty(name) {
                *field = value.to_string_lossy().into_owned();
                let text = format!("{name}={field}");
                target.source = Some(Source::new(SourceKind::Environment, text));
            }
        }
        Ok(target)
    }

    /// True where it is not the platform of this machine.
    #[must_use]
    pub fn is_cross(&self, host: &gom_shim::platform::Platform) -> bool {
        self.goos != host.os() || self.goarch != host.arch()
    }
}

impl std::fmt::Display for BuildTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.goos, self.goarch)
    }
}
