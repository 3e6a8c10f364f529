//! The file name of a published toolchain: which version, for which platform, in which format.

use gom_shim::platform::Platform;
use gom_shim::version::Version;

/// How a toolchain is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `go1.22.6.linux-amd64.tar.gz`, top directory `go/`.
    TarGz,
    /// `go1.22.6.windows-amd64.zip`, top directory `go/`.
    Zip,
    /// `v0.0.1-go1.22.6.linux-amd64.zip`, a version of the module `golang.org/toolchain`.
    ModuleZip,
}

/// What a file name says. Nothing in it is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveName {
    /// The version.
    pub version: Version,
    /// The platform, in GOARCH's words: `arm` for an archive named `armv6l`.
    pub platform: Platform,
    /// How it is packed.
    pub format: Format,
    /// The minor number of the oldest macOS it runs on, in names such as `…-osx10.8.tar.gz` (Go 1.2 to 1.4).
    pub macos: Option<u32>,
}

impl ArchiveName {
    /// Reads a file name without directories; `None` for installers, sources, bootstrap
    /// toolchains and everything else. The name alone is read, since the index's own `arch`
    /// is wrong for some files (facts: verification.md §1.4).
    #[must_use]
    pub fn parse(file: &str) -> Option<Self> {
        if let Some(version) = file.strip_suffix(".zip").and_then(Self::from_module) {
            return Some(version);
        }
        let (stem, format) = file
            .strip_suffix(".tar.gz")
            .map(|stem| (stem, Format::TarGz))
            .or_else(|| file.strip_suffix(".zip").map(|stem| (stem, Format::Zip)))?;
        let (stem, macos) = match stem.split_once("-osx10.") {
            Some((stem, minor)) => (stem, Some(minor.parse().ok()?)),
            None => (stem, None),
        };
        let (name, platform) = stem.rsplit_once('.')?;
        let (os, arch) = platform.split_once('-')?;
        let platform = Platform::parse(&format!("{os}/{arch}"))?;
        // Only linux/arm is spelled `armv6l` (and only there is `arm` not a name).
        (arch != "bootstrap" && platform.archive_arch() == arch).then_some(())?;
        Some(Self {
            version: Version::from_go_name(name)?,
            platform,
            format,
            macos,
        })
    }

    /// Reads a version of `golang.org/toolchain`: `v0.0.1-go1.22.6.linux-amd64`.
    #[must_use]
    pub fn from_module(version: &str) -> Option<Self> {
        let (name, platform) = version.strip_prefix("v0.0.1-")?.rsplit_once('.')?;
        let (os, arch) = platform.split_once('-')?;
        Some(Self {
            version: Version::from_go_name(name)?,
            platform: Platform::new(os, arch).filter(|_| arch != "bootstrap")?,
            format: Format::ModuleZip,
            macos: None,
        })
    }

    /// The version of `golang.org/toolchain` that holds a toolchain.
    #[must_use]
    pub fn module_version(version: &Version, platform: &Platform) -> String {
        format!("v0.0.1-{}.{}", version.go_name(), platform.dashed())
    }

    /// The file that go.dev publishes for a toolchain: `.zip` for Windows, `.tar.gz` elsewhere.
    #[must_use]
    pub fn published(version: &Version, platform: &Platform) -> String {
        let ending = if platform.os() == "windows" {
            "zip"
        } else {
            "tar.gz"
        };
        format!(
            "{}.{}-{}.{ending}",
            version.go_name(),
            platform.os(),
            platform.archive_arch()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_published() {
        for (file, version, platform, format) in [
            (
                "go1.22.6.linux-amd64.tar.gz",
                "1.22.6",
                "linux/amd64",
                Format::TarGz,
            ),
            (
                "go1.22.6.linux-armv6l.tar.gz",
                "1.22.6",
                "linux/arm",
                Format::TarGz,
            ),
            (
                "go1.21.5.netbsd-arm.tar.gz",
                "1.21.5",
                "netbsd/arm",
                Format::TarGz,
            ),
            (
                "go1.23rc1.windows-386.zip",
                "1.23rc1",
                "windows/386",
                Format::Zip,
            ),
            (
                "go1.20.darwin-arm64.tar.gz",
                "1.20",
                "darwin/arm64",
                Format::TarGz,
            ),
            (
                "v0.0.1-go1.22.6.linux-arm.zip",
                "1.22.6",
                "linux/arm",
                Format::ModuleZip,
            ),
            (
                "v0.0.1-go1.9.2rc2.linux-386.zip",
                "1.9.2rc2",
                "linux/386",
                Format::ModuleZip,
            ),
        ] {
            let name = ArchiveName::parse(file).unwrap_or_else(|| panic!("{file}"));
            assert_eq!(
                (
                    name.version.to_string().as_str(),
                    name.platform.to_string().as_str(),
                    name.format
                ),
                (version, platform, format)
            );
            if format == Format::ModuleZip {
                assert_eq!(
                    format!(
                        "{}.zip",
                        ArchiveName::module_version(&name.version, &name.platform)
                    ),
                    file
                );
            } else {
                assert_eq!(ArchiveName::published(&name.version, &name.platform), file);
            }
        }
        let old = ArchiveName::parse("go1.4.darwin-amd64-osx10.8.tar.gz").unwrap();
        assert_eq!(
            (old.macos, old.platform.to_string().as_str()),
            (Some(8), "darwin/amd64")
        );
    }

    #[test]
    fn everything_else_is_no_toolchain() {
        for file in [
            "",
            "go1.22.6.src.tar.gz",
            "go1.22.6.windows-amd64.msi",
            "go1.22.6.darwin-amd64.pkg",
            "go1.4-bootstrap-20171003.tar.gz",
            "go1.22.6.linux-bootstrap.tar.gz",
            "go1.22.linux-amd64.tar.gz",
            "go1.22.6.linux-arm.tar.gz",
            "v0.0.1-go1.22.6.linux-armv6l/x.zip",
            "../go1.22.6.linux-amd64.tar.gz",
            "go1.22.6.linux-amd64.tar.gz.asc",
            "go1.4.darwin-amd64-osx10..tar.gz",
        ] {
            assert_eq!(ArchiveName::parse(file), None, "{file}");
        }
    }
}
