//! The experiments that a toolchain's GOEXPERIMENT can name.
//!
//! Rules: `src/internal/buildcfg/exp.go` (ParseGOEXPERIMENT), since Go 1.17. That some experiments
//! need others on some architectures is left to Go itself.

use std::path::Path;

use crate::go_source::{block, load, quoted};
use crate::go_value::{Checked, Rejected};

/// Has the struct whose fields are the experiments.
const FLAGS: &str = "src/internal/goexperiment/flags.go";
/// Has the names that stand for several of them.
const ALIASES: &str = "src/internal/buildcfg/exp.go";

/// Every name that this toolchain's GOEXPERIMENT may have, in the order of its table; none where
/// the root has no such table.
#[must_use]
pub fn names(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(flags) = load(root, FLAGS) else {
        return names;
    };
    for line in block(&flags, "type Flags struct") {
        let mut words = line.split_ascii_whitespace();
        if let (Some(field), Some("bool")) = (words.next(), words.next()) {
            names.push(field.to_ascii_lowercase());
        }
    }
    let aliases = load(root, ALIASES).unwrap_or_default();
    for line in block(&aliases, "func ParseGOEXPERIMENT(") {
        if line.starts_with("names[\"") {
            names.extend(quoted(line).first().map(|&name| name.to_owned()));
        }
    }
    names
}

/// Checks a comma list of names, each with `no` before it or not, and `none`; empty words count
/// for nothing.
///
/// # Errors
/// The first name that this toolchain does not know.
pub fn check(root: &Path, value: &str) -> Checked {
    let known = names(root);
    for word in value.split(',') {
        // `no` goes before anything is looked up, as in Go: an experiment `nonsense` could not be named.
        let name = word.strip_prefix("no").unwrap_or(word);
        if word.is_empty()
            || word == "none"
            || known.is_empty()
            || known.iter().any(|known| known == name)
        {
            continue;
        }
        return Err(Rejected {
            name: "GOEXPERIMENT".to_owned(),
            word: if name.is_empty() { word } else { name }.to_owned(),
            why: "is no experiment of this Go",
            known,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_root::Root;

    fn root() -> Root {
        let root = Root::new("experiments");
        root.file(
            FLAGS,
            "package goexperiment\n\n// Flags has it all.\ntype Flags struct {\n\tGreenFields  bool\n\t// Not this bool\n\tHeap512KiB bool\n\n\tcount int\n\tMistbool\n\tnotes      bool // a comment\n}\n\ntype Other struct {\n\tElsewhere bool\n}\n",
        );
        root.file(
            ALIASES,
            "func ParseGOEXPERIMENT(goexp string) error {\n\tif goexp != \"\" {\n\t\tnames[strings.ToLower(x)] = set\n\t\tnames[\"fields\"] = func(v bool) {\n\t\t}\n\t}\n}\n",
        );
        root
    }

    #[test]
    fn fields_and_aliases_are_the_names() {
        let root = root();
        assert_eq!(
            names(root.path()),
            ["greenfields", "heap512kib", "notes", "fields"]
        );
        assert!(names(Path::new("/nowhere")).is_empty());
    }

    #[test]
    fn words_are_read_as_go_reads_them() {
        let root = root();
        for value in [
            "greenfields",
            "nogreenfields",
            "none",
            "none,fields,,",
            ",",
            "nofields,heap512kib",
            "nonotes",
        ] {
            assert_eq!(check(root.path(), value), Ok(()), "{value}");
        }
        for (value, word) in [
            ("greenfeilds", "greenfeilds"),
            ("fields,nogreen", "green"),
            ("GreenFields", "GreenFields"),
            ("no", "no"),
            ("nonone", "none"),
            // What starts with `no` loses it.
            ("notes", "tes"),
            ("fields, notes", " notes"),
            ("nonofields", "nofields"),
            ("all", "all"),
        ] {
            let rejected = check(root.path(), value).unwrap_err();
            assert_eq!(rejected.word, word, "{value}");
            assert_eq!(rejected.known, names(root.path()));
        }
        let rejected = check(root.path(), "greenfeilds").unwrap_err();
        assert_eq!(rejected.nearest(), Some("greenfields"));
        assert_eq!(
            check(root.path(), "GREENfields").unwrap_err().nearest(),
            Some("greenfields")
        );
    }
}
