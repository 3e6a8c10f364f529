//! GOM_TRUST as a person meant it: the directories it trusts, and the entries that trust nothing.

use std::path::PathBuf;

use gom_shim::escape;
use gom_shim::trust::TRUST;
use gom_shim::vars::Vars;

/// Every entry: its canonical directory, or why it trusts nothing, as a sentence.
pub fn entries(vars: &Vars) -> impl Iterator<Item = Result<PathBuf, String>> + '_ {
    let list = vars.non_empty(TRUST).unwrap_or_default();
    std::env::split_paths(list)
        .filter(|entry| !entry.as_os_str().is_empty())
        .map(|entry| {
            let shown = escape::excerpt(&entry.to_string_lossy(), 200);
            if !entry.is_absolute() {
                return Err(format!(
                    "{TRUST} has '{shown}', which is no absolute path and trusts nothing"
                ));
            }
            match entry.canonicalize() {
                Ok(directory) if directory.is_dir() => Ok(directory),
                _ => Err(format!(
                    "{TRUST} has '{shown}', which is no directory and trusts nothing"
                )),
            }
        })
}
