//! The index of releases as go.dev/dl publishes it (`?mode=json&include=all`).

use gom_shim::escape;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result};
use serde::Deserialize;

use crate::archive_name::ArchiveName;

/// The largest index that is read, in bytes; the true one has about 4 MB.
pub const LIMIT: u64 = 32 << 20;

/// The query that asks for every release, old and unstable ones included.
pub const QUERY: &str = "mode=json&include=all";

/// Every release of an index whose name gom can read, in the index's order (newest first).
#[derive(Clone, Debug)]
pub struct Index {
    releases: Vec<Release>,
}

/// One release.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// False for betas and release candidates.
    pub stable: bool,
    files: Vec<File>,
}

/// One archive of a release.
#[derive(Clone, Debug)]
pub struct File {
    /// The file's name, a bare one: what it says is in `name`.
    pub filename: String,
    /// Version, platform and format, read from the name alone.
    pub name: ArchiveName,
    /// SHA-256 of the archive; very old files have none.
    pub sha256: Option<[u8; 32]>,
    /// Length in bytes, where the index says one.
    pub size: Option<u64>,
}

#[derive(Deserialize)]
struct RawRelease {
    version: String,
    #[serde(default)]
    stable: bool,
    #[serde(default)]
    files: Vec<RawFile>,
}

#[derive(Deserialize)]
struct RawFile {
    filename: String,
    #[serde(default)]
    sha256: Option<String>,
    #[serde(default)]
    size: Option<u64>,
}

/// 32 bytes from 64 hexadecimal digits.
#[must_use]
pub fn sha256_from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut hash = [0; 32];
    (digits.len() == 64).then_some(())?;
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(hash)
}

impl Index {
    /// Reads the JSON. Unknown keys and names that are no toolchain are passed over.
    ///
    /// # Errors
    /// Network, where the text is not such an index: somebody else answered.
    pub fn parse(json: &[u8]) -> Result<Self> {
        let raw: Vec<RawRelease> = serde_json::from_slice(json).map_err(|error| {
            Error::new(Kind::Network, "the index of releases cannot be read")
                .cause(escape::text(&error.to_string()))
        })?;
        let releases = raw.into_iter().filter_map(Release::from_raw).collect();
        Ok(Self { releases })
    }

    /// The releases that have an archive for `platform`.
    pub fn releases(&self, platform: &Platform) -> impl Iterator<Item = &Release> {
        self.releases
            .iter()
            .filter(|release| release.file(platform).is_some())
    }

    /// The archive of one version for one platform.
    #[must_use]
    pub fn find(&self, version: &Version, platform: &Platform) -> Option<&File> {
        self.releases
            .iter()
            .filter(|release| release.version == *version)
            .find_map(|release| release.file(platform))
    }
}

impl Release {
    fn from_raw(raw: RawRelease) -> Option<Self> {
        let version = Version::from_go_name(&raw.version)?;
        let file = |raw: RawFile| {
            let name = ArchiveName::parse(&raw.filename)?;
            // A file under another release's heading would be installed under a wrong name.
            (name.version == version).then(|| File {
                sha256: raw.sha256.as_deref().and_then(sha256_from_hex),
                filename: raw.filename,
                name,
                size: raw.size,
            })
        };
        Some(Self {
            files: raw.files.into_iter().filter_map(file).collect(),
            stable: raw.stable,
            version,
        })
    }

