//! Whether a process runs from a directory.

use std::path::Path;

/// The number of a process whose executable lies in `root`. Known on Linux only; on Windows a
/// running program keeps its directory from being moved, and elsewhere its files live on.
#[must_use]
pub fn process_running_from(root: &Path) -> Option<u32> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let root = root.canonicalize().ok()?;
    std::fs::read_dir("/proc")
        .ok()?
        .flatten()
        .find_map(|entry| {
            let process: u32 = entry.file_name().to_str()?.parse().ok()?;
            let exe = std::fs::read_link(entry.path().join("exe")).ok()?;
            exe.starts_with(&root).then_some(process)
        })
}
