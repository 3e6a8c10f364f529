//! `gom available`: what could be installed.

use gom_shim::request::Request;
use gom_shim::toolchain::installed_versions;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result};
use serde_json::json;

use crate::candidates;
use crate::gom::Gom;
use crate::releases::Releases;
use crate::supply::Supply;

/// How many are shown unless told otherwise.
const LIMIT: usize = 20;

/// Show what could be installed, newest last
///
/// `gom available 1.25` shows the releases of a line.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Only those that a request means: 1.25, '>=1.24', rc
    #[arg(add = candidates::available())]
    request: Option<String>,
    /// All of them, with betas and release candidates
    #[arg(long)]
    all: bool,
    /// At most this many, the newest
    #[arg(long, value_name = "N", conflicts_with = "all")]
    limit: Option<usize>,
    /// For another platform: os/arch
    #[arg(long, value_name = "OS/ARCH")]
    platform: Option<String>,
    /// From this origin only
    #[arg(long, value_name = "URL|PATH")]
    origin: Option<String>,
}

/// Prints a version per line.
///
/// # Errors
/// `Network` where no origin answers; `NoVersion` where nothing answers the request.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let request = args.request.as_deref().map(Request::parse).transpose()?;
    let platform = super::install::platform(gom, args.platform.as_deref())?;
    let releases = match Supply::new(gom, args.origin.as_deref())
        .and_then(|supply| Releases::fetch(gom, &supply, &platform))
    {
        Ok(releases) => releases,
        Err(error) if gom.offline()? && platform == gom.host => {
            let remembered = Releases::remembered(&gom.layout).ok_or(error)?;
            gom.printer.note(format_args!(
                "offline: as listed by {} at {}",
                remembered.origin, remembered.fetched_at
            ));
            remembered
        }
        Err(error) => return Err(error),
    };
    for (label, reason) in &releases.failed {
        gom.printer
            .note(format_args!("{label} did not serve it: {reason}"));
    }
    let mut versions = chosen(&releases, request.as_ref(), args.all)?;
    let limit = if args.all || (args.limit.is_none() && request.is_some()) {
        usize::MAX
    } else {
        args.limit.unwrap_or(LIMIT)
    };
    let older = versions.len().saturating_sub(limit);
    versions.drain(..older);
    let installed = installed_versions(&gom.layout, &gom.host);
    if gom.printer.json() {
        let versions = versions.iter().map(|version| {
            json!({"version": version.to_string(), "stable": !version.is_prerelease(), "installed": installed.contains(version)})
        });
        gom.printer.object(&json!({
            "schema": 1, "origin": releases.origin, "fetched_at": releases.fetched_at, "versions": versions.collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    for version in &versions {
        let mark = if installed.contains(version) {
            "  installed"
        } else {
            ""
        };
        gom.printer
            .data(format_args!("{}{mark}", version.go_name()));
    }
    if older > 0 {
        gom.printer
            .talk(format_args!("{older} older ones: gom available --all"));
    }
    Ok(())
}

/// What the request means, in ascending order.
fn chosen(releases: &Releases, request: Option<&Request>, all: bool) -> Result<Vec<Version>> {
    let newest = releases
        .versions
        .iter()
        .rev()
        .find(|version| !version.is_prerelease());
    let shown = |version: &&Version| match request {
        // Candidates of what is not released yet are news; those of old releases are not.
        None => all || !version.is_prerelease() || Some(*version) > newest,
        Some(Request::Line(line)) => {
            line.contains(version) && (all || !version.is_prerelease() || Some(*version) > newest)
        }
        Some(request) => request.accepts(version),
    };
    match request {
        Some(Request::Stable | Request::OldStable | Request::Rc) => {
            return Ok(vec![releases.newest(request.unwrap_or(&Request::Stable))?]);
        }
        Some(request @ (Request::GoMod | Request::Linked(_) | Request::System)) => {
            return Err(
                Error::new(Kind::Usage, format!("'{request}' names no release"))
                    .hint("gom available 1.25"),
            );
        }
        _ => {}
    }
    let versions: Vec<Version> = releases.versions.iter().filter(shown).cloned().collect();
    match (versions.is_empty(), request) {
        (true, Some(request)) => releases.newest(request).map(|version| vec![version]),
        _ => Ok(versions),
    }
}
