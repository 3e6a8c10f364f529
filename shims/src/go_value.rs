//! The value of one of Go's own variables, checked as the selected Go would take it.

use std::path::Path;

use crate::nearest::distance;
use crate::version::Version;
use crate::{escape, experiments, fips140, godebug, level, runtime_value};

/// A value that the selected Go refuses, or passes over without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The variable, or what else has the value: `GOEXPERIMENT`, `GOOS/GOARCH`.
    pub name: String,
    /// The part of the value that is wrong, as it was written; foreign text, not escaped.
    pub word: String,
    /// What is wrong with it, a phrase that follows the word.
    pub why: &'static str,
    /// What would be right, in the order of Go's own table.
    pub known: Vec<String>,
}

impl Rejected {
    /// One that lists what would be right.
    pub(crate) fn new(name: &str, word: &str, why: &'static str, known: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            word: word.to_owned(),
            why,
            known: known.iter().map(|&known| known.to_owned()).collect(),
        }
    }

    /// The known word that was probably meant; `None` where none is near.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        let word = self.word.to_ascii_lowercase();
        let mut nearest = None;
        let mut least = (word.len() / 3).max(1) + 1;
        for known in &self.known {
            let distance = distance(known, &word);
            if distance < least {
                least = distance;
                nearest = Some(known.as_str());
            }
        }
        nearest
    }

    /// The sentence for an error, escaped: `GOEXPERIMENT: 'lopvar' is no experiment of this Go`.
    #[must_use]
    pub fn message(&self) -> String {
        let word = escape::excerpt(&self.word, 60);
        format!("{}: '{word}' {}", self.name, self.why)
    }

    /// The hint for it: the nearest word, and all that would be right.
    #[must_use]
    pub fn hint(&self) -> String {
        let meant = self.nearest().map(|word| format!("did you mean {word}? "));
        let meant = meant.unwrap_or_default();
        format!("{meant}this Go takes: {}", self.known.join(", "))
    }
}

/// What came of a check.
pub type Checked = Result<(), Rejected>;

/// Checks the value of `name` against the tables of the toolchain in `root`, whose version is
/// given where it is known. Accepted are: what is empty, which Go takes for unset; every name that
/// is not one of Go's with rules of its own; and what the root has no table for (a Go without
/// sources cannot be asked).
///
/// # Errors
/// The part of the value that this Go refuses or would silently ignore.
pub fn check(name: &str, value: &str, root: &Path, version: Option<&Version>) -> Checked {
    if value.is_empty() {
        return Ok(());
    }
    match name {
        "GOEXPERIMENT" => experiments::check(root, value),
        "GODEBUG" => godebug::check(root, value),
        "GOFIPS140" => fips140::check(root, value),
        // cmd/go/internal/cfg/cfg.go (defaultContext): anything else is passed over.
        "CGO_ENABLED" => one_of(name, value, &["0", "1"]),
        // cmd/go/internal/modload/init.go (Init): anything else is fatal.
        "GO111MODULE" => one_of(name, value, &["on", "off", "auto"]),
        _ if level::VARIABLES.contains(&name) => level::check(root, version, name, value),
        _ => runtime_value::check(root, name, value),
    }
}

/// Accepts one of a few words.
pub(crate) fn one_of(name: &str, value: &str, known: &[&str]) -> Checked {
    if known.contains(&value) {
        return Ok(());
    }
    Err(Rejected::new(name, value, "is no value of it", known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_names_the_word_the_nearest_and_all_there_are() {
        let rejected = one_of("GO111MODULE", "aut\u{1b}o", &["on", "off", "auto"]).unwrap_err();
        assert_eq!(
            rejected.message(),
            "GO111MODULE: 'aut\\u{1b}o' is no value of it"
        );
        assert_eq!(
            rejected.hint(),
            "did you mean auto? this Go takes: on, off, auto"
        );
        let far = one_of("GO111MODULE", "wednesday", &["on", "off", "auto"]).unwrap_err();
        assert_eq!(far.nearest(), None);
        assert_eq!(far.hint(), "this Go takes: on, off, auto");
        let capital = one_of("GO111MODULE", "AUTO", &["on", "off", "auto"]).unwrap_err();
        assert_eq!(capital.nearest(), Some("auto"));
    }

    #[test]
    fn a_root_without_tables_refuses_only_what_no_go_takes() {
        let root = Path::new("/nowhere/at/all");
        for (name, value) in [
            ("GOEXPERIMENT", "anything"),
            ("GODEBUG", "any=thing"),
            ("GOFIPS140", "v9"),
            ("GOAMD64", "v9"),
            ("CGO_ENABLED", "1"),
            ("CGO_ENABLED", ""),
            ("GO111MODULE", "off"),
            ("EDITOR", "ed"),
        ] {
            assert_eq!(check(name, value, root, None), Ok(()), "{name}={value}");
        }
        for (name, value) in [
            ("CGO_ENABLED", "yes"),
            ("CGO_ENABLED", "01"),
            ("GO111MODULE", "ON"),
            ("GOGC", "x"),
            ("GO386", "mmx"),
        ] {
            let rejected = check(name, value, root, None).unwrap_err();
            assert_eq!((&*rejected.name, &*rejected.word), (name, value));
        }
    }
}
