//! The very version that the go.mod or go.work here asks for.

use gom_shim::gomod::{GoMod, Need};
use gom_shim::modules::Modules;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result};

use crate::gom::Gom;

/// The version that go.mod's own line names. `hint` is what to do where there is none.
///
/// # Errors
/// `Config` where no file names one, or it cannot be read.
pub fn exact(gom: &Gom, hint: &str) -> Result<Version> {
    Ok(asked(gom)?
        .ok_or_else(|| {
            Error::new(Kind::Config, "no go.mod or go.work here asks for a Go").hint(hint)
        })?
        .0)
}

/// The version that go.work or go.mod asks for, and whether a `toolchain` line names it.
///
/// # Errors
/// `Config` for files that cannot be read.
pub fn asked(gom: &Gom) -> Result<Option<(Version, bool)>> {
    let Some(directory) = gom.vars.cwd.as_deref() else {
        return Ok(None);
    };
    let modules = Modules::find(
        directory,
        &gom.vars,
        gom.project()?.as_ref(),
        gom.env_file(),
    )?;
    let Some(path) = modules.selected else {
        return Ok(None);
    };
    let Some(bytes) = gom_shim::read::file(&path)? else {
        return Ok(None);
    };
    Ok(match GoMod::parse(&bytes).need(None) {
        Ok(Need::AtLeast {
            version,
            by_toolchain_line,
            ..
        }) => Version::from_gover(version).map(|version| (version, by_toolchain_line)),
        _ => None,
    })
}
