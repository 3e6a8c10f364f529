//! `gom init`: the hook of a shell.

use gom_shim::Result;

use crate::gom::Gom;
use crate::hook::Shell;
use crate::init;

/// Print the hook of a shell, for its start file
///
/// The hook sets a project's variables when you enter it and takes them back when you leave, keeps
/// GOM_PROMPT for your prompt, and makes `gom shell` work. `gom setup` adds the line that runs it:
/// eval "$(gom init bash)" for bash and zsh, gom init fish | source for fish. Shells without a hook
/// need none to run the right Go: that is what the directory on PATH is for.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the hook.
///
/// # Errors
/// `Failure` where gom's path cannot be written for that shell.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    gom.printer
        .raw(&init::text(args.shell, &init::gom_of(gom))?);
    Ok(())
}
