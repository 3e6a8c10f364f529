//! What every command starts from: made once in `main`, passed first everywhere.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use gom_shim::config::Config;
use gom_shim::goenv::GoEnv;
use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::project::Project;
use gom_shim::request::Request;
use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::resolve::{Asked, Context, resolve};
use gom_shim::side::Side;
use gom_shim::vars::Vars;
use gom_shim::{Error, Kind, Result, home};

use crate::project_strict;
use crate::ui::Printer;

/// How much of gom's decisions is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What is asked of whom, and what came of it.
    Info,
    /// Every step.
    Debug,
}

/// The surroundings of a command.
#[derive(Debug)]
pub struct Gom {
    /// Environment, arguments, directory.
    pub vars: Vars,
    /// Every path.
    pub layout: Layout,
    /// The machine's platform.
    pub host: Platform,
    /// All output.
    pub printer: Printer,
    /// True with `-y`: questions are answered with yes.
    pub yes: bool,
    offline: bool,
    config: OnceLock<Config>,
    env_file: GoEnv,
    side: Side,
}

impl Gom {
    /// Finds the home; reads no setting yet, so that `gom config` can mend a broken file.
    ///
    /// # Errors
    /// `Config` where no home can be found.
    pub fn new(vars: Vars, printer: Printer, yes: bool, offline: bool) -> Result<Self> {
        let layout = home::find(&vars)?;
        let env_file = GoEnv::load(&vars);
        Ok(Self {
            layout,
            host: Platform::host(),
            printer,
            yes,
            offline,
            config: OnceLock::new(),
            env_file,
            side: Side::of_this_machine(&vars),
            vars,
        })
    }

    /// The settings.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn config(&self) -> Result<&Config> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = Config::load(&self.vars, &self.layout)?;
        Ok(self.config.get_or_init(|| config))
    }

    /// True where no socket may be opened.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn offline(&self) -> Result<bool> {
        Ok(self.offline || self.config()?.is_on("offline"))
    }

    /// The side this process runs on.
    #[must_use]
    pub fn side(&self) -> &Side {
        &self.side
    }

    /// The `go env -w` file.
    #[must_use]
    pub fn env_file(&self) -> &GoEnv {
        &self.env_file
    }

    /// What a resolution looks at.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn context(&self) -> Result<Context<'_>> {
        Ok(Context {
            vars: &self.vars,
            layout: &self.layout,
            config: self.config()?,
            env_file: &self.env_file,
            host: &self.host,
            side: &self.side,
        })
    }

    /// The resolution for the current directory, by the resolver that the shims run.
    ///
    /// # Errors
    /// What the resolver cannot read or does not trust; what [`project_strict`] refuses.
    pub fn resolve(&self) -> Result<Resolution> {
        let resolution = self.resolve_as_shims();
        let resolution = resolution.map_err(|error| self.explained(error))?;
        if let Some(project) = &resolution.project {
            project_strict::check(&project.file)?;
        }
        Ok(resolution)
    }

    /// The same for what must go on where a shim would: keys of the project file that this gom does
    /// not know are passed over.
    ///
    /// # Errors
    /// What the resolver cannot read or does not trust.
    pub fn resolve_as_shims(&self) -> Result<Resolution> {
        let asked = Asked {
            request: None,
            directory: self.vars.cwd.clone(),
            unselected: false,
        };
        let resolution = resolve(self.context()?, &asked)?;
        for step in resolution.chain.steps() {
            self.log(Level::Debug, step);
        }
        Ok(resolution)
    }

    /// The project here.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used, or that [`project_strict`] refuses.
    pub fn project(&self) -> Result<Option<Project>> {
        let project = self.project_as_shims();
        let project = project.map_err(|error| self.explained(error))?;
        if let Some(project) = &project {
            project_strict::check(&project.file)?;
        }
        Ok(project)
    }

    /// An error of a project file that is for a newer gom says that first.
    #[must_use]
    pub fn explained(&self, error: Error) -> Error {
        project_strict::explained(self.vars.cwd.as_deref(), &self.side, error)
    }

    /// The same for what must go on where a shim would: keys that this gom does not know are passed
    /// over.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn project_as_shims(&self) -> Result<Option<Project>> {
        Project::find(
            &self.vars,
            &self.layout,
            &self.side,
            self.vars.cwd.as_deref(),
        )
    }

    /// What the default means now; `None` where there is none, or it cannot be read.
    ///
    /// # Errors
    /// `Config` for a file that cannot be used.
    pub fn default_choice(&self) -> Result<Option<Chosen>> {
        let Some(text) = self.config()?.text("default") else {
            return Ok(None);
        };
        let Ok(request) = Request::parse(&text) else {
            return Ok(None);
        };
        let asked = Asked {
            request: Some((request, text)),
            directory: None,
            unselected: false,
        };
        Ok(resolve(self.context()?, &asked)
            .ok()
            .map(|resolution| resolution.chosen))
    }

    /// Tells a decision on stderr where GOM_LOG (or `-v`) asks for it: `info` says what is asked of
    /// whom, `debug` every step. Settings that cannot be read tell nothing; they are an error elsewhere.
    pub fn log(&self, level: Level, decision: impl std::fmt::Display) {
        if self.tells(level) {
            let name = if level == Level::Info {
                "info"
            } else {
                "debug"
            };
            self.printer.log(name, decision);
        }
    }

    /// True where decisions of that level are told.
    #[must_use]
    pub fn tells(&self, level: Level) -> bool {
        let wanted = self.config().ok().and_then(|config| config.text("log"));
        let wanted = match wanted.as_deref() {
            Some("info") => Some(Level::Info),
            Some("debug" | "trace") => Some(Level::Debug),
            _ => None,
        };
        wanted >= Some(level)
    }

    /// A directory named on the command line; the current one where none is named.
    ///
    /// # Errors
    /// `FileSystem` where the current directory is gone and would be needed.
    pub fn directory(&self, named: Option<&Path>) -> Result<PathBuf> {
        match (named, &self.vars.cwd) {
            (Some(named), _) if named.is_absolute() => Ok(named.to_owned()),
            (named, Some(cwd)) => Ok(cwd.join(named.unwrap_or(Path::new("")))),
            (_, None) => {
                Err(Error::new(Kind::FileSystem, "the current directory is gone").hint("cd"))
            }
        }
    }

    /// Asks a yes-or-no question; `-y` answers it, and without a terminal the answer is no.
    #[must_use]
    pub fn confirm(&self, question: &str) -> bool {
        self.yes || self.printer.ask(question)
    }
}
