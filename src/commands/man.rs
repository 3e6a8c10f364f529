//! `gom man`: the manual pages.

use std::path::PathBuf;

use gom_shim::{Error, Kind, Result, escape};

use crate::man_pages;
use crate::ui::Printer;

/// Print a manual page, or write them all into a directory
///
/// `gom man install | man -l -`
///
/// `gom setup` places them where man looks for the pages of what is on PATH: `man gom-install`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The command, such as `target set`; gom itself where none is named
    command: Vec<String>,
    /// Write every page into DIR, as packagers need them
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

/// Prints a page, or writes all.
///
/// # Errors
/// `Usage` for a command that is none; `FileSystem` where a page cannot be written.
pub fn run(printer: &Printer, args: &Args) -> Result<()> {
    if let Some(dir) = &args.dir {
        return man_pages::write_to(dir);
    }
    let words = std::iter::once("gom").chain(args.command.iter().map(String::as_str));
    let name = words.collect::<Vec<_>>().join("-");
    let file = format!("{name}.1");
    let pages = man_pages::all()?;
    let Some(page) = pages.iter().find(|page| page.name == file) else {
        let shown = escape::excerpt(&args.command.join(" "), 60);
        return Err(
            Error::new(Kind::Usage, format!("'{shown}' is no command of gom's")).hint("gom --help"),
        );
    };
    printer.raw(&page.text);
    Ok(())
}
