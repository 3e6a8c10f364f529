//! Everything that is installed or linked, whole or damaged, for every platform.

use std::path::PathBuf;

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::read;
use gom_shim::version::Version;

use crate::receipt::Receipt;

/// One toolchain of gom's, or a link.
#[derive(Debug)]
pub struct Entry {
    /// Directory name, or the link's name.
    pub name: String,
    /// The version, where it is known.
    pub version: Option<Version>,
    /// Its platform; the host's for a link.
    pub platform: Platform,
    /// GOROOT.
    pub root: PathBuf,
    /// True for a link.
    pub linked: bool,
    /// True where something that must be there is missing.
    pub damaged: bool,
    /// What was proved, where there is a receipt.
    pub receipt: Option<Receipt>,
}

/// Splits `go1.22.6-linux-amd64`.
#[must_use]
pub fn parse_name(name: &str) -> Option<(Version, Platform)> {
    let mut parts = name.splitn(3, '-');
    let version = Version::from_go_name(parts.next()?)?;
    let platform = Platform::new(parts.next()?, parts.next()?)?;
    (Layout::toolchain_name(&version, &platform) == name).then_some((version, platform))
}

/// All entries: toolchains in ascending order, then links by name. Reads only.
#[must_use]
pub fn list(layout: &Layout, host: &Platform) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in std::fs::read_dir(layout.toolchains())
        .into_iter()
        .flatten()
        .flatten()
    {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let Some((version, platform)) = parse_name(&name) else {
            continue;
        };
        let root = entry.path();
        let go = root
            .join("bin")
            .join(format!("go{}", platform.exe_suffix()));
        let receipt = Receipt::load(&root).filter(|receipt| receipt.name == name);
        let damaged = receipt.is_none() || !go.is_file() || root.is_symlink();
        entries.push(Entry {
            name,
            version: Some(version),
            platform,
            root,
            linked: false,
            damaged,
            receipt,
        });
    }
    entries.sort_by(|a, b| (&a.version, &a.platform).cmp(&(&b.version, &b.platform)));
    let mut links: Vec<Entry> = Vec::new();
    for entry in std::fs::read_dir(layout.links())
        .into_iter()
        .flatten()
        .flatten()
    {
        let (Some(name), Ok(Some(bytes))) = (
            entry.file_name().to_str().map(str::to_owned),
            read::file(&entry.path()),
        ) else {
            continue;
        };
        let root = gom_shim::toolchain::path_from_bytes(bytes);
        let version = gom_shim::toolchain::version_of(&root);
        let damaged = !root
            .join("bin")
            .join(format!("go{}", std::env::consts::EXE_SUFFIX))
            .is_file();
        links.push(Entry {
            name,
            version,
            platform: host.clone(),
            root,
            linked: true,
            damaged,
            receipt: None,
        });
    }
    links.sort_by(|a, b| a.name.cmp(&b.name));
    entries.extend(links);
    entries
}
