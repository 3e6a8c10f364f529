//! `gom completions`: a completion script for a shell.

use clap_complete::env::Shells;
use gom_shim::{Error, Kind, Result, escape};

use crate::ui::Printer;

/// The variable by which a script asks gom what can stand at the cursor.
pub const VARIABLE: &str = "GOM_COMPLETE";

/// Nushell asks for candidates in its own way; the answer is fish's, one `value<TAB>text` a line.
const NU: &str = include_str!("completions.nu");

/// Print a completion script for a shell
///
/// `gom completions bash > ~/.local/share/bash-completion/completions/gom`
///
/// The script asks gom itself, which knows the installed and the available versions, and the
/// targets and profiles of the project.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_parser = ["bash", "elvish", "fish", "nu", "powershell", "zsh"])]
    shell: String,
}

/// Prints the script on stdout.
///
/// # Errors
/// `Failure` where the script cannot be made, which is a mistake in gom.
pub fn run(printer: &Printer, args: &Args) -> Result<()> {
    if args.shell == "nu" {
        printer.raw(NU.as_bytes());
        return Ok(());
    }
    let failed = |why: String| {
        let shell = escape::excerpt(&args.shell, 30);
        Error::new(
            Kind::Failure,
            format!("no script for {shell} could be made"),
        )
        .cause(why)
    };
    let shells = Shells::builtins();
    let completer = shells
        .completer(&args.shell)
        .ok_or_else(|| failed("the shell is not known".to_owned()))?;
    let mut script = Vec::new();
    completer
        .write_registration(VARIABLE, "gom", "gom", "gom", &mut script)
        .map_err(|error| failed(error.to_string()))?;
    printer.raw(&script);
    Ok(())
}
