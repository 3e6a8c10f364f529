//! Whether a project file is trusted: the very bytes, in the very directory, that `gom trust` was shown.

use std::path::{Path, PathBuf};

use crate::layout::Layout;
use crate::read;

/// Name of the file, in a trusted directory's record, that holds the directory's path.
pub const DIRECTORY_FILE: &str = "directory";

/// Where the copies of a trusted directory's files are kept. The name is a hash only to be short
/// and free of separators; what counts is the path inside.
#[must_use]
pub fn record(layout: &Layout, directory: &Path) -> PathBuf {
    // FNV-1a, 64 bits. A directory whose hash collides is found untrusted by its path.
    let bytes = directory.as_os_str().as_encoded_bytes();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    layout.trusted().join(format!("{hash:016x}"))
}

/// True where `bytes`, just parsed from `file`, are those trusted for its directory. A link that
/// leaves the directory is never trusted.
#[must_use]
pub fn is_trusted(layout: &Layout, file: &Path, bytes: &[u8]) -> bool {
    let Some(directory) = trusted_place(file) else {
        return false;
    };
    let Some(name) = file.file_name() else {
        return false;
    };
    let record = record(layout, &directory);
    let same = |name: &Path, expected: &[u8]| matches!(read::file(&record.join(name)), Ok(Some(found)) if found == expected);
    same(
        Path::new(DIRECTORY_FILE),
        directory.as_os_str().as_encoded_bytes(),
    ) && same(Path::new(name), bytes)
}

/// The canonical directory a file was found in; `None` where the file is a link that leaves it.
#[must_use]
pub fn trusted_place(file: &Path) -> Option<PathBuf> {
    let directory = file.parent()?.canonicalize().ok()?;
    let target = file.canonicalize().ok()?;
    (target.parent() == Some(&directory)).then_some(directory)
}
