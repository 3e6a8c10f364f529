//! `gom hook-env`: what a shell's hook asks when something changed.

use std::ffi::OsString;
use std::path::PathBuf;

use gom_shim::Result;

use crate::gom::Gom;
use crate::hook::told::Told;
use crate::hook::{self, Asked, Eyes, Shell, code, stamps};

/// Answer a shell's hook
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(long, value_enum)]
    shell: Shell,
    /// Its process
    #[arg(long, default_value_t)]
    pid: u32,
    /// What it takes for the current directory
    #[arg(long, default_value = "")]
    pwd: OsString,
    /// How it can tell that a file changed
    #[arg(long, value_enum, default_value = "timer")]
    eyes: Eyes,
    /// The directory of its stamps
    #[arg(long)]
    stamps: Option<OsString>,
    /// What it has been told
    #[arg(long, default_value = "")]
    told: String,
    /// Take everything back
    #[arg(long)]
    leave: bool,
}

/// Prints code for the shell.
///
/// # Errors
/// None: a prompt must come whatever is wrong.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    // A shell that has none passes an empty word.
    let given = args
        .stamps
        .as_ref()
        .filter(|stamps| !stamps.is_empty())
        .map(PathBuf::from);
    if args.leave {
        if let Some(given) = given {
            stamps::remove(gom, args.pid, &given);
        }
        gom.printer
            .raw(&code::farewell(args.shell, &hook::farewell(gom)));
        return Ok(());
    }
    let asked = Asked {
        shell: args.shell,
        pid: args.pid,
        pwd: args.pwd.clone().into(),
        eyes: args.eyes,
        stamps: given,
        told: Told::parse(&args.told),
    };
    gom.printer
        .raw(&code::write(args.shell, &hook::answer(gom, asked)));
    Ok(())
}
