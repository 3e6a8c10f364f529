//! Which Go for this directory: pins in their order, else the greatest of the base and what
//! go.work or go.mod asks for (design §5). `gom current` and the shims ask the same function.

use std::path::{Path, PathBuf};

use crate::chain::{Chain, Step};
use crate::config::{Config, Place};
use crate::error::{Error, Kind, Result};
use crate::goenv::GoEnv;
use crate::gomod::{GoMod, Need};
use crate::gover::{self, Gover};
use crate::layout::Layout;
use crate::modules::Modules;
use crate::platform::Platform;
use crate::project::{self, Pin};
use crate::request::Request;
use crate::source::{Source, SourceKind};
use crate::toolchain::{Toolchain, installed_versions, lowest_line_at_least};
use crate::vars::Vars;
use crate::version::Version;
use crate::{answer, gotoolchain, missing, read};

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

/// The toolchain that answers, or what is missing.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// It is there.
    Toolchain(Toolchain),
    /// It is not.
    Missing(Missing),
}

/// What is not there, and what would mend it.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The version asked for, or the minimum, where it is known.
    pub version: Option<Version>,
    /// The request to install; `None` where nothing that gom installs would help.
    pub install: Option<Request>,
    /// The message, with the command.
    pub error: Error,
}

/// Something worth telling about a resolution that succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable name.
    pub id: &'static str,
    /// For people.
    pub message: String,
    /// The mending command.
    pub hint: String,
}

/// The answer and why.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The request in the words of its source.
    pub request: String,
    /// The place that decided.
    pub source: Source,
    /// What it led to.
    pub chosen: Chosen,
    /// True where a pin decided: the toolchain runs even if go.mod asks for more.
    pub pinned: bool,
    /// Every place that was looked at.
    pub chain: Chain,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
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
    let resolver = Resolver {
        context,
        cwd: asked.directory.as_deref(),
        chain: Chain::default(),
    };
    let modules = match &asked.directory {
        Some(dir) if !asked.unselected => Modules::find(dir, context.vars, context.env_file)?,
        _ => Modules {
            disabled: asked.unselected,
            ..Modules::default()
        },
    };
    match resolver.pin(asked, &modules)? {
        Some(pin) => resolver.resolve_pin(pin, &modules),
        None => resolver.resolve_minimum(asked, &modules),
    }
}

struct Resolver<'a> {
    context: Context<'a>,
    cwd: Option<&'a Path>,
    chain: Chain,
}

