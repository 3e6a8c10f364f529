//! Go releases as they are published: archives, index, module zips, and the log that vouches for them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use gom::module;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::archive::{self, Tree};
use super::log::Log;
use super::{tar, tree, zip};

/// One release for one platform, packed in both ways.
#[derive(Debug)]
pub(crate) struct Release {
    pub(crate) version: Version,
    pub(crate) platform: Platform,
    /// `go1.22.6.linux-amd64.tar.gz`, or `.zip` for Windows.
    pub(crate) archive: Vec<u8>,
    /// The module zip.
    pub(crate) module: Vec<u8>,
    /// The module's hash.
    pub(crate) h1: String,
}

impl Release {
    fn pack(version: &Version, platform: &Platform, tree: &Tree) -> Self {
        let archive = if platform.os() == "windows" {
            let mut entries = archive::zip_entries(tree);
            for entry in &mut entries {
                entry.mode = 0o100_000 | tree::mode(&entry.name["go/".len()..]);
            }
            zip::zip(&entries, &zip::End::default())
        } else {
            let mut entries = archive::tar_entries(tree);
            for entry in &mut entries {
                let name = String::from_utf8_lossy(&entry.name);
                let directory = name.ends_with('/');
                let path = name.strip_prefix("go/").unwrap_or(&name);
                entry.mode = if directory { 0o755 } else { tree::mode(path) };
            }
            tar::gzip(&tar::tar(&entries))
        };
        Self {
            version: version.clone(),
            platform: platform.clone(),
            archive,
            module: archive::module_zip(tree, version, platform),
            h1: archive::h1(tree, version, platform),
        }
    }

    /// The archive's name on go.dev.
    pub(crate) fn file_name(&self) -> String {
        let end = if self.platform.os() == "windows" {
            "zip"
        } else {
            "tar.gz"
        };
        let (os, arch) = (self.platform.os(), self.platform.archive_arch());
        format!("{}.{os}-{arch}.{end}", self.version.go_name())
    }

    /// The archive's SHA-256 in hexadecimal.
    pub(crate) fn sha256(&self) -> String {
        Sha256::digest(&self.archive)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    }

    fn index_entry(&self) -> Value {
        json!({
            "filename": self.file_name(),
            "os": self.platform.os(),
            "arch": self.platform.archive_arch(),
            "version": self.version.go_name(),
            "sha256": self.sha256(),
            "size": self.archive.len(),
            "kind": "archive",
        })
    }
}

/// A set of releases and their log.
pub(crate) struct Dist {
    releases: Vec<Arc<Release>>,
    /// Has a record for every release added with `new` and `add`, among others.
    pub(crate) log: Log,
}

impl Dist {
    /// These versions for this machine.
    pub(crate) fn new(versions: &[&str]) -> Self {
        let mut log = Log::new("log.example");
        log.fill(3);
        let mut dist = Self {
            releases: Vec::new(),
            log,
        };
        for version in versions {
            dist.add(version, &Platform::host());
        }
        dist.log.fill(4);
        dist
    }

    /// Adds a release, packed once for all tests of this process, and its record.
    pub(crate) fn add(&mut self, version: &str, platform: &Platform) -> &mut Self {
        type Packed = Mutex<HashMap<(Version, Platform), Arc<Release>>>;
        static PACKED: LazyLock<Packed> = LazyLock::new(Packed::default);
        let version = Version::parse(version).unwrap();
        let release = Arc::clone(
            PACKED
                .lock()
                .unwrap()
                .entry((version.clone(), platform.clone()))
                .or_insert_with(|| {
                    let tree = tree::release(&version, platform);
                    Arc::new(Release::pack(&version, platform, &tree))
                }),
        );
        self.log.add(&module::name(&version, platform), &release.h1);
        self.put(release);
        self
    }

    /// Adds a release, or replaces it, with the files of `tree`. Says nothing to the log: a record
    /// of an honest release stays, `Dist::log` takes another one.
    pub(crate) fn add_tree(
        &mut self,
        version: &str,
        platform: &Platform,
        tree: &Tree,
    ) -> Arc<Release> {
        let version = Version::parse(version).unwrap();
        let release = Arc::new(Release::pack(&version, platform, tree));
        self.put(Arc::clone(&release));
        release
    }

    /// Newest first, as the index lists them.
    fn put(&mut self, release: Arc<Release>) {
        let same = |other: &Arc<Release>| {
            (&other.version, &other.platform) == (&release.version, &release.platform)
        };
        self.releases.retain(|other| !same(other));
        self.releases.push(release);
        self.releases.sort_by(|a, b| {
            b.version
                .cmp(&a.version)
                .then_with(|| a.platform.cmp(&b.platform))
        });
    }

