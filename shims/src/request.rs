//! What a person wrote when asking for a Go: a version, a line, a word, a range, a name.

use std::fmt;

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::nearest::distance;
use crate::version::{Line, Version};

/// A request for a toolchain, before any toolchain answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// One release: `1.22.6`, `1.23rc1`, `go1.20`.
    Exact(Version),
    /// `go.mod`: what the module here needs.
    GoMod,
    /// The newest release of a line: `1.22`, `1`.
    Line(Line),
    /// The name of a linked toolchain.
    Linked(String),
    /// `oldstable`: the newest release of the line before the stable one.
    OldStable,
    /// The newest release in a range in semver's syntax: `>=1.21, <1.23`.
    Range(Range),
    /// `rc`: the newest release candidate that no release has overtaken.
    Rc,
    /// `latest` or `stable`: the newest release.
    Stable,
    /// `system`: the next `go` on PATH outside gom.
    System,
}

/// A range of versions and the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    text: String,
    range: semver::VersionReq,
}

impl Range {
    /// Reads a range in semver's syntax, with Go's spelling of prereleases allowed.
    fn parse(text: &str) -> Option<Self> {
        let comparators: Vec<String> = text
            .split(',')
            .map(|part| go_to_semver(part.trim()))
            .collect();
        let range = semver::VersionReq::parse(&comparators.join(", ")).ok()?;
        Some(Self {
            text: text.to_owned(),
            range,
        })
    }

    /// True where `version` lies in the range, by semver's rules for prereleases.
    #[must_use]
    pub fn contains(&self, version: &Version) -> bool {
        version
            .to_semver()
            .is_some_and(|version| self.range.matches(&version))
    }
}

/// `>=1.23rc1` as `>=1.23.0-rc.1`; everything else as it is.
fn go_to_semver(comparator: &str) -> String {
    let start = comparator
        .find(|c: char| c.is_ascii_digit() || c == 'g')
        .unwrap_or(comparator.len());
    let (operator, version) = comparator.split_at(start);
    let version = version.strip_prefix("go").unwrap_or(version);
    match Version::parse(version)
        .filter(Version::is_prerelease)
        .and_then(|version| version.to_semver())
    {
        Some(version) => format!("{operator}{version}"),
        None => format!("{operator}{version}"),
    }
}

impl Request {
    /// Reads a request as a person writes it.
    ///
    /// # Errors
    /// `Usage` for text that is none, with the text and what would be valid.
    pub fn parse(text: &str) -> Result<Self> {
        let word = text.trim();
        Ok(match word {
            "go.mod" => Self::GoMod,
            "latest" | "stable" => Self::Stable,
            "oldstable" => Self::OldStable,
            "rc" => Self::Rc,
            "system" => Self::System,
            _ => {
                return Self::parse_version(word)
                    .or_else(|| is_link_name(word).then(|| Self::Linked(word.to_owned())))
                    .ok_or_else(|| Self::nonsense(text));
            }
        })
    }

    /// A version, line or range. `go1.20` is the release, `1.20` the line; `go1.22` can only be the line.
    fn parse_version(word: &str) -> Option<Self> {
        if let Some(bare) = word
            .strip_prefix("go")
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Version::parse(bare)
                .map(Self::Exact)
                .or_else(|| Line::parse(bare).map(Self::Line));
        }
        if let Some(line) = Line::parse(word) {
            return Some(Self::Line(line));
        }
        if let Some(version) = Version::parse(word) {
            return Some(Self::Exact(version));
        }
        let is_range =
            word.starts_with(['>', '<', '=', '^', '~', '*']) || word.contains([',', '*']);
        // `1.2.3.4` or `1.22rc01` must not become a range by accident.
        is_range
            .then(|| Range::parse(word))
            .flatten()
            .map(Self::Range)
    }

    /// The error for a text that is no request, with what would be valid, the nearest word first.
    #[must_use]
    pub fn nonsense(text: &str) -> Error {
        let words = ["stable", "latest", "oldstable", "rc", "go.mod", "system"];
        let near = words.iter().find(|word| distance(word, text.trim()) <= 2);
        let error = Error::new(
            Kind::Usage,
            format!("'{}' is not a Go version or request", escape::excerpt(text, 60)),
        )
        .cause(
            "valid are 1.22.6, 1.23rc1, 1.22 (newest patch), stable, oldstable, rc, '>=1.21, <1.23', \
             '^1.22', '~1.22.3', go.mod, system, or the name of a linked toolchain",
        );
        let error = match near {
            Some(word) => error.cause(format!("did you mean {word}?")),
            None => error,
        };
        error.hint("gom available")
    }

    /// True where `version` is one of those asked for. Words that depend on what else exists
    /// (`stable`, `rc`, …) accept every version of their kind.
    #[must_use]
    pub fn accepts(&self, version: &Version) -> bool {
        match self {
            Self::Exact(exact) => exact == version,
            Self::Line(line) => line.contains(version) && !version.is_prerelease(),
            Self::Range(range) => range.contains(version),
            Self::Rc => version.is_prerelease(),
            Self::Stable | Self::OldStable => !version.is_prerelease(),
            Self::GoMod | Self::Linked(_) | Self::System => false,
        }
    }
}

