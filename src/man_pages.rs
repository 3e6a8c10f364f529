//! Manual pages, made from the help of every command.

use std::path::Path;

use clap::{Command, CommandFactory};
use gom_shim::{Error, Result};

use crate::cli::Cli;
use crate::write;

/// One page: `gom-install.1` and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The file's name.
    pub name: String,
    /// Roff.
    pub text: Vec<u8>,
}

/// The pages of gom and of all its commands.
///
/// # Errors
/// `Failure` where a page cannot be made, which is a mistake in gom.
pub fn all() -> Result<Vec<Page>> {
    let mut cli = Cli::command();
    cli.build();
    let mut pages = Vec::new();
    add(&cli, "gom", &mut pages)?;
    Ok(pages)
}

/// Writes them into a directory, such as `share/man/man1`; those that are right already are left.
///
/// # Errors
/// `FileSystem` where one cannot be written.
pub fn write_to(dir: &Path) -> Result<()> {
    write::directory(dir)?;
    for page in all()? {
        let path = dir.join(&page.name);
        if std::fs::read(&path).is_ok_and(|text| text == page.text) {
            continue;
        }
        write::replace(&path, &page.text)?;
    }
    Ok(())
}

fn add(command: &Command, name: &str, pages: &mut Vec<Page>) -> Result<()> {
    let mut text = Vec::new();
    // clap's names live as long as the program; so do some forty short ones.
    let leaked: &'static str = Box::leak(name.to_owned().into_boxed_str());
    clap_mangen::Man::new(
        command
            .clone()
            .name(leaked)
            .bin_name(name.replace('-', " ")),
    )
    .render(&mut text)
    .map_err(|error| {
        Error::new(
            gom_shim::Kind::Failure,
            format!("the page of {name} cannot be made"),
        )
        .cause(error.to_string())
    })?;
    pages.push(Page {
        name: format!("{name}.1"),
        text,
    });
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        if sub.get_name() != "help" {
            add(sub, &format!("{name}-{}", sub.get_name()), pages)?;
        }
    }
    Ok(())
}