    /// All of them.
    pub(crate) fn releases(&self) -> &[Arc<Release>] {
        &self.releases
    }

    /// One of them.
    #[track_caller]
    pub(crate) fn release(&self, version: &str, platform: &Platform) -> &Release {
        let version = Version::parse(version).unwrap();
        let same = |r: &&Arc<Release>| (&r.version, &r.platform) == (&version, platform);
        self.releases
            .iter()
            .find(same)
            .expect("a release of this dist")
    }

    /// The index: everything, or the newest releases of the two newest stable lines, as go.dev
    /// does without `include=all`.
    pub(crate) fn index(&self, all: bool) -> String {
        let mut versions: Vec<_> = self.releases.iter().map(|r| r.version.clone()).collect();
        versions.dedup();
        if !all {
            let mut lines = Vec::new();
            versions.retain(|version| {
                let line = version.line();
                let newest = !version.is_prerelease() && !lines.contains(&line);
                if newest {
                    lines.push(line);
                }
                newest && lines.len() <= 2
            });
        }
        let release = |version: &Version| {
            let source = json!({
                "filename": format!("{}.src.tar.gz", version.go_name()), "os": "", "arch": "",
                "version": version.go_name(), "sha256": "00", "size": 1, "kind": "source",
            });
            let archives = self.releases.iter().filter(|r| r.version == *version);
            let files: Vec<_> = std::iter::once(source)
                .chain(archives.map(|release| release.index_entry()))
                .collect();
            let stable = !version.is_prerelease();
            json!({"version": version.go_name(), "stable": stable, "files": files})
        };
        let index: Vec<_> = versions.iter().map(release).collect();
        serde_json::to_string_pretty(&index).unwrap()
    }

    /// An archive by its name on go.dev.
    pub(crate) fn archive(&self, file_name: &str) -> Option<&Arc<Release>> {
        self.releases
            .iter()
            .find(|release| release.file_name() == file_name)
    }

    /// What a proxy answers to `golang.org/toolchain/@v/…`.
    pub(crate) fn module_file(&self, path: &str) -> Option<Vec<u8>> {
        let file = path.strip_prefix(module::PATH)?.strip_prefix("/@v/")?;
        let name = |r: &Arc<Release>| module::version(&r.version, &r.platform);
        if file == "list" {
            let list: String = self
                .releases
                .iter()
                .map(|r| format!("{}\n", name(r)))
                .collect();
            return Some(list.into_bytes());
        }
        let (version, kind) = file.rsplit_once('.')?;
        let release = self
            .releases
            .iter()
            .find(|release| name(release) == version)?;
        let info = json!({"Version": version, "Time": "2024-07-01T21:33:19Z"});
        match kind {
            "zip" => Some(release.module.clone()),
            "mod" => Some(format!("module {}\n", module::PATH).into_bytes()),
            "info" => Some(info.to_string().into_bytes()),
            _ => None,
        }
    }

    /// Writes the archives into a directory, as a person would collect them.
    pub(crate) fn write_archives(&self, dir: &Path) {
        for release in &self.releases {
            write(&dir.join(release.file_name()), &release.archive);
        }
    }

    /// Writes what a `file://` GOPROXY needs, the log under `sumdb/` included.
    pub(crate) fn write_proxy(&self, dir: &Path) {
        let mut paths = vec![format!("{}/@v/list", module::PATH)];
        for release in &self.releases {
            let name = module::version(&release.version, &release.platform);
            let file = |kind| format!("{}/@v/{name}.{kind}", module::PATH);
            paths.extend(["info", "mod", "zip"].map(file));
        }
        for path in paths {
            write(&dir.join(&path), &self.module_file(&path).unwrap());
        }
        self.write_log(&dir.join("sumdb").join(self.log.name()));
    }

    /// Writes the log as files: head, lookups, tiles.
    pub(crate) fn write_log(&self, dir: &Path) {
        let lookup = |r: &Arc<Release>| format!("lookup/{}", module::name(&r.version, &r.platform));
        let mut paths: Vec<_> = self.releases.iter().map(lookup).collect();
        paths.extend(["supported".to_owned(), "latest".to_owned()]);
        // A log of tests is smaller than one full tile: one partial tile holds its leaves.
        assert!(self.log.len() < 256, "write_log writes small logs only");
        paths.push(format!("tile/8/0/000.p/{}", self.log.len()));
        for path in paths {
            if let Some(bytes) = self.log.get(&path) {
                write(&dir.join(&path), &bytes);
            }
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
