//! The pins of a directory, in their order, and the files of other version managers (design §5).

use std::path::Path;

use crate::config::{Place, Setting};
use crate::error::{Error, Kind, Result};
use crate::gotoolchain;
use crate::modules::Modules;
use crate::project::Project;
use crate::request::Request;
use crate::resolve::{Asked, Context};
use crate::source::{Source, SourceKind};
use crate::version_file::{Pin, version_file_pin};

/// The first pin that answers.
pub(crate) fn first(
    context: Context<'_>,
    asked: &Asked,
    project: Option<&Project>,
    modules: &Modules,
) -> Result<Option<Pin>> {
    let Context { vars, config, .. } = context;
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
        return setting_pin(SourceKind::GomToolchain, &setting).map(Some);
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
    let Some(dir) = asked.directory.as_deref() else {
        return Ok(None);
    };
    if let Some(project) = project
        && let Some(pin) = project.file.pin()?
    {
        return Ok(Some(pin));
    }
    let Some(root) = &modules.root else {
        return Ok(None);
    };
    let below_root = dir.ancestors().take_while(|dir| dir.starts_with(root));
    first_version_file(below_root)
}

/// A request in the settings, with the place that holds it.
pub(crate) fn setting_pin(kind: SourceKind, setting: &Setting) -> Result<Pin> {
    let text = setting.text();
    let source = match &setting.place {
        Place::User(path, line) | Place::Site(path, line) | Place::Enforced(path, line) => {
            Source::file(kind, path, Some(*line), &text)
        }
        Place::BuiltIn | Place::Environment(_) => Source::new(kind, &text),
    };
    let request = parse(&text, &source)?;
    Ok(Pin {
        request,
        source,
        bytes: Vec::new(),
    })
}

/// The first .go-version or .tool-versions that names a Go.
pub(crate) fn first_version_file<'a>(
    directories: impl Iterator<Item = &'a Path>,
) -> Result<Option<Pin>> {
    for directory in directories {
        if let Some(pin) = version_file_pin(directory)? {
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
