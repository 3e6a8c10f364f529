//! Whether a project file is trusted: the very bytes, in the very directory, that `gom trust` was shown.

use std::path::{Path, PathBuf};

use crate::layout::Layout;
use crate::read;
use crate::vars::Vars;

/// Directories trusted for a process tree, for CI.
pub const TRUST: &str = "GOM_TRUST";

/// Name of the file, in a trusted directory's record, that holds the directory's path.
pub const DIRECTORY_FILE: &str = "directory";

/// Where the copies of a trusted directory's files are kept. The name is a hash only to be short
/// and free of separators; what counts is the path inside.
#[must_use]
pub fn record(layout: &Layout, directory: &Path) -> PathBuf {
    // A directory whose hash collides is found untrusted by its path.
    layout.trusted().join(format!("{:016x}", hash(directory)))
}

/// FNV-1a of a path, 64 bits: for names only, never for proof.
#[must_use]
pub fn hash(path: &Path) -> u64 {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// True where `bytes`, just parsed from `file`, are those trusted for its directory, or GOM_TRUST
/// names that directory. A link that leaves the directory is never trusted.
#[must_use]
pub fn is_trusted(vars: &Vars, layout: &Layout, file: &Path, bytes: &[u8]) -> bool {
    let Some(directory) = trusted_place(file) else {
        return false;
    };
    let Some(name) = file.file_name() else {
        return false;
    };
    if is_named(vars, &directory) {
        return true;
    }
    let record = record(layout, &directory);
    let same = |name: &Path, expected: &[u8]| matches!(read::file(&record.join(name)), Ok(Some(found)) if found == expected);
    same(
        Path::new(DIRECTORY_FILE),
        directory.as_os_str().as_encoded_bytes(),
    ) && same(Path::new(name), bytes)
}

/// True where GOM_TRUST, a list of directories as PATH is one, names this canonical one. What is
/// below a named directory is not trusted with it: it may be somebody else's.
fn is_named(vars: &Vars, directory: &Path) -> bool {
    let Some(list) = vars.non_empty(TRUST) else {
        return false;
    };
    std::env::split_paths(list)
        .filter(|named| named.is_absolute())
        .any(|named| named.canonicalize().is_ok_and(|named| named == directory))
}

/// The canonical directory a file was found in; `None` where the file is a link that leaves it.
#[must_use]
pub fn trusted_place(file: &Path) -> Option<PathBuf> {
    let directory = file.parent()?.canonicalize().ok()?;
    let target = file.canonicalize().ok()?;
    (target.parent() == Some(&directory)).then_some(directory)
}
