//! Which installed toolchain answers a request: no network, no deletable cache.

use crate::error::{Error, Kind, Result};
use crate::layout::Layout;
use crate::read;
use crate::request::Request;
use crate::resolve::Context;
use crate::source::Source;
use crate::toolchain::{Toolchain, choose_version};
use crate::version::{Line, Version};

/// The newest installed toolchain that a request accepts; `None` where none does.
///
/// # Errors
/// `Failure` for a damaged one; `NotInstalled` for `system` where PATH has no other `go`.
pub fn installed(
    context: Context<'_>,
    request: &Request,
    source: &Source,
) -> Result<Option<Toolchain>> {
    let Context {
        vars, layout, host, ..
    } = context;
    let version = match request {
        Request::Exact(version) => Some(version.clone()),
        Request::Linked(name) => return Toolchain::linked(layout, name),
        Request::System => {
            return Toolchain::system(vars, layout).map(Some).ok_or_else(|| {
                Error::new(
                    Kind::NotInstalled,
                    format!("PATH has no other go than gom's ({})", source.asks(None)),
                )
                .hint("gom install stable && gom default stable")
            });
        }
        _ => choose_version(layout, host, |versions| newest(layout, request, versions)),
    };
    match version {
        Some(version) => Toolchain::installed(layout, &version, host),
        None => Ok(None),
    }
}

/// The version among `versions` (ascending) that a request for a line, a range or a word means.
#[must_use]
pub fn newest(layout: &Layout, request: &Request, versions: &[Version]) -> Option<Version> {
    match request {
        Request::OldStable => {
            let line = lines(layout).1.or_else(|| line_before_newest(versions))?;
            versions
                .iter()
                .rev()
                .find(|version| line.contains(version) && !version.is_prerelease())
                .cloned()
        }
        // A candidate that a release has overtaken is none any more.
        Request::Rc => {
            let newest = versions.last().filter(|version| version.is_prerelease())?;
            Some(newest.clone())
        }
        _ => versions
            .iter()
            .rev()
            .find(|version| request.accepts(version))
            .cloned(),
    }
}

/// The line before the newest one that has a release.
fn line_before_newest(versions: &[Version]) -> Option<Line> {
    let mut releases = versions
        .iter()
        .rev()
        .filter(|version| !version.is_prerelease());
    let newest = releases.next()?.line();
    releases.map(Version::line).find(|line| *line != newest)
}

/// The stable and the old stable line, as `install`, `available` and `upgrade` last saw them.
#[must_use]
pub fn lines(layout: &Layout) -> (Option<Line>, Option<Line>) {
    let text = read::file(&layout.lines())
        .ok()
        .flatten()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let mut lines = text.lines().map(Line::parse);
    (lines.next().flatten(), lines.next().flatten())
}
