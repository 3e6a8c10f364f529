//! Where in a TOML file something is wrong: `file:line:column`.

use std::path::Path;

use crate::error::{Error, Kind};
use crate::{escape, quote};

/// A syntax error of a TOML file as `file:line:column: why`.
#[must_use]
pub fn syntax_error(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let place = position(text, error.span().map_or(0, |span| span.start));
    bad(path, place, &escape::excerpt(error.message(), 200))
}

/// 1-based line and column (in characters) of a byte offset.
#[must_use]
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// An error about one place of a file.
#[must_use]
pub fn bad(path: &Path, (line, column): (usize, usize), what: &str) -> Error {
    Error::new(
        Kind::Config,
        format!("{}:{line}:{column}: {what}", escape::path(path)),
    )
    .hint(format!("edit {}", quote::path(path)))
}