impl Resolver<'_> {
    /// The first pin that answers.
    fn pin(&self, asked: &Asked, modules: &Modules) -> Result<Option<Pin>> {
        let Context { vars, config, .. } = self.context;
        let plain = |request, source| Pin {
            request,
            source,
            bytes: Vec::new(),
        };
        if let Some((request, words)) = &asked.request {
            return Ok(Some(plain(
                request.clone(),
                Source::new(SourceKind::Argument, words),
            )));
        }
        let setting = config.setting("toolchain");
        if !setting.text().is_empty() {
            let text = setting.text();
            let source = match setting.place {
                Place::User(path, line) | Place::Site(path, line) | Place::Enforced(path, line) => {
                    Source::file(SourceKind::GomToolchain, &path, Some(line), &text)
                }
                Place::BuiltIn | Place::Environment(_) => {
                    Source::new(SourceKind::GomToolchain, &text)
                }
            };
            return Ok(Some(plain(parse(&text, &source)?, source)));
        }
        if let Some(text) = vars.text("GOM_SHELL_TOOLCHAIN") {
            let source = Source::new(SourceKind::Session, text);
            return Ok(Some(plain(parse(text, &source)?, source)));
        }
        if !modules.disabled
            && let Some(gotoolchain::Value::Exact(request)) = gotoolchain::read(vars)?
        {
            let text = vars.text("GOTOOLCHAIN").unwrap_or_default();
            return Ok(Some(plain(
                request,
                Source::new(SourceKind::GoToolchain, text),
            )));
        }
        let Some(dir) = self.cwd else { return Ok(None) };
        if let Some(path) = project::find_project_file(dir)
            && let Some(pin) = project::project_pin(&path)?
        {
            return Ok(Some(pin));
        }
        let Some(root) = &modules.root else {
            return Ok(None);
        };
        let below_root = dir.ancestors().take_while(|dir| dir.starts_with(root));
        first_version_file(below_root)
    }

    /// A pin means what it says.
    fn resolve_pin(mut self, pin: Pin, modules: &Modules) -> Result<Resolution> {
        let Pin {
            request, source, ..
        } = &pin;
        if *request == Request::GoMod {
            return self.resolve_go_mod_request(source.clone(), modules);
        }
        self.check_trust(&pin, None)?;
        let found = answer::installed(self.context, request, source)?;
        let chosen = match found {
            Some(toolchain) => {
                self.check_trust(&pin, toolchain.version.as_ref())?;
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
            && let Some(version) = Version::from_gover(minimum.version)
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
        let base = self.base(asked, modules)?;
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
        let Context {
            layout,
            config,
            host,
            ..
        } = self.context;
        let floor = config
            .text("floor")
            .and_then(|text| Gover::parse(&text))
            .unwrap_or_default();
        let needed = minimum.version.clone().max(floor);
        let installed = installed_versions(layout, host);
        let found = match lowest_line_at_least(&installed, &needed) {
            Some(version) => Toolchain::installed(layout, version, host)?,
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
        Ok(self.finish(minimum.source.text.clone(), minimum.source, chosen, false))
    }

    fn finish(self, request: String, source: Source, chosen: Chosen, pinned: bool) -> Resolution {
        Resolution {
            request,
            source,
            chosen,
            pinned,
            chain: self.chain,
            warnings: Vec::new(),
        }
    }

    /// What stands behind every project: a version file further up, the default, the system's Go.
    fn base(&mut self, asked: &Asked, modules: &Modules) -> Result<Option<Base>> {
        let Context {
            vars,
            layout,
            config,
            ..
        } = self.context;
        let outside_root = |dir: &&Path| {
            modules
                .root
                .as_ref()
                .is_none_or(|root| !dir.starts_with(root))
        };
        let mut pin = match &asked.directory {
            Some(dir) => first_version_file(dir.ancestors().filter(outside_root))?,
            None => None,
        };
        let default = config.setting("default");
        if pin.is_none() && !default.text().is_empty() {
            let text = default.text();
            let source = match default.place {
                Place::User(path, line) | Place::Site(path, line) | Place::Enforced(path, line) => {
                    Source::file(SourceKind::Default, &path, Some(line), &text)
                }
                Place::BuiltIn | Place::Environment(_) => Source::new(SourceKind::Default, &text),
            };
            pin = Some(Pin {
                request: parse(&text, &source)?,
                source,
                bytes: Vec::new(),
            });
        }
        let Some(pin) = pin else {
            let Some(toolchain) = Toolchain::system(vars, layout) else {
                return Ok(None);
            };
            let source = Source {
                path: Some(toolchain.go.clone()),
                ..Source::new(SourceKind::Path, "go")
            };
            return Ok(Some(Base::System(toolchain, source)));
        };
        self.check_trust(&pin, None)?;
        let found = answer::installed(self.context, &pin.request, &pin.source)?;
        if let Some(toolchain) = &found {
            self.check_trust(&pin, toolchain.version.as_ref())?;
        }
        Ok(Some(Base::Asked { pin, found }))
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
            SourceKind::Argument => format!("leave out the +request, or ask for +{wanted}"),
            SourceKind::Session => "gom shell --unset".to_owned(),
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

    /// A project file may name released Go at or above the floor; anything else waits for trust.
    fn check_trust(&self, pin: &Pin, found: Option<&Version>) -> Result<()> {
        let Pin {
            request,
            source,
            bytes,
        } = pin;
        let Some(path) = source
            .path
            .as_ref()
            .filter(|_| source.kind.is_project_file())
        else {
            return Ok(());
        };
        let floor_text = self.context.config.text("floor").unwrap_or_default();
        let Some(floor) = Gover::parse(&floor_text) else {
            return Err(Error::new(
                Kind::Config,
                format!(
                    "floor is '{}', which is no Go version",
                    crate::escape::excerpt(&floor_text, 60)
                ),
            )
            .hint("gom config floor 1.21"));
        };
        let is_old = |version: &Version| *version.gover() < floor;
        let what = match (request, found) {
            (_, Some(version)) if is_old(version) => {
                format!("{}, older than {floor_text}", version.go_name())
            }
            (Request::Exact(_) | Request::Line(_), None) if is_below_floor(request, &floor) => {
                format!(
                    "go{}, older than {floor_text}",
                    request.to_string().trim_start_matches("go")
                )
            }
            (Request::System, _) => "the system's own Go".to_owned(),
            (Request::Linked(name), _) => format!("the linked toolchain '{name}'"),
            _ => return Ok(()),
        };
        if crate::trust::is_trusted(self.context.layout, path, bytes) {
            return Ok(());
        }
        let directory = path.parent().unwrap_or(path);
        Err(Error::new(
            Kind::NotTrusted,
            format!(
                "{} asks for {what}, and is not trusted",
                source.place(self.cwd)
            ),
        )
        .hint(format!(
            "if you know this project: gom trust {}",
            crate::quote::path(directory)
        )))
    }
}

/// The base of a resolution without a pin.
enum Base {
    /// A request, and the toolchain that answers it if one is installed.
    Asked { pin: Pin, found: Option<Toolchain> },
    /// The system's own Go.
    System(Toolchain, Source),
}

impl Base {
    /// The base as a version to compare go.mod with. A Go without a version (built from source)
    /// satisfies everything; a request that nothing answers compares by its own words.
    fn comparable(&self) -> Option<Gover> {
        let toolchain = match self {
            Self::System(toolchain, _)
            | Self::Asked {
                found: Some(toolchain),
                ..
            } => toolchain,
            Self::Asked { pin, found: None } => {
                return match &pin.request {
                    Request::Exact(version) => Some(version.gover().clone()),
                    Request::Line(line) => Some(line.key()),
                    _ => None,
                };
            }
        };
        let newest = || Gover::parse("1000000.0.0");
        toolchain
            .version
            .as_ref()
            .map_or_else(newest, |version| Some(version.gover().clone()))
    }
}

/// True for a version below the floor, and for a line whose every release is.
#[must_use]
pub fn is_below_floor(request: &Request, floor: &Gover) -> bool {
    match request {
        Request::Exact(version) => version.gover() < floor,
        Request::Line(line) => is_old_line(line, floor),
        _ => false,
    }
}

/// True where every release of a line is below the floor.
fn is_old_line(line: &crate::version::Line, floor: &Gover) -> bool {
    let text = line.to_string();
    text.contains('.')
        && gover::compare(&text, &format!("{}.{}", floor.line().0, floor.line().1)).is_lt()
}

/// The first .go-version or .tool-versions that names a Go.
fn first_version_file<'a>(directories: impl Iterator<Item = &'a Path>) -> Result<Option<Pin>> {
    for directory in directories {
        if let Some(pin) = project::version_file_pin(directory)? {
            return Ok(Some(pin));
        }
    }
    Ok(None)
}

/// Reads a request that came from somewhere, with the place in the error.
fn parse(text: &str, source: &Source) -> Result<Request> {
    Request::parse(text).map_err(|error| {
        Error {
            message: format!("{}: {}", source.place(None), error.message),
            ..error
        }
        .with_kind(Kind::Config)
    })
}

fn module_file_kind(path: &Path) -> SourceKind {
    // GOWORK may name a file of any name; only a go.mod is one by its name.
    if path.file_name().is_some_and(|name| name == "go.mod") {
        SourceKind::GoMod
    } else {
        SourceKind::GoWork
    }
}
