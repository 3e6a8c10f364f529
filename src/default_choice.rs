//! What an installation does to the default: the first one may become it, a newer one does not.

use gom_shim::Result;
use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::toolchain::find_outside;
use gom_shim::version::Version;

use crate::commands::default;
use crate::gom::Gom;
use crate::outcome::Outcome;

/// The first installation becomes the default where nothing else is `go`.
///
/// # Errors
/// As `settings::set`.
pub fn choose(gom: &Gom, insists: bool, outcomes: &[Outcome]) -> Result<()> {
    let done = |outcome: &&Outcome| outcome.result.is_ok() && outcome.version.is_some();
    let Some(first) = outcomes.iter().find(done) else {
        return Ok(());
    };
    let Some(version) = &first.version else {
        return Ok(());
    };
    let is_word =
        Request::parse(&first.request).is_ok_and(|request| matches!(request, Request::Line(_)));
    let stored = if is_word {
        first.request.clone()
    } else {
        Request::Exact(version.clone()).to_string()
    };
    let request = Request::parse(&stored)?;
    if insists {
        default::set(gom, &request)?;
        gom.printer
            .talk(format_args!("default: {}", version.go_name()));
        return Ok(());
    }
    let newly = outcomes.iter().any(Outcome::is_new);
    if gom.config()?.text("default").is_none() {
        if find_outside(&gom.vars, &gom.layout, "go").is_none() {
            default::set(gom, &request)?;
            gom.printer.talk(format_args!(
                "default: {} (the first one; change it with: gom default VERSION)",
                version.go_name()
            ));
        } else if newly {
            gom.printer
                .note("go outside a project is still the one that was on PATH before");
            gom.printer.hint(format_args!("gom default {stored}"));
        }
        return Ok(());
    }
    let newest = outcomes
        .iter()
        .filter(|outcome| outcome.is_new())
        .filter_map(|outcome| outcome.version.as_ref())
        .max();
    if let (Some(newest), Some(current)) = (newest, default_version(gom))
        && *newest > current
        && !newest.is_prerelease()
    {
        gom.printer
            .note(format_args!("the default is still {}", current.go_name()));
        gom.printer.hint(format_args!("gom default {newest}"));
    }
    Ok(())
}

/// The version that the default means now.
fn default_version(gom: &Gom) -> Option<Version> {
    match gom.default_choice().ok()?? {
        Chosen::Toolchain(toolchain) => toolchain.version,
        Chosen::Missing(missing) => missing.version,
    }
}
