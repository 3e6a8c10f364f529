//! What a prompt shows: the Go that runs here, and the platform that it builds for where that is
//! another one than this machine's.

use std::path::Path;

use gom_shim::gotoolchain;
use gom_shim::modules::Modules;
use gom_shim::platform::Platform;
use gom_shim::project::Project;
use gom_shim::project_file;
use gom_shim::request::Request;
use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::resolve::Context;
use gom_shim::source::SourceKind;
use gom_shim::target_env::{self, TARGET};
use gom_shim::vars::Vars;
use gom_shim::version_file::version_file_pin;
use gom_shim::{Error, Result};

use crate::gom::Gom;

/// What the prompt says of a Go that it cannot name.
pub const UNKNOWN: &str = "go?";

/// Behind what this shell's environment decided, and no file.
const BY_ENVIRONMENT: &str = "*";
/// Behind what the `go env -w` file decided: it holds everywhere, and is easily forgotten.
const BY_GO_ENV: &str = "~";
/// Behind a version that is asked for and not installed.
const MISSING: &str = "?";

/// The parts of a prompt. They are made of versions and platforms that were parsed, so no character
/// in them means anything to a shell's prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// `go1.22.6`, with its mark.
    pub version: String,
    /// `linux/arm64`, with its mark; `None` where it is this machine's own.
    pub target: Option<String>,
}

impl Prompt {
    /// The prompt for the current directory; `None` outside of Go projects, unless this shell's
    /// environment decides something about Go.
    #[must_use]
    pub fn here(gom: &Gom, resolution: &Result<Resolution>) -> Option<Self> {
        let Ok(context) = gom.context() else {
            let project = gom.vars.cwd.as_deref().and_then(project_file::find);
            return project.map(|_| Self::unknown());
        };
        let shown = decides_version(&gom.vars)
            || target_of_environment(context)
                .is_some_and(|target| target.as_ref() != Some(context.host))
            || gom
                .vars
                .cwd
                .as_deref()
                .is_some_and(|cwd| is_project(context, cwd));
        shown.then(|| Self::anywhere(context, resolution))
    }

    /// The prompt for the current directory, project or not.
    #[must_use]
    pub fn anywhere(context: Context<'_>, resolution: &Result<Resolution>) -> Self {
        let Ok(resolution) = resolution else {
            return Self::unknown();
        };
        let Ok(target) = target(context, resolution.project.as_ref()) else {
            return Self::unknown();
        };
        Self {
            version: version(resolution),
            target,
        }
    }

    fn unknown() -> Self {
        Self {
            version: UNKNOWN.to_owned(),
            target: None,
        }
    }

    /// The whole: `go1.22.6 →linux/arm64`.
    #[must_use]
    pub fn text(&self, ascii: bool) -> String {
        match &self.target {
            Some(target) => format!("{} {}{target}", self.version, arrow(ascii)),
            None => self.version.clone(),
        }
    }
}

/// What stands before the target.
#[must_use]
pub fn arrow(ascii: bool) -> &'static str {
    if ascii { "->" } else { "→" }
}

/// True where the locale says that a terminal shows ASCII only, or another charset than UTF-8. One
/// that says nothing is taken for a modern one.
#[must_use]
pub fn is_ascii(vars: &Vars) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| vars.text(name));
    !cfg!(windows)
        && locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            !locale.contains("utf-8") && !locale.contains("utf8")
        })
}

/// The version that runs or is missing.
fn version(resolution: &Resolution) -> String {
    let (name, missing) = match &resolution.chosen {
        Chosen::Toolchain(toolchain) => (
            toolchain.version.as_ref().map(|version| version.go_name()),
            "",
        ),
        Chosen::Missing(missing) => {
            let line = || match Request::parse(&resolution.request) {
                Ok(Request::Line(line)) => Some(format!("go{line}")),
                _ => None,
            };
            (
                missing
                    .version
                    .as_ref()
                    .map(|version| version.go_name())
                    .or_else(line),
                MISSING,
            )
        }
    };
    let source = &resolution.source;
    let by_environment = match source.kind {
        SourceKind::Session | SourceKind::GoToolchain => true,
        SourceKind::GomToolchain => source.path.is_none(),
        _ => false,
    };
    let mark = if by_environment { BY_ENVIRONMENT } else { "" };
    match name {
        Some(name) => format!("{name}{missing}{mark}"),
        None => format!("{UNKNOWN}{mark}"),
    }
}

/// The platform a build here is for, where it is not this machine's.
///
/// # Errors
/// Where it is no platform, or the project has none of that name.
fn target(
    context: Context<'_>,
    project: Option<&Project>,
) -> std::result::Result<Option<String>, ()> {
    let (platform, mark) = match target_of_environment(context) {
        Some(platform) => (platform.ok_or(())?, BY_ENVIRONMENT),
        None => match target_env::selected(context, project).map_err(drop_error)? {
            Some((target, named)) => (
                target.platform(context.host),
                if named { BY_ENVIRONMENT } else { "" },
            ),
            None => {
                let (os, arch) = behind(context);
                (Platform::new(os, arch).ok_or(())?, BY_GO_ENV)
            }
        },
    };
    Ok((platform != *context.host).then(|| format!("{platform}{mark}")))
}

fn drop_error(_: Error) {}

/// GOOS and GOARCH where the environment does not say them: the go env file's, else this machine's.
fn behind<'a>(context: Context<'a>) -> (&'a str, &'a str) {
    let value = |name| context.env_file.get(name).filter(|value| !value.is_empty());
    let os = value("GOOS").unwrap_or(context.host.os());
    let arch = value("GOARCH").unwrap_or(context.host.arch());
    (os, arch)
}

/// The platform that GOOS or GOARCH in the environment names; `None` where neither is set, and
/// inside where they name none.
fn target_of_environment(context: Context<'_>) -> Option<Option<Platform>> {
    let (os, arch) = (
        context.vars.non_empty("GOOS"),
        context.vars.non_empty("GOARCH"),
    );
    if os.is_none() && arch.is_none() {
        return None;
    }
    let behind = behind(context);
    let os = os.map_or(Some(behind.0), |os| os.to_str());
    let arch = arch.map_or(Some(behind.1), |arch| arch.to_str());
    Some(os.zip(arch).and_then(|(os, arch)| Platform::new(os, arch)))
}

/// True where the environment says which Go runs, or which target is built for.
fn decides_version(vars: &Vars) -> bool {
    ["GOM_TOOLCHAIN", "GOM_SHELL_TOOLCHAIN", TARGET]
        .iter()
        .any(|name| vars.non_empty(name).is_some())
        || !matches!(gotoolchain::read(vars), Ok(None))
}

/// True at and below what makes a directory a Go project: a gotoolchain.toml, the go.mod or go.work
/// that cmd/go would use, and a .go-version or .tool-versions below the home directory.
fn is_project(context: Context<'_>, cwd: &Path) -> bool {
    if project_file::find(cwd).is_some() {
        return true;
    }
    // A file that cannot be used is there all the same.
    let modules = Modules::find(cwd, context.vars, None, context.env_file);
    if !modules.is_ok_and(|modules| modules.selected.is_none()) {
        return true;
    }
    let home = context.vars.home();
    let is_above = |directory: &&Path| {
        home.as_ref()
            .is_some_and(|home| home.starts_with(directory))
    };
    cwd.ancestors()
        .take_while(|directory| !is_above(directory))
        .any(|directory| !matches!(version_file_pin(directory), Ok(None)))
}
