//! What is compared: the project, its module, the toolchain that runs here, and everything that
//! sets a variable for it. Read once; the rules only look.

use std::path::{Path, PathBuf};

use gom_shim::goenv::GoEnv;
use gom_shim::gomod::GoMod;
use gom_shim::modules::Modules;
use gom_shim::project::Project;
use gom_shim::project_file::{Entry, Policy};
use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::resolve::{Asked, Context, resolve};
use gom_shim::source::{Source, SourceKind};
use gom_shim::target::Target;
use gom_shim::target_env::{self, TARGET};
use gom_shim::toolchain::{Provenance, Toolchain};
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result, escape, read};

use super::value::Value;
use super::values;
use crate::finding::Place;

/// Everything that a rule may look at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Environment and settings, with the profile and the target that were asked for.
    pub context: Context<'a>,
    /// The project file, if there is one.
    pub project: Option<Project>,
    /// Which Go runs here; an error where none can: not there, damaged, not trusted.
    pub resolution: Result<Resolution>,
    /// The go.work or go.mod that counts, with its lines.
    pub module: Option<(PathBuf, GoMod)>,
    /// Every value that somebody gives to a variable, by name.
    pub values: Vec<Value>,
}

impl<'a> Scene<'a> {
    /// Reads it all, and writes nothing.
    ///
    /// # Errors
    /// `Config` for a file or a variable that no go command could be run with. What one finding
    /// says better is no error: a toolchain that is missing, damaged or not trusted.
    pub fn look(context: Context<'a>) -> Result<Self> {
        let vars = context.vars;
        let directory = vars.cwd.as_deref();
        let project = Project::find(vars, context.layout, context.side, directory)?;
        let asked = Asked {
            request: None,
            directory: vars.cwd.clone(),
            unselected: false,
        };
        let resolution = match resolve(context, &asked) {
            Err(error) if !is_finding(&error) => return Err(error),
            resolution => resolution,
        };
        let module = match directory {
            Some(dir) => module(context, dir, project.as_ref())?,
            None => None,
        };
        let target = target_env::selected(context, project.as_ref())?.map(|(target, _)| target);
        let mut scene = Self {
            context,
            project: None,
            resolution,
            module,
            values: Vec::new(),
        };
        let outside = scene
            .toolchain()
            .is_some_and(|toolchain| toolchain.provenance == Provenance::System);
        let (path, defaults) = scene.toolchain().map(defaults).unwrap_or_default();
        let defaults = (path.as_path(), &defaults);
        scene.values = values::all(context, project.as_ref(), target, defaults, outside);
        scene.project = project;
        Ok(scene)
    }

    /// The directory that places are seen from.
    #[must_use]
    pub fn cwd(&self) -> Option<&Path> {
        self.context.vars.cwd.as_deref()
    }

    /// The toolchain that runs here, if it is installed.
    #[must_use]
    pub fn toolchain(&self) -> Option<&Toolchain> {
        match &self.resolution.as_ref().ok()?.chosen {
            Chosen::Toolchain(toolchain) => Some(toolchain),
            Chosen::Missing(_) => None,
        }
    }

    /// The version that runs here, or would if it were installed, and the place that asks for it.
    #[must_use]
    pub fn version(&self) -> Option<(&Version, &Source)> {
        let resolution = self.resolution.as_ref().ok()?;
        let version = match &resolution.chosen {
            Chosen::Toolchain(toolchain) => toolchain.version.as_ref(),
            Chosen::Missing(missing) => missing.version.as_ref(),
        };
        Some((version?, &resolution.source))
    }

    /// The project's policy.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        Some(&self.project.as_ref()?.file.policy)
    }

    /// The value of a variable that a go command sees here.
    #[must_use]
    pub fn effective(&self, name: &str) -> Option<&Value> {
        self.given(name).find(|value| value.counts)
    }

    /// Every value that somebody gives to a variable; empty ones, which are none, left out.
    pub fn given(&self, name: &str) -> impl Iterator<Item = &Value> {
        let named = move |value: &&Value| value.name == name && !value.text.is_empty();
        self.values.iter().filter(named)
    }

    /// Everything that the project file says of variables, whether it counts now or not, and what
    /// counts of all others.
    pub fn declared_and_effective(&self) -> impl Iterator<Item = &Value> {
        let worth_a_look = |value: &&Value| value.counts || value.is_projects();
        self.values.iter().filter(worth_a_look)
    }

    /// The targets that are looked at: the one that was asked for, else all.
    pub fn targets(&self) -> impl Iterator<Item = (&Project, &Target)> {
        let asked = self.context.vars.text(TARGET);
        let project = self.project.as_ref();
        let all = project.into_iter().flat_map(|project| {
            let file = &project.file;
            let targets = file.target.iter().chain(&file.targets);
            targets.map(move |target| (project, target))
        });
        all.filter(move |(_, target)| asked.is_none() || target.name.as_deref() == asked)
    }
}

/// What a toolchain is called: its version, where that is known.
#[must_use]
pub fn go_name(toolchain: &Toolchain) -> String {
    let version = toolchain.version.as_ref();
    version.map_or_else(
        || escape::text(&toolchain.name).into_owned(),
        Version::go_name,
    )
}

/// The place of an entry of the project file.
#[must_use]
pub fn place(project: &Project, entry: &Entry) -> Place {
    at(project, entry.place)
}

/// A line and a column of the project file.
#[must_use]
pub fn at(project: &Project, (line, column): (usize, usize)) -> Place {
    Place {
        source: project.file.source(line),
        column: Some(column),
    }
}

/// True for the errors of a resolution that are what a check is there to find.
fn is_finding(error: &Error) -> bool {
    matches!(
        error.kind,
        Kind::NotTrusted | Kind::Failure | Kind::NotInstalled
    )
}

fn module(
    context: Context<'_>,
    dir: &Path,
    project: Option<&Project>,
) -> Result<Option<(PathBuf, GoMod)>> {
    let modules = Modules::find(dir, context.vars, project, context.env_file)?;
    let Some(path) = modules.selected else {
        return Ok(None);
    };
    let bytes = read::file(&path)?;
    Ok(bytes.map(|bytes| (path, GoMod::parse(&bytes))))
}

/// A toolchain's `go.env`, which Go has since 1.21, and its path. One that cannot be read counts
/// as none, as for cmd/go.
fn defaults(toolchain: &Toolchain) -> (PathBuf, GoEnv) {
    let path = toolchain.root.join("go.env");
    let bytes = read::file(&path).ok().flatten().unwrap_or_default();
    (path, GoEnv::from_bytes(&bytes))
}

/// A line of the go.mod or go.work as a source.
#[must_use]
pub fn module_line(path: &Path, line: &gom_shim::gomod::Line) -> Source {
    let is_go_mod = path.file_name().is_some_and(|name| name == "go.mod");
    let kind = if is_go_mod {
        SourceKind::GoMod
    } else {
        SourceKind::GoWork
    };
    Source::file(kind, path, Some(line.number), &line.text)
}
