//! `gom deactivate`: the hook taken out of this shell.

use gom_shim::{Error, Kind, Result};

/// Take gom's hook out of this shell
///
/// The variables of the project get their former values, and the functions and variables of the hook
/// are gone until the shell is started anew. The programs on PATH stay.
#[derive(clap::Args, Debug)]
pub struct Args {}

/// The hook's function answers this by itself; who gets here has no hook.
///
/// # Errors
/// `Usage`, always.
pub fn run(_: &Args) -> Result<()> {
    Err(Error::new(
        Kind::Usage,
        "gom's hook is not active in this shell, so there is nothing to deactivate",
    )
    .hint("to keep new shells without it: gom setup --help"))
}
