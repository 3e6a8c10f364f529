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

/// Where the lines of a text begin, for positions of many places in it: counting each time anew
/// takes minutes for a file of some thousand keys.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Looks for the lines once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// As [`position`].
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        (line, before.chars().count() + 1)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_a_position_agree() {
        let text = "a = 1\n\n# ünï\r\n[b]\nc";
        let lines = Lines::new(text);
        for offset in 0..=text.len() + 1 {
            assert_eq!(lines.position(offset), position(text, offset), "{offset}");
        }
        assert_eq!(lines.position(text.find('[').unwrap()), (4, 1));
        assert_eq!(Lines::new("").position(0), (1, 1));
    }
}
