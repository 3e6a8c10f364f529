//! A word that is no command: the answer names gom's own word for it.

use std::ffi::OsString;

use clap::{CommandFactory, Parser};
use gom_shim::{Error, Kind, Result, escape, nearest::distance};

use crate::cli::Cli;
use crate::ui::Printer;

/// Words of other version managers, and what gom says for them.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("global", "gom default VERSION"),
    ("local", "gom use VERSION"),
    ("pin", "gom use VERSION"),
    ("ls-remote", "gom available"),
    ("list-remote", "gom available"),
    (
        "rehash",
        "nothing to do: gom places shims when it installs; see them with gom list",
    ),
];

/// Always an error, with the command that was probably meant.
///
/// # Errors
/// `Usage`.
pub fn run(printer: &Printer, words: &[OsString]) -> Result<()> {
    let word = words
        .first()
        .map(|word| word.to_string_lossy().into_owned())
        .unwrap_or_default();
    let error = Error::new(
        Kind::Usage,
        format!("no command '{}'", escape::excerpt(&word, 60)),
    );
    if word == "help" {
        let words = words[1..].iter().cloned();
        let words = std::iter::once("gom".into())
            .chain(words)
            .chain(["--help".into()]);
        if let Err(help) = Cli::try_parse_from(words) {
            printer.raw(help.render().to_string().as_bytes());
        }
        return Ok(());
    }
    if let Some((_, own)) = OTHER_WORDS.iter().find(|(other, _)| *other == word) {
        return Err(error.hint(*own));
    }
    let cli = Cli::command();
    let names = cli
        .get_subcommands()
        .flat_map(|command| std::iter::once(command.get_name()).chain(command.get_all_aliases()));
    let nearest = names
        .min_by_key(|name| distance(name, &word))
        .filter(|name| distance(name, &word) <= 2);
    Err(error.hint(match nearest {
        Some(name) => format!("gom {name}"),
        None => "gom --help".to_owned(),
    }))
}
