//! `gom completions`: a completion script for a shell.

use clap::CommandFactory;
use clap_complete::Shell;
use gom_shim::Result;

use crate::cli::Cli;
use crate::ui::Printer;

/// Print a completion script for a shell
///
/// `gom completions bash > ~/.local/share/bash-completion/completions/gom`
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script on stdout.
///
/// # Errors
/// None.
pub fn run(printer: &Printer, args: &Args) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gom", &mut script);
    printer.raw(&script);
    Ok(())
}
