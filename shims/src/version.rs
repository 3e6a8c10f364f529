//! An exact Go version: the name of one release, such as `1.22.6`, `1.23rc1` or `1.20`.

use std::fmt;

use crate::gover::Gover;

/// A version that can name a release. Never a language version: `1.21` is none, `1.21.0` is.
/// Displayed without the `go` prefix, as published: `1.20`, not `1.20.0`; `1.21.0`, not `1.21`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(Gover);

impl Version {
    /// Reads `1.22.6`, `go1.22.6`, `1.23rc1`, `1.20.0` (the release go1.20), and old oddities
    /// such as `1.9.2rc2`. `None` for language versions and for what is no version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let version = Gover::parse_listed(text.strip_prefix("go").unwrap_or(text))?;
        (!version.is_lang()).then_some(Self(version))
    }

    /// Reads the name of a release as Go's tools spell it (`go1.22.6`), nothing else: `go1.20.0`
    /// and `1.22.6` are no names of releases.
    #[must_use]
    pub fn from_go_name(name: &str) -> Option<Self> {
        let version = Self::parse(name.strip_prefix("go")?)?;
        (version.go_name() == name).then_some(version)
    }

    /// The release that a version of Go's own kind names, if it can name one.
    #[must_use]
    pub fn from_gover(version: Gover) -> Option<Self> {
        (!version.is_lang()).then_some(Self(version))
    }

    /// `go1.22.6`: the name of archives, directories and shims.
    #[must_use]
    pub fn go_name(&self) -> String {
        format!("go{self}")
    }

    /// Go's own view of this version.
    #[must_use]
    pub fn gover(&self) -> &Gover {
        &self.0
    }

    /// True for alpha, beta, rc.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        self.0.is_prerelease()
    }

    /// The line this release belongs to, `1.22` for 1.22.6.
    #[must_use]
    pub fn line(&self) -> Line {
        Line {
            major: self.0.major.clone(),
            minor: Some(self.0.minor.clone()),
        }
    }

    /// The semver spelling, for matching ranges only: `1.23rc10` is `1.23.0-rc.10`, `1.20` is
    /// `1.20.0`. `None` where a number does not fit semver's 64 bits.
    #[must_use]
    pub fn to_semver(&self) -> Option<semver::Version> {
        let number = |text: &str| {
            if text.is_empty() {
                Some(0)
            } else {
                text.parse().ok()
            }
        };
        let mut version = semver::Version::new(
            number(&self.0.major)?,
            number(&self.0.minor)?,
            number(&self.0.patch)?,
        );
        if self.is_prerelease() {
            let pre = if self.0.pre.is_empty() {
                self.0.kind.to_string()
            } else {
                format!("{}.{}", self.0.kind, self.0.pre)
            };
            version.pre = semver::Prerelease::new(&pre).ok()?;
        }
        Some(version)
    }

    /// True for releases of Go 1.21 and newer, whose archives are reproducible and always in the log.
    #[must_use]
    pub fn is_logged_line(&self) -> bool {
        crate::gover::compare_int(&self.0.major, "1").is_gt()
            || crate::gover::compare_int(&self.0.minor, "21").is_ge()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Gover {
            major,
            minor,
            patch,
            kind,
            pre,
        } = &self.0;
        write!(f, "{major}")?;
        let old = !self.is_logged_line();
        if &**minor == "0" && &**patch == "0" && kind.is_empty() && old {
            return Ok(()); // go1
        }
        write!(f, ".{minor}")?;
        if !(patch.is_empty() || (old && &**patch == "0" && kind.is_empty())) {
            write!(f, ".{patch}")?;
        }
        write!(f, "{kind}{pre}")
    }
}

/// A line of releases: `1.22`, or `1` for every release of Go 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    major: Box<str>,
    minor: Option<Box<str>>,
}

impl Line {
    /// Reads `1.22` or `1`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let version = Gover::parse(text)?;
        match text.bytes().filter(|&b| b == b'.').count() {
            0 => Some(Self {
                major: version.major,
                minor: None,
            }),
            1 if version.kind.is_empty() => Some(Self {
                major: version.major,
                minor: Some(version.minor),
            }),
            _ => None,
        }
    }

    /// True where `version` is of this line, prereleases included.
    #[must_use]
    pub fn contains(&self, version: &Version) -> bool {
        self.major == version.0.major
            && self
                .minor
                .as_ref()
                .is_none_or(|minor| *minor == version.0.minor)
    }

    /// The order of lines by their numbers; `1` is below `1.0`.
    #[must_use]
    pub fn key(&self) -> Gover {
        Gover {
            major: self.major.clone(),
            minor: self.minor.clone().unwrap_or_default(),
            ..Gover::default()
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.minor {
            Some(minor) => write!(f, "{}.{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_published() {
        for (text, name) in [
            ("1.22.6", "go1.22.6"),
            ("go1.22.6", "go1.22.6"),
            ("1.20.0", "go1.20"),
            ("1.20", "go1.20"),
            ("1.20.14", "go1.20.14"),
            ("1.21.0", "go1.21.0"),
            ("1.23rc1", "go1.23rc1"),
            ("1.9.2rc2", "go1.9.2rc2"),
            ("1", "go1"),
            ("1.0.3", "go1.0.3"),
            ("1.2", "go1.2"),
            ("2.0.0", "go2.0.0"),
        ] {
            let version = Version::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(version.go_name(), name);
            assert_eq!(Version::from_go_name(name), Some(version));
        }
        for text in [
            "1.21",
            "1.22",
            "",
            "go",
            "x",
            "1.22.6-corp",
            "1.22.6 ",
            "gogo1.22.6",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        for name in ["go1.20.0", "1.22.6", "go1.21"] {
            assert_eq!(Version::from_go_name(name), None, "{name}");
        }
    }

    #[test]
    fn lines() {
        let line = Line::parse("1.22").unwrap();
        assert!(
            line.contains(&Version::parse("1.22.6").unwrap())
                && line.contains(&Version::parse("1.22rc1").unwrap())
        );
        assert!(!line.contains(&Version::parse("1.21.6").unwrap()));
        assert!(
            Line::parse("1")
                .unwrap()
                .contains(&Version::parse("1.4").unwrap())
        );
        for text in ["1.22.0", "1.22rc1", "x", "", "1."] {
            assert_eq!(Line::parse(text), None, "{text}");
        }
        assert!(Line::parse("1.9").unwrap().key() < Line::parse("1.10").unwrap().key());
    }

    #[test]
    fn semver_is_for_ranges_only() {
        for (text, semver) in [
            ("1.22.6", "1.22.6"),
            ("1.20", "1.20.0"),
            ("1.23rc10", "1.23.0-rc.10"),
            ("1.9.2rc2", "1.9.2-rc.2"),
            ("1.5rc", "1.5.0-rc"),
        ] {
            assert_eq!(
                Version::parse(text)
                    .unwrap()
                    .to_semver()
                    .unwrap()
                    .to_string(),
                semver
            );
        }
        assert_eq!(
            Version::parse("1.18446744073709551616.0")
                .unwrap()
                .to_semver(),
            None
        );
    }
}
