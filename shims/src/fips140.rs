//! The cryptographic modules that a toolchain's GOFIPS140 can name.

use std::path::Path;

use crate::go_source::load;
use crate::go_value::{Checked, Rejected};

/// Checks a value of GOFIPS140: `off`, `latest`, or what lies in the toolchain's `lib/fips140`, a
/// snapshot (`v1.0.0.zip`) or a name for one (`inprocess.txt`). A toolchain without that directory
/// (before Go 1.24) passes over the variable.
///
/// Rule: `src/cmd/go/internal/fips140/fips140.go` (initVersion).
///
/// # Errors
/// A name that the directory does not have.
pub fn check(root: &Path, value: &str) -> Checked {
    let dir = root.join("lib/fips140");
    let has = |name: &str, ending| dir.join(name.to_owned() + ending).is_file();
    let mut known = vec!["off", "latest"];
    known.extend(
        ["inprocess", "certified"]
            .into_iter()
            .filter(|name| has(name, ".txt")),
    );
    let is_file_name = !value.contains(['/', '\\']) && !value.contains("..");
    if known.contains(&value)
        || (is_file_name && (has(value, ".zip") || has(value, ".txt")))
        || !dir.is_dir()
    {
        return Ok(());
    }
    // One line for each snapshot: its file's name, and hashes.
    let sums = load(root, "lib/fips140/fips140.sum").unwrap_or_default();
    known.extend(
        sums.lines()
            .filter_map(|line| Some(line.split_once(".zip ")?.0)),
    );
    Err(Rejected::new(
        "GOFIPS140",
        value,
        "is no module of this Go",
        &known,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_root::Root;

    #[test]
    fn snapshots_and_their_names_are_taken_and_nothing_else() {
        let root = Root::new("fips140");
        assert_eq!(check(root.path(), "v9.9.9"), Ok(()), "Go before 1.24");
        for file in ["v2.0.0.zip", "v2.0.0.txt", "certified.txt", "tested.txt"] {
            root.file(&format!("lib/fips140/{file}"), "");
        }
        root.file("lib/fips140/fips140.sum", "# Sums.\nv2.0.0.zip 00ff h1:x\n");
        for value in ["off", "latest", "v2.0.0", "tested", "certified"] {
            assert_eq!(check(root.path(), value), Ok(()), "{value}");
        }
        for value in [
            "on",
            "v2.0.1",
            "inprocess",
            "fips140",
            "fips140.sum",
            "../fips140/tested",
            "",
        ] {
            let rejected = check(root.path(), value).unwrap_err();
            assert_eq!(rejected.known, ["off", "latest", "certified", "v2.0.0"]);
        }
    }
}
