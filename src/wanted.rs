//! What `gom install` is to install: its words, the project here, the lines that are there.

use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::source::SourceKind;
use gom_shim::{Error, Kind, Result};

use crate::gom::Gom;
use crate::module_minimum;

/// What to install: what was named, else what this project asks for, else the stable release.
///
/// # Errors
/// `Usage` for words that mean nothing to install; what the project's files are wrong about.
pub fn requests(gom: &Gom, words: &[String], minimum: bool, upgrade: bool) -> Result<Vec<Request>> {
    if minimum {
        return Ok(vec![Request::Exact(module_minimum::exact(
            gom,
            "gom install",
        )?)]);
    }
    if upgrade && words.is_empty() {
        let mut lines: Vec<Request> = Vec::new();
        for version in gom_shim::toolchain::installed_versions(&gom.layout, &gom.host) {
            let line = Request::Line(version.line());
            if !version.is_prerelease() && !lines.contains(&line) {
                lines.push(line);
            }
        }
        if lines.is_empty() {
            return Err(Error::new(
                Kind::NotInstalled,
                "nothing is installed that could be upgraded",
            )
            .hint("gom install"));
        }
        return Ok(lines);
    }
    if words.is_empty() {
        return Ok(vec![project_request(gom)?]);
    }
    words
        .iter()
        .map(|text| {
            let text = text.strip_prefix('+').unwrap_or(text);
            match Request::parse(text)? {
                Request::GoMod => project_request(gom),
                Request::Exact(version) if upgrade => Ok(Request::Line(version.line())),
                Request::Linked(_) => Err(Request::nonsense(text)),
                request @ Request::System => Err(Error::new(
                    Kind::Usage,
                    format!("'{request}' is nothing that can be installed"),
                )
                .hint("gom available")),
                request => Ok(request),
            }
        })
        .collect()
}

/// What the project here asks for; `stable` where nothing does.
fn project_request(gom: &Gom) -> Result<Request> {
    let resolution = match gom.resolve() {
        Ok(resolution) => resolution,
        Err(error) if error.kind == Kind::NotInstalled => return Ok(Request::Stable),
        Err(error) => return Err(error),
    };
    Ok(match resolution.chosen {
        Chosen::Missing(missing) => missing.install.ok_or(missing.error)?,
        Chosen::Toolchain(base)
            if matches!(
                resolution.source.kind,
                SourceKind::Default | SourceKind::Path
            ) =>
        {
            match (module_minimum::asked(gom)?, base.version) {
                (None, _) => Request::Stable,
                // Good enough for go.mod, and gom's own: nothing else is asked for.
                (_, Some(version)) if base.root.starts_with(gom.layout.toolchains()) => {
                    Request::Exact(version)
                }
                (Some((version, by_name)), _) if by_name || version.is_prerelease() => {
                    Request::Exact(version)
                }
                (Some((version, _)), _) => Request::Line(version.line()),
            }
        }
        Chosen::Toolchain(toolchain) => match toolchain.version {
            Some(version) => Request::Exact(version),
            None => Request::Stable,
        },
    })
}