/// Names that no link can have: what Windows reserves, and words that mean something else.
pub const RESERVED: &[&str] = &[
    "con",
    "prn",
    "aux",
    "nul",
    "latest",
    "stable",
    "oldstable",
    "rc",
    "system",
    "go.mod",
    "host",
    "default",
    "local",
    "auto",
    "path",
    "none",
];

/// Names that `gom link` accepts: they start with a letter and hold letters, digits, `.`, `_`, `-`.
/// What looks like a release (`go1…` without a suffix) is none, nor are names that Windows reserves.
#[must_use]
pub fn is_link_name(name: &str) -> bool {
    let chars_ok = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let looks_like_release = name
        .strip_prefix("go")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains('-'));
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= 64
        && chars_ok
        && !name.ends_with('.')
        && !looks_like_release
        && !(name.starts_with(['v', 'V']) && name[1..].starts_with(|c: char| c.is_ascii_digit()))
        && !RESERVED.contains(&name.to_ascii_lowercase().as_str())
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // `go1.20` is exact, `1.20` would be the line: written so that it reads back the same.
            Self::Exact(version) if Line::parse(&version.to_string()).is_some() => {
                write!(f, "{}", version.go_name())
            }
            Self::Exact(version) => write!(f, "{version}"),
            Self::GoMod => write!(f, "go.mod"),
            Self::Line(line) => write!(f, "{line}"),
            Self::Linked(name) => write!(f, "{name}"),
            Self::OldStable => write!(f, "oldstable"),
            Self::Range(range) => write!(f, "{}", range.text),
            Self::Rc => write!(f, "rc"),
            Self::Stable => write!(f, "stable"),
            Self::System => write!(f, "system"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(request: &str, version: &str) -> bool {
        Request::parse(request)
            .unwrap()
            .accepts(&Version::parse(version).unwrap())
    }

    #[test]
    fn texts_become_the_right_kind_and_read_back() {
        for (text, kind) in [
            ("1.22.6", "Exact"),
            ("go1.22.6", "Exact"),
            ("1.2.2", "Exact"),
            ("1.23rc1", "Exact"),
            ("go1.20", "Exact"),
            ("1.20.0", "Exact"),
            ("1.22", "Line"),
            ("go1.22", "Line"),
            ("1", "Line"),
            ("1.20", "Line"),
            ("latest", "Stable"),
            ("stable", "Stable"),
            ("oldstable", "OldStable"),
            ("rc", "Rc"),
            (">=1.21, <1.23", "Range"),
            ("^1.22", "Range"),
            ("~1.22.3", "Range"),
            ("1.22.*", "Range"),
            (">=1.23rc1", "Range"),
            ("=1.22.6", "Range"),
            ("go.mod", "GoMod"),
            ("system", "System"),
            ("tip", "Linked"),
            ("go1.21.0-corp", "Linked"),
            (" 1.22 ", "Line"),
        ] {
            let request = Request::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert!(
                format!("{request:?}").starts_with(kind),
                "{text}: {request:?}"
            );
            assert_eq!(
                Request::parse(&request.to_string()).unwrap(),
                request,
                "{text} reads back"
            );
        }
    }

    #[test]
    fn nonsense_is_shown_with_what_would_be_valid() {
        for text in [
            "",
            " ",
            "1.x",
            "=>1",
            "v1.22",
            "1.2.3.4",
            "1.22rc01",
            "../x",
            "a b",
            "go1.22rc01",
            "-1",
            ">=",
            "1..2",
            "con",
            "tip.",
        ] {
            let error = Request::parse(text).expect_err(text);
            assert_eq!(error.kind, Kind::Usage);
            assert!(
                error.message.contains(text) && error.causes[0].contains("1.22.6"),
                "{text}"
            );
        }
    }

    #[test]
    fn ranges_and_lines() {
        assert!(accepts(">=1.21, <1.23", "1.22.9") && !accepts(">=1.21, <1.23", "1.23.0"));
        assert!(
            accepts("^1.22", "1.27.3") && !accepts("^1.22", "1.21.9") && !accepts("^1.22", "2.0.0")
        );
        assert!(
            accepts("~1.22.3", "1.22.9")
                && !accepts("~1.22.3", "1.23.0")
                && !accepts("~1.22.3", "1.22.2")
        );
        assert!(
            accepts("1.20", "1.20") && accepts("1.20", "1.20.5") && !accepts("1.20", "1.20rc1")
        );
        assert!(
            accepts("1.2.2", "1.2.2") && !accepts("1.2.2", "1.24.4"),
            "a bare version is exact, not a caret"
        );
        assert!(accepts("1.20.0", "1.20") && accepts(">=1.23rc1", "1.23rc2"));
    }
}
