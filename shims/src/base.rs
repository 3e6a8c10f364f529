//! What stands behind every project: a version file further up, the default, the system's Go.

use std::path::Path;

use crate::error::Result;
use crate::gover::Gover;
use crate::modules::Modules;
use crate::pins::{first_version_file, setting_pin};
use crate::request::Request;
use crate::resolve::{Asked, Context};
use crate::source::{Source, SourceKind};
use crate::toolchain::Toolchain;
use crate::version_file::Pin;
use crate::{answer, floor};

/// The base of a resolution without a pin.
pub(crate) enum Base {
    /// A request, and the toolchain that answers it if one is installed.
    Asked { pin: Pin, found: Option<Toolchain> },
    /// The system's own Go.
    System(Toolchain, Source),
}

impl Base {
    /// The base as a version to compare go.mod with. A Go without a version (built from source)
    /// satisfies everything; a request that nothing answers compares by its own words.
    pub(crate) fn comparable(&self) -> Option<Gover> {
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

/// The base for a directory; `None` where there is no Go at all.
pub(crate) fn find(context: Context<'_>, asked: &Asked, modules: &Modules) -> Result<Option<Base>> {
    let Context {
        vars,
        layout,
        config,
        ..
    } = context;
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
        pin = Some(setting_pin(SourceKind::Default, &default)?);
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
    floor::check(context, &pin, None, asked.directory.as_deref())?;
    let found = answer::installed(context, &pin.request, &pin.source)?;
    if let Some(toolchain) = &found {
        floor::check(
            context,
            &pin,
            toolchain.version.as_ref(),
            asked.directory.as_deref(),
        )?;
    }
    Ok(Some(Base::Asked { pin, found }))
}
