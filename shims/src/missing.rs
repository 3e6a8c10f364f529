//! The messages for a Go that is asked for and not there (interface: "Fixed sentences").

use std::path::Path;

use crate::error::{Error, Kind};
use crate::gover::Gover;
use crate::quote;
use crate::request::Request;
use crate::resolution::Missing;
use crate::resolve::Context;
use crate::source::Source;
use crate::version::{Line, Version};

/// A pin or a base that no installed toolchain answers.
#[must_use]
pub fn pin(request: &Request, source: &Source, cwd: Option<&Path>) -> Missing {
    let (what, version) = match request {
        Request::Exact(version) => (
            format!("{} is not installed", version.go_name()),
            Some(version.clone()),
        ),
        Request::Line(line) => (format!("no release of go{line} is installed"), None),
        Request::Linked(name) => (format!("no toolchain is linked as '{name}'"), None),
        Request::Range(_) => (format!("no installed Go satisfies '{request}'"), None),
        _ => (format!("'{request}' is not installed"), None),
    };
    let error = Error::new(Kind::NotInstalled, format!("{what} ({})", source.asks(cwd)));
    if let Request::Linked(name) = request {
        return Missing {
            version,
            install: None,
            error: error.hint(format!("gom link {name} DIRECTORY")),
        };
    }
    Missing {
        version,
        install: Some(request.clone()),
        error: error.hint(format!("gom install {}", quote::word(&request.to_string()))),
    }
}

/// A minimum that no installed toolchain satisfies. `needed` is what gom would accept: the
/// minimum, or the floor where that is higher.
#[must_use]
pub fn minimum(
    asked: &Gover,
    needed: &Gover,
    by_name: bool,
    source: &Source,
    cwd: Option<&Path>,
) -> Missing {
    let version = Version::from_gover(asked.clone());
    let named = source
        .text
        .split_whitespace()
        .nth(1)
        .unwrap_or(&source.text);
    let shown = version.as_ref().map_or_else(
        || named.trim_start_matches("go").to_owned(),
        ToString::to_string,
    );
    let install = if needed > asked {
        Request::Stable
    } else {
        request(asked, by_name)
    };
    let message = format!(
        "no installed Go satisfies go >= {shown} ({})",
        source.place(cwd)
    );
    Missing {
        version,
        error: Error::new(Kind::NotInstalled, message).hint(format!("gom install {install}")),
        install: Some(install),
    }
}

/// What answers a minimum best: the newest patch of its line, or the very release where a name
/// or a prerelease was given.
#[must_use]
pub fn request(asked: &Gover, by_name: bool) -> Request {
    let exact = by_name || asked.is_prerelease();
    let (major, minor) = asked.line();
    match Version::from_gover(asked.clone()) {
        Some(version) if exact => Request::Exact(version),
        _ => Line::parse(&format!("{major}.{minor}")).map_or(Request::Stable, Request::Line),
    }
}

/// No pin, no go.mod, no default, no other `go` on PATH.
#[must_use]
pub fn nothing(context: Context<'_>) -> Error {
    let installed = crate::toolchain::installed_versions(context.layout, context.host);
    let error = Error::new(
        Kind::NotInstalled,
        "no Go is chosen: no project file asks for one, and there is no default",
    );
    match installed
        .iter()
        .rev()
        .find(|version| !version.is_prerelease())
    {
        Some(version) => error.hint(format!("gom default {}", Request::Exact(version.clone()))),
        None => error.hint("gom install stable"),
    }
}

/// A switch of cmd/go's own that no installed toolchain can answer.
#[must_use]
pub fn switch(version: &Version) -> Missing {
    let line = version.line();
    let install = if version.is_prerelease() {
        Request::Exact(version.clone())
    } else {
        Request::Line(line)
    };
    let message = format!(
        "no installed Go satisfies go >= {version} (the go command asked for {})",
        version.go_name()
    );
    let error = Error::new(Kind::NotInstalled, message).hint(format!("gom install {install}"));
    Missing {
        version: Some(version.clone()),
        install: Some(install),
        error,
    }
}
