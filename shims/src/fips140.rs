//! The cryptographic modules that a toolchain's GOFIPS140 can name.

use std::path::Path;

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
    let Ok(entries) = root.join("lib/fips140").read_dir() else {
        return Ok(());
    };
    let mut known = vec!["latest".to_owned(), "off".to_owned()];
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            continue;
        };
        let stem = name.strip_suffix(".zip").or(name.strip_suffix(".txt"));
        known.extend(stem.map(str::to_owned));
    }
    if known.iter().any(|known| known == value) {
        return Ok(());
    }
    known.sort_unstable();
    known.dedup();
    Err(Rejected::new(
        "GOFIPS140",
        value,
        "is no module of this Go",
        known,
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
        for file in ["v2.0.0.zip", "v2.0.0.txt", "tested.txt", "list.sum"] {
            root.file(&format!("lib/fips140/{file}"), "");
        }
        for value in ["off", "latest", "v2.0.0", "tested"] {
            assert_eq!(check(root.path(), value), Ok(()), "{value}");
        }
        for value in ["on", "v2.0.1", "list", "list.sum", "../fips140/tested", ""] {
            let rejected = check(root.path(), value).unwrap_err();
            assert_eq!(rejected.known, ["latest", "off", "tested", "v2.0.0"]);
        }
    }
}