    /// The archive for one platform; of several for old versions of macOS the newest one's.
    #[must_use]
    pub fn file(&self, platform: &Platform) -> Option<&File> {
        self.files
            .iter()
            .filter(|file| file.name.platform == *platform)
            .max_by_key(|file| file.name.macos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"[
 {"version":"go1.23rc1","stable":false,"novel":{"x":1},"files":[
  {"filename":"go1.23rc1.linux-amd64.tar.gz","os":"linux","arch":"amd64","version":"go1.23rc1","sha256":"95493abb01da81638ab5083ff3f97e8f923cb42a64c2e16728e3cf5b0cd3fc5a","size":5,"kind":"archive"}]},
 {"version":"go1.22.6","stable":true,"files":[
  {"filename":"go1.22.6.src.tar.gz","os":"","arch":"","sha256":"00","size":1,"kind":"source"},
  {"filename":"go1.22.6.windows-amd64.msi","os":"windows","arch":"amd64","kind":"installer"},
  {"filename":"go1.22.6.windows-amd64.zip","os":"windows","arch":"amd64","sha256":"d1ade1b480e51b6269b6e65856c602aed047e1f0d32fffef7eebbd7faa8d7687","size":7,"kind":"archive"},
  {"filename":"go1.22.6.netbsd-arm.tar.gz","os":"netbsd","arch":"armv6l","sha256":null,"kind":"archive"},
  {"filename":"go1.99.0.linux-amd64.tar.gz","os":"linux","arch":"amd64","kind":"archive"},
  {"filename":"../go1.22.6.linux-386.tar.gz","os":"linux","arch":"386","kind":"archive"}]},
 {"version":"go1.4","stable":true,"files":[
  {"filename":"go1.4.darwin-amd64-osx10.8.tar.gz","os":"darwin","arch":"amd64","sha256":"","size":9,"kind":"archive"},
  {"filename":"go1.4.darwin-amd64-osx10.6.tar.gz","os":"darwin","arch":"amd64","sha256":"","size":9,"kind":"archive"}]},
 {"version":"weekly.2012","stable":false,"files":[]}]"#;

    fn find<'a>(index: &'a Index, version: &str, platform: &str) -> Option<&'a File> {
        index.find(
            &Version::parse(version).unwrap(),
            &Platform::parse(platform).unwrap(),
        )
    }

    #[test]
    fn file_names_decide_and_nonsense_is_passed_over() {
        let index = Index::parse(SAMPLE.as_bytes()).unwrap();
        let windows = find(&index, "1.22.6", "windows/amd64").unwrap();
        assert_eq!(
            (
                windows.filename.as_str(),
                windows.size,
                windows.sha256.unwrap()[0]
            ),
            ("go1.22.6.windows-amd64.zip", Some(7), 0xd1)
        );
        assert!(
            find(&index, "1.22.6", "netbsd/arm")
                .unwrap()
                .sha256
                .is_none()
        );
        assert!(find(&index, "1.22.6", "linux/amd64").is_none());
        assert!(find(&index, "1.22.6", "linux/386").is_none());
        assert!(find(&index, "1.99.0", "linux/amd64").is_none());
        let old = find(&index, "1.4", "darwin/amd64").unwrap();
        assert_eq!(old.filename, "go1.4.darwin-amd64-osx10.8.tar.gz");
        let linux = Platform::parse("linux/amd64").unwrap();
        let listed: Vec<_> = index
            .releases(&linux)
            .map(|release| (release.version.to_string(), release.stable))
            .collect();
        assert_eq!(listed, [("1.23rc1".to_owned(), false)]);
    }

    #[test]
    fn what_is_no_index_is_a_network_error() {
        for text in ["", "<html>", "{}", "[1]", "[{\"version\":3}]", "[{}"] {
            assert_eq!(
                Index::parse(text.as_bytes()).unwrap_err().kind,
                Kind::Network,
                "{text}"
            );
        }
    }

    #[test]
    fn the_real_index() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../shared/fixtures/go-dev-dl/index-2025-10-12.json");
        let Ok(json) = std::fs::read(&path) else {
            eprintln!("SKIP the_real_index: no {}", path.display());
            return;
        };
        let index = Index::parse(&json).unwrap();
        assert_eq!(index.releases.len(), 330);
        for (version, platform, file) in [
            ("1.25.2", "linux/arm", "go1.25.2.linux-armv6l.tar.gz"),
            ("1.22.6", "windows/amd64", "go1.22.6.windows-amd64.zip"),
            ("1.4", "darwin/amd64", "go1.4.darwin-amd64-osx10.8.tar.gz"),
            ("1.9.2rc2", "linux/amd64", "go1.9.2rc2.linux-amd64.tar.gz"),
        ] {
            assert_eq!(
                find(&index, version, platform).map(|file| file.filename.as_str()),
                Some(file)
            );
        }
        let files = || index.releases.iter().flat_map(|release| &release.files);
        assert!(files().count() > 4_400, "{}", files().count());
        assert_eq!(files().filter(|file| file.sha256.is_none()).count(), 183);
    }
}
