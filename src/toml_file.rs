//! A TOML file that a person wrote, edited so that everything else in it stays.

use std::path::{Path, PathBuf};

use gom_shim::toml_place::position;
use gom_shim::{Error, Kind, Result, escape, quote, read};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::write;

/// What Windows editors put in front of a text.
const MARK: &str = "\u{feff}";

/// The file, read and parsed.
#[derive(Debug)]
pub struct TomlFile {
    path: PathBuf,
    old: String,
    document: DocumentMut,
}

impl TomlFile {
    /// Reads the file; an empty one where there is none.
    ///
    /// # Errors
    /// `Config` with file, line and column for one that is not TOML, or not UTF-8.
    pub fn read(path: &Path) -> Result<Self> {
        let old = match read::file(path)? {
            None => String::new(),
            Some(bytes) => {
                let mark = if bytes.starts_with(MARK.as_bytes()) {
                    MARK
                } else {
                    ""
                };
                format!("{mark}{}", read::text(path, bytes)?)
            }
        };
        Self::parse(path, old)
    }

    /// Takes a text as that of the file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn parse(path: &Path, old: String) -> Result<Self> {
        let text = old.trim_start_matches(MARK);
        let document = text.parse().map_err(|error: toml_edit::TomlError| {
            let start = error.span().map_or(0, |span| span.start);
            unusable(path, text, start, &escape::excerpt(error.message(), 200))
        })?;
        Ok(Self {
            path: path.to_owned(),
            old,
            document,
        })
    }

    /// The path it was read from.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text as it was read; empty where there was no file.
    #[must_use]
    pub fn old(&self) -> &str {
        &self.old
    }

    /// All of it, to change.
    pub fn document(&mut self) -> &mut DocumentMut {
        &mut self.document
    }

    /// The top table, to change.
    pub fn top(&mut self) -> &mut dyn TableLike {
        self.document.as_table_mut()
    }

    /// The table of that name, made where there is none.
    ///
    /// # Errors
    /// `Config` where something else has the name.
    pub fn table(&mut self, name: &str) -> Result<&mut dyn TableLike> {
        let text = self.old.trim_start_matches(MARK);
        let item = self
            .document
            .entry(name)
            .or_insert(Item::Table(toml_edit::Table::new()));
        // A document that was parsed no longer says where its entries stood.
        item.as_table_like_mut()
            .ok_or_else(|| unusable(&self.path, text, 0, &format!("{name} is not a table")))
    }

    /// Writes what has changed, and nothing where nothing has.
    ///
    /// # Errors
    /// `FileSystem`.
    pub fn write(&self) -> Result<()> {
        let new = self.text();
        if new == self.old {
            return Ok(());
        }
        write::replace(&self.path, new.as_bytes())
    }

    /// The text with the changes in, with the mark and the line ends that it had.
    #[must_use]
    pub fn text(&self) -> String {
        let mut new = self.document.to_string();
        let text = self.old.trim_start_matches(MARK).replace("\r\n", "\n");
        // A text of comments alone belongs, for the parser, behind whatever comes.
        let only_comments = !text.is_empty()
            && text
                .lines()
                .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        if only_comments && let Some(entries) = new.strip_suffix(&text) {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            new = format!("{text}{end}{entries}");
        }
        if self.old.contains("\r\n") {
            new = new.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        let mark = if self.old.starts_with(MARK) { MARK } else { "" };
        format!("{mark}{new}")
    }
}

/// Sets a value; the comment beside the former one stays.
pub fn set(table: &mut dyn TableLike, name: &str, value: toml_edit::Value) {
    let Some(old) = table.get_mut(name).and_then(Item::as_value_mut) else {
        table.insert(name, Item::Value(value));
        return;
    };
    let decor = old.decor().clone();
    *old = value;
    *old.decor_mut() = decor;
}

fn unusable(path: &Path, text: &str, offset: usize, what: &str) -> Error {
    let (line, column) = position(text, offset);
    Error::new(
        Kind::Config,
        format!("{}:{line}:{column}: {what}", escape::path(path)),
    )
    .hint(format!("edit {}", quote::path(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pinned(old: &str) -> Result<String> {
        let mut file = TomlFile::parse(Path::new("/p/x.toml"), old.to_owned())?;
        set(file.table("toolchain")?, "go", "1.22.6".into());
        Ok(file.text())
    }

    #[test]
    fn comments_order_marks_and_line_ends_stay() {
        for (old, new) in [
            ("", "[toolchain]\ngo = \"1.22.6\"\n"),
            (
                "# top\n[toolchain] # t\ngo = \"1.21\" # why\ntools = {}\n",
                "# top\n[toolchain] # t\ngo = \"1.22.6\" # why\ntools = {}\n",
            ),
            (
                "[env]\nA = \"b\"\n",
                "[env]\nA = \"b\"\n\n[toolchain]\ngo = \"1.22.6\"\n",
            ),
            (
                "toolchain = { go = '1.21' }\n",
                "toolchain = { go = \"1.22.6\" }\n",
            ),
            ("# ours", "# ours\n[toolchain]\ngo = \"1.22.6\"\n"),
            (
                "\u{feff}# ours\r\n\r\n[toolchain]\r\ngo = '1.21' # x\r\n",
                "\u{feff}# ours\r\n\r\n[toolchain]\r\ngo = \"1.22.6\" # x\r\n",
            ),
            ("# ours\r\n", "# ours\r\n[toolchain]\r\ngo = \"1.22.6\"\r\n"),
        ] {
            assert_eq!(pinned(old).unwrap(), new, "{old:?}");
        }
        for broken in ["[toolchain\n", "toolchain = 1\n"] {
            assert_eq!(pinned(broken).unwrap_err().kind, Kind::Config);
        }
    }
}
