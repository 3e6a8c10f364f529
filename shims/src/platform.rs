//! GOOS/GOARCH of a toolchain, in Go's own words.

use std::fmt;

/// An operating system and architecture as Go names them: `linux/amd64`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Platform {
    os: String,
    arch: String,
}

impl Platform {
    /// A platform from GOOS and GOARCH; both lower-case ASCII words of letters and digits.
    #[must_use]
    pub fn new(os: &str, arch: &str) -> Option<Self> {
        let word = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase()) || text == "386";
        let chars = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        (word(os) && word(arch) && chars(os) && chars(arch)).then(|| Self {
            os: os.to_owned(),
            arch: arch.to_owned(),
        })
    }

    /// Reads `linux/amd64`; also `linux/armv6l`, the archive's name for linux/arm.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (os, arch) = text.split_once('/')?;
        Self::new(os, if arch == "armv6l" { "arm" } else { arch })
    }

    /// The platform this program was compiled for.
    #[must_use]
    pub fn host() -> Self {
        let os = match std::env::consts::OS {
            "macos" => "darwin",
            other => other,
        };
        let little = cfg!(target_endian = "little");
        let arch = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "x86" => "386",
            "aarch64" => "arm64",
            "powerpc64" if little => "ppc64le",
            "powerpc64" => "ppc64",
            "loongarch64" => "loong64",
            "mips" if little => "mipsle",
            "mips64" if little => "mips64le",
            other => other,
        };
        Self {
            os: os.to_owned(),
            arch: arch.to_owned(),
        }
    }

    /// GOOS.
    #[must_use]
    pub fn os(&self) -> &str {
        &self.os
    }

    /// GOARCH.
    #[must_use]
    pub fn arch(&self) -> &str {
        &self.arch
    }

    /// The architecture as archives on go.dev spell it: `armv6l` for linux/arm, which is only
    /// renamed there (facts: verification.md §1.4).
    #[must_use]
    pub fn archive_arch(&self) -> &str {
        if self.os == "linux" && self.arch == "arm" {
            "armv6l"
        } else {
            &self.arch
        }
    }

    /// `.exe` for Windows, nothing elsewhere.
    #[must_use]
    pub fn exe_suffix(&self) -> &'static str {
        if self.os == "windows" { ".exe" } else { "" }
    }

    /// `linux-amd64`, as in directory and module names.
    #[must_use]
    pub fn dashed(&self) -> String {
        format!("{}-{}", self.os, self.arch)
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.arch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let arm = Platform::parse("linux/armv6l").unwrap();
        assert_eq!(
            (
                arm.to_string().as_str(),
                arm.archive_arch(),
                arm.dashed().as_str()
            ),
            ("linux/arm", "armv6l", "linux-arm")
        );
        assert_eq!(
            Platform::parse("freebsd/arm").unwrap().archive_arch(),
            "arm"
        );
        assert_eq!(Platform::parse("plan9/386").unwrap().arch(), "386");
        for text in [
            "",
            "linux",
            "linux/",
            "/amd64",
            "Linux/amd64",
            "linux/amd64/v2",
            "li-nux/amd64",
            "../x",
        ] {
            assert_eq!(Platform::parse(text), None, "{text}");
        }
    }
}
