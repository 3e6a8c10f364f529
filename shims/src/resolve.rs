//! Which Go for this directory: pins in their order, else the greatest of the base and what
//! go.work or go.mod asks for (design §5). `gom current` and the shims ask the same function.

use std::path::{Path, PathBuf};

use crate::base::Base;
use crate::chain::{Chain, Step};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::goenv::GoEnv;
use crate::gomod::{GoMod, Need};
use crate::gover::Gover;
use crate::layout::Layout;
use crate::modules::Modules;
use crate::platform::Platform;
use crate::project::Project;
use crate::request::Request;
use crate::resolution::{Chosen, Resolution, Warning};
use crate::side::Side;
use crate::source::{Source, SourceKind};
use crate::toolchain::{Toolchain, choose_version, lowest_line_at_least};
use crate::vars::Vars;
use crate::version::Version;
use crate::version_file::Pin;
use crate::{answer, base, floor, gotoolchain, missing, pins, read};

/// What a resolution looks at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The caller's environment and directory.
    pub vars: &'a Vars,
    /// Where toolchains and trust are.
    pub layout: &'a Layout,
    /// The settings.
    pub config: &'a Config,
    /// The `go env -w` file.
    pub env_file: &'a GoEnv,
    /// This machine's platform.
    pub host: &'a Platform,
    /// The side this process runs on.
    pub side: &'a Side,
}

/// What the caller said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A request that wins over everything, and the words it was in.
    pub request: Option<(Request, String)>,
    /// The directory that counts; `None` where the current one is deleted.
    pub directory: Option<PathBuf>,
    /// True for the few calls that cmd/go answers without looking at go.mod and GOTOOLCHAIN.
    pub unselected: bool,
}

/// A `go` or `toolchain` line, or GOTOOLCHAIN's `+auto`, that asks for at least a version.
#[derive(Clone, Debug)]
struct Minimum {
    version: Gover,
    source: Source,
    /// True where a whole name was given: installed as named, not as its line's newest patch.
    by_name: bool,
}

/// Resolves for a directory.
///
/// # Errors
/// What cannot be read or is not trusted; `NotInstalled` where there is no Go at all. A toolchain
/// that is asked for and missing is not an error here, but [`Chosen::Missing`].
pub fn resolve(context: Context<'_>, asked: &Asked) -> Result<Resolution> {
    let Context {
        vars,
        layout,
        side,
        env_file,
        ..
    } = context;
    let resolver = Resolver {
        context,
        cwd: asked.directory.as_deref(),
        chain: Chain::default(),
    };
    let project = Project::find(vars, layout, side, asked.directory.as_deref())?;
    let modules = match &asked.directory {
        Some(dir) if !asked.unselected => Modules::find(dir, vars, project.as_ref(), env_file)?,
        _ => Modules {
            disabled: asked.unselected,
            ..Modules::default()
        },
    };
    let resolution = match pins::first(context, asked, project.as_ref(), &modules)? {
        Some(pin) => resolver.resolve_pin(pin, &modules),
        None => resolver.resolve_minimum(asked, &modules),
    }?;
    Ok(Resolution {
        project,
        ..resolution
    })
}

struct Resolver<'a> {
    context: Context<'a>,
    cwd: Option<&'a Path>,
    chain: Chain,
}

