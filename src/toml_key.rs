//! A key of a TOML file with dots, as a person types it: `env.GOPRIVATE`, `targets."pi 4".cc`.

use std::fmt;

use gom_shim::{Error, Kind, Result, escape};
use toml_edit::{Item, Key, TableLike};

/// The words between the dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DottedKey(Vec<String>);

impl DottedKey {
    /// Reads `a.b."c.d"`.
    ///
    /// # Errors
    /// `Usage` for what is no key of TOML.
    pub fn parse(text: &str) -> Result<Self> {
        let keys = Key::parse(text).map_err(|_| {
            Error::new(
                Kind::Usage,
                format!(
                    "'{}' is no key such as env.GOPRIVATE",
                    escape::excerpt(text, 60)
                ),
            )
            .hint("gom config --project")
        })?;
        Ok(Self(keys.iter().map(|key| key.get().to_owned()).collect()))
    }

    /// A key of these words.
    #[must_use]
    pub fn new(words: &[&str]) -> Self {
        Self(words.iter().map(|word| (*word).to_owned()).collect())
    }

    /// Its words, one at least.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// The same below this one.
    #[must_use]
    pub fn with(&self, word: &str) -> Self {
        let mut words = self.0.clone();
        words.push(word.to_owned());
        Self(words)
    }

    /// The table that holds it, and its name there.
    #[must_use]
    pub fn split(&self) -> (&[String], &str) {
        let (last, parents) = self.0.split_last().expect("a key has a word at least");
        (parents, last)
    }

    /// What a table has by this key.
    #[must_use]
    pub fn find<'t>(&self, table: &'t dyn TableLike) -> Option<&'t Item> {
        let (parents, last) = self.split();
        let mut table = table;
        for word in parents {
            table = table.get(word)?.as_table_like()?;
        }
        table.get(last)
    }
}

impl fmt::Display for DottedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let dot = if index == 0 { "" } else { "." };
            write!(f, "{dot}{}", Key::new(word.as_str()).display_repr())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        for (text, words) in [
            ("gom", &["gom"][..]),
            ("env.GOPRIVATE", &["env", "GOPRIVATE"]),
            ("targets.\"pi.4\".cc", &["targets", "pi.4", "cc"]),
            ("a . 'b c'", &["a", "b c"]),
            ("a.\"\"", &["a", ""]),
        ] {
            let key = DottedKey::parse(text).unwrap();
            assert_eq!(key.words(), words);
            assert_eq!(DottedKey::parse(&key.to_string()).unwrap(), key);
        }
        for text in ["", ".", "a.", "a b", "a=b", "[a]", "a\n", "a.\"b"] {
            let error = DottedKey::parse(text).unwrap_err();
            assert_eq!(error.kind, Kind::Usage, "{text:?}");
        }
    }
}