impl Resolver<'_> {
    /// A pin means what it says.
    fn resolve_pin(mut self, pin: Pin, modules: &Modules) -> Result<Resolution> {
        let Pin {
            request, source, ..
        } = &pin;
        if *request == Request::GoMod {
            return self.resolve_go_mod_request(source.clone(), modules);
        }
        floor::check(self.context, &pin, None, self.cwd)?;
        let found = answer::installed(self.context, request, source)?;
        let chosen = match found {
            Some(toolchain) => {
                floor::check(self.context, &pin, toolchain.version.as_ref(), self.cwd)?;
                Chosen::Toolchain(toolchain)
            }
            None => Chosen::Missing(missing::pin(request, source, self.cwd)),
        };
        let version = match &chosen {
            Chosen::Toolchain(toolchain) => toolchain.version.clone(),
            Chosen::Missing(missing) => missing.version.clone(),
        };
        self.chain
            .push(Step::used(source, format!("{} decides", source.kind)));
        let warnings = self.warn_below_go_mod(version.as_ref(), source, modules)?;
        Ok(Resolution {
            request: request.to_string(),
            source: pin.source,
            chosen,
            pinned: true,
            chain: self.chain,
            warnings,
            project: None,
        })
    }

    /// `go = "go.mod"`: the module's own minimum, with no base beside it.
    fn resolve_go_mod_request(mut self, source: Source, modules: &Modules) -> Result<Resolution> {
        let minimum = match self.go_mod(modules)? {
            Some((path, file)) => self.need(&path, &file, None)?,
            None => None,
        };
        let Some(minimum) = minimum else {
            return Err(Error::new(
                Kind::Config,
                format!(
                    "'go.mod' was asked for ({}), and no go.mod or go.work here names a Go",
                    source.place(self.cwd)
                ),
            )
            .hint("name a version instead: gom use stable"));
        };
        self.chain
            .push(Step::used(&source, "asks for what go.mod needs".to_owned()));
        let mut resolution = self.choose_minimum(minimum)?;
        resolution.pinned = true;
        resolution.request = Request::GoMod.to_string();
        Ok(resolution)
    }

    /// No pin: the base, unless go.work, go.mod or GOTOOLCHAIN's minimum asks for more.
    fn resolve_minimum(mut self, asked: &Asked, modules: &Modules) -> Result<Resolution> {
        let mode = self.context.config.text("gomod").unwrap_or_default();
        let go_mod = if mode == "ignore" {
            None
        } else {
            self.go_mod(modules)?
        };
        if mode == "exact"
            && let Some((path, file)) = &go_mod
            && let Some(minimum) = self.need(path, file, None)?
            && let Some(version) = Version::from_gover(minimum.version.clone())
            // Below the floor a go.mod decides nothing: it is a project file that nobody trusted.
            && minimum.version >= self.floor()?
        {
            return self.resolve_pin(
                Pin {
                    request: Request::Exact(version),
                    source: minimum.source,
                    bytes: Vec::new(),
                },
                &Modules::default(),
            );
        }
        let base = base::find(self.context, asked, modules)?;
        let mut so_far = base.as_ref().and_then(Base::comparable);
        let mut minimum: Option<Minimum> = None;
        if !modules.disabled
            && let Some(gotoolchain::Value::AtLeast(version)) =
                gotoolchain::read(self.context.vars)?
        {
            let text = self.context.vars.text("GOTOOLCHAIN").unwrap_or_default();
            let source = Source::new(SourceKind::GoToolchain, text);
            if Some(version.gover()) > so_far.as_ref() {
                so_far = Some(version.gover().clone());
                minimum = Some(Minimum {
                    version: version.gover().clone(),
                    source,
                    by_name: true,
                });
            } else {
                self.chain.push(Step::passed_over(
                    &source,
                    "the base satisfies it".to_owned(),
                ));
            }
        }
        if let Some((path, file)) = &go_mod
            && let Some(greater) = self.need(path, file, so_far.as_ref())?
        {
            minimum = Some(greater);
        }
        match (base, minimum) {
            (Some(Base::System(toolchain, source)), minimum) => {
                // Installing gom changes nothing until something asks: the system's Go does its own selecting.
                let why = match &minimum {
                    Some(minimum) => format!(
                        "no default is set, so the system's own Go deals with {}",
                        minimum.source.place(self.cwd)
                    ),
                    None => "the next go on PATH, since no default is set".to_owned(),
                };
                self.chain.push(Step::used(&source, why));
                Ok(self.finish(
                    "system".to_owned(),
                    source,
                    Chosen::Toolchain(toolchain),
                    false,
                ))
            }
            (base, Some(minimum)) => {
                if let Some(Base::Asked { pin, .. }) = base {
                    let why = format!("{} is the base here, and too old", pin.request);
                    self.chain.push(Step::passed_over(&pin.source, why));
                }
                self.choose_minimum(minimum)
            }
            (Some(Base::Asked { pin, found }), None) => {
                let chosen = match found {
                    Some(toolchain) => Chosen::Toolchain(toolchain),
                    None => Chosen::Missing(missing::pin(&pin.request, &pin.source, self.cwd)),
                };
                self.chain.push(Step::used(
                    &pin.source,
                    format!("{} is the base here", pin.request),
                ));
                Ok(self.finish(pin.request.to_string(), pin.source, chosen, false))
            }
            (None, None) => Err(missing::nothing(self.context)),
        }
    }

    /// The newest patch of the lowest installed line that satisfies a minimum.
    fn choose_minimum(mut self, minimum: Minimum) -> Result<Resolution> {
        let Context { layout, host, .. } = self.context;
        let needed = minimum.version.clone().max(self.floor()?);
        let lowest = |versions: &[Version]| lowest_line_at_least(versions, &needed).cloned();
        let found = match choose_version(layout, host, lowest) {
            Some(version) => Toolchain::installed(layout, &version, host)?,
            None => None,
        };
        let chosen = match found {
            Some(toolchain) => Chosen::Toolchain(toolchain),
            None => Chosen::Missing(missing::minimum(
                &minimum.version,
                &needed,
                minimum.by_name,
                &minimum.source,
                self.cwd,
            )),
        };
        let outcome = match &chosen {
            Chosen::Toolchain(toolchain) => format!(
                "the lowest installed line that satisfies it is {}",
                toolchain.name
            ),
            Chosen::Missing(_) => "nothing installed satisfies it".to_owned(),
        };
        self.chain.push(Step::used(&minimum.source, outcome));
        let request = missing::request(&minimum.version, minimum.by_name).to_string();
        Ok(self.finish(request, minimum.source, chosen, false))
    }

    /// The oldest Go that a project may ask for without trust.
    fn floor(&self) -> Result<Gover> {
        floor::floor(self.context)
    }

    fn finish(self, request: String, source: Source, chosen: Chosen, pinned: bool) -> Resolution {
        Resolution {
            request,
            source,
            chosen,
            pinned,
            chain: self.chain,
            warnings: Vec::new(),
            project: None,
        }
    }

    /// The selected go.work or go.mod and its lines.
    fn go_mod(&self, modules: &Modules) -> Result<Option<(PathBuf, GoMod)>> {
        let Some(path) = &modules.selected else {
            return Ok(None);
        };
        Ok(read::file(path)?.map(|bytes| (path.clone(), GoMod::parse(&bytes))))
    }

    /// What a file needs beyond `base`, told to the chain where the answer is nothing.
    fn need(&mut self, path: &Path, file: &GoMod, base: Option<&Gover>) -> Result<Option<Minimum>> {
        let kind = module_file_kind(path);
        let source =
            |line: &crate::gomod::Line| Source::file(kind, path, Some(line.number), &line.text);
        match file.need(base) {
            Err(line) => Err(Error::new(
                Kind::Config,
                format!(
                    "invalid toolchain '{}' ({})",
                    crate::escape::excerpt(&line.value, 60),
                    source(&line).place(self.cwd)
                ),
            )
            .hint("a toolchain line names a release, such as 'toolchain go1.22.6', or 'default'")),
            Ok(Need::AtLeast {
                version,
                line,
                by_toolchain_line,
                ..
            }) => Ok(Some(Minimum {
                version,
                source: source(&line),
                by_name: by_toolchain_line,
            })),
            Ok(Need::Base(line)) => {
                self.chain.push(Step::passed_over(
                    &source(&line),
                    "'toolchain default' keeps the base".to_owned(),
                ));
                Ok(None)
            }
            Ok(Need::Nothing) => {
                if let Some(line) = file.go.as_ref().or(file.toolchain.as_ref()) {
                    let satisfied = if base.is_none() {
                        "it asks for nothing".to_owned()
                    } else {
                        "the base satisfies it".to_owned()
                    };
                    self.chain.push(Step::passed_over(&source(line), satisfied));
                }
                Ok(None)
            }
        }
    }

    /// A pin older than what go.mod asks for runs, and says so.
    fn warn_below_go_mod(
        &mut self,
        version: Option<&Version>,
        pinned_by: &Source,
        modules: &Modules,
    ) -> Result<Vec<Warning>> {
        let Some(version) = version else {
            return Ok(Vec::new());
        };
        let Some((path, file)) = self.go_mod(modules)? else {
            return Ok(Vec::new());
        };
        let Ok(Need::AtLeast { name, line, .. }) = file.need(Some(version.gover())) else {
            return Ok(Vec::new());
        };
        let source = Source::file(
            module_file_kind(&path),
            &path,
            Some(line.number),
            &line.text,
        );
        self.chain.push(Step::passed_over(
            &source,
            format!("asks for {name}, but a pin wins"),
        ));
        let wanted = name.trim_start_matches("go");
        let hint = match pinned_by.kind {
            kind if kind.is_project_file() => format!("gom use {wanted}"),
            SourceKind::Argument => format!("go +{wanted} version"),
            SourceKind::Session => "unset GOM_SHELL_TOOLCHAIN".to_owned(),
            SourceKind::GomToolchain if pinned_by.path.is_some() => {
                "gom config --unset toolchain".to_owned()
            }
            kind => format!("unset {kind}"),
        };
        Ok(vec![Warning {
            id: "pin-below-go-mod",
            message: format!(
                "{} asks for {name}, but {} runs ({})",
                source.place(self.cwd),
                version.go_name(),
                pinned_by.asks(self.cwd)
            ),
            hint,
        }])
    }
}

fn module_file_kind(path: &Path) -> SourceKind {
    // GOWORK may name a file of any name; only a go.mod is one by its name.
    if path.file_name().is_some_and(|name| name == "go.mod") {
        SourceKind::GoMod
    } else {
        SourceKind::GoWork
    }
}
