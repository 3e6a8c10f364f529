//! Go's own reading and order of version numbers, for release and language versions alike.
//!
//! Rules: `src/internal/gover/gover.go` and `src/cmd/go/internal/gover/toolchain.go` of the Go tree.

use std::cmp::Ordering;

/// A version as cmd/go understands it: `1`, `1.21` (a language version), `1.21rc1`, `1.21.0`.
/// Parts are decimal texts without leading zeros, so no number is too large.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Gover {
    pub(crate) major: Box<str>,
    pub(crate) minor: Box<str>,
    /// Empty for a language version and a prerelease; `0` where a version below 1.21 leaves it out.
    pub(crate) patch: Box<str>,
    /// `alpha`, `beta`, `rc`, in fact any lower-case word; empty for a release.
    pub(crate) kind: Box<str>,
    /// The number after `kind`, possibly empty.
    pub(crate) pre: Box<str>,
}

/// Splits a number without leading zeros off the front.
fn cut_int(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (!number.is_empty() && (number == "0" || !number.starts_with('0'))).then_some((number, rest))
}

/// Orders two decimal texts by value; the empty text is below `0`.
pub(crate) fn compare_int(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

impl Gover {
    /// Reads a version without the `go` prefix; `None` where cmd/go calls it malformed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut version = Self::default();
        let (major, rest) = cut_int(text)?;
        version.major = major.into();
        if rest.is_empty() {
            version.minor = "0".into();
            version.patch = "0".into();
            return Some(version);
        }
        let (minor, rest) = cut_int(rest.strip_prefix('.')?)?;
        version.minor = minor.into();
        if rest.is_empty() {
            // Up to 1.20 a missing patch means 0; since 1.21 it means the language version.
            if compare_int(minor, "21").is_lt() {
                version.patch = "0".into();
            }
            return Some(version);
        }
        if let Some(rest) = rest.strip_prefix('.') {
            let (patch, rest) = cut_int(rest)?;
            version.patch = patch.into();
            return rest.is_empty().then_some(version);
        }
        version.with_prerelease(rest)
    }

    /// Reads `rc1` and the like, the end of a version.
    fn with_prerelease(mut self, text: &str) -> Option<Self> {
        let end = text
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(text.len());
        let (kind, number) = text.split_at(end);
        if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        self.kind = kind.into();
        if !number.is_empty() {
            let (number, rest) = cut_int(number)?;
            self.pre = number.into();
            if !rest.is_empty() {
                return None;
            }
        }
        Some(self)
    }

    /// Reads what was once released although today's cmd/go calls it malformed: `1.9.2rc2`, `1.8.5rc5`.
    #[must_use]
    pub fn parse_listed(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let (head, tail) = text.rsplit_once('.')?;
            let (patch, prerelease) = cut_int(tail)?;
            let mut version = Self::parse(head).filter(|head| head.kind.is_empty())?;
            version.patch = patch.into();
            version.with_prerelease(prerelease)
        })
    }

    /// True for `1.21`, `1.22`, …: names of a language, from 1.21 on not of a release (`gover.IsLang`).
    #[must_use]
    pub fn is_lang(&self) -> bool {
        self.patch.is_empty() && self.kind.is_empty()
    }

    /// True where a kind such as `rc` is there.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        !self.kind.is_empty()
    }

    /// The line: `1.22` for `1.22.6`.
    #[must_use]
    pub fn line(&self) -> (&str, &str) {
        (&self.major, &self.minor)
    }

    /// The version of a toolchain name: `1.22.6` for `go1.22.6`, `go1.22.6-corp`; `None` where
    /// the name holds none (`gover.FromToolchain`).
    #[must_use]
    pub fn from_toolchain(name: &str) -> Option<Self> {
        Self::parse(toolchain_version_text(name)?)
    }
}

/// The version text inside a toolchain name, cut as cmd/go cuts it: no path separators, a `go`
/// prefix, an optional suffix that starts with a dash, blank or tab.
#[must_use]
pub fn toolchain_version_text(name: &str) -> Option<&str> {
    if name.contains(['/', '\\']) {
        return None;
    }
    let version = name.strip_prefix("go")?;
    Some(
        version
            .find([' ', '\t', '-'])
            .map_or(version, |end| &version[..end]),
    )
}

/// Orders two version texts as `gover.Compare` does: what is malformed is below everything.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    Gover::parse(a).cmp(&Gover::parse(b))
}

impl Ord for Gover {
    fn cmp(&self, other: &Self) -> Ordering {
        // A patch prerelease (`1.9.2rc2`, never seen by cmd/go) lies between 1.9.1 and 1.9.2:
        // it is the only case with both a patch and a kind.
        let below_release = |v: &Self| !(v.kind.is_empty() || v.patch.is_empty());
        compare_int(&self.major, &other.major)
            .then_with(|| compare_int(&self.minor, &other.minor))
            .then_with(|| compare_int(&self.patch, &other.patch))
            .then_with(|| below_release(other).cmp(&below_release(self)))
            .then_with(|| self.kind.cmp(&other.kind))
            .then_with(|| compare_int(&self.pre, &other.pre))
    }
}

impl PartialOrd for Gover {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of `gover_test.go` and of the facts, ascending.
    #[test]
    fn order_is_gos_own() {
        let ascending = [
            "",
            "1",
            "1.5",
            "1.8rc1",
            "1.8",
            "1.9",
            "1.19rc1",
            "1.19",
            "1.20rc3",
            "1.20",
            "1.20.1",
            "1.21",
            "1.21rc1",
            "1.21rc2",
            "1.21rc9",
            "1.21rc10",
            "1.21.0",
            "1.21.1",
            "1.22",
            "1.22aa1",
            "1.22alpha",
            "1.22beta2",
            "1.22foo1",
            "1.22rc",
            "1.22rc0",
            "1.22rc1",
            "1.22zz9",
            "1.22.0",
            "1.22.9",
            "1.22.10",
            "1.100.0",
            "1.18446744073709551616",
            "1.18446744073709551617",
            "2.0",
        ];
        for pair in ascending.windows(2) {
            assert_eq!(
                compare(pair[0], pair[1]),
                Ordering::Less,
                "{} < {}",
                pair[0],
                pair[1]
            );
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater);
        }
        assert_eq!(compare("1.20", "1.20.0"), Ordering::Equal);
        assert_eq!(compare("1", "1.0.0"), Ordering::Equal);
        assert_eq!(
            compare("1.22.0rc1", "bad"),
            Ordering::Equal,
            "all that is malformed is equal"
        );
    }

    #[test]
    fn malformed_texts_are_refused() {
        for text in [
            "",
            "go1.22",
            "v1.22",
            "1.",
            ".1",
            "1.02",
            "01.2",
            "1.2.3.4",
            "1.22.3rc1",
            "1.9.2rc2",
            "1.22rc01",
            "1.22RC1",
            "1.22 ",
            "1.22-corp",
            "1.22rc1x",
            "+1.2",
            "1.2.",
            "1..2",
        ] {
            assert_eq!(Gover::parse(text), None, "{text}");
        }
    }

    #[test]
    fn listed_oddities_sort_below_their_release() {
        let odd = Gover::parse_listed("1.9.2rc2").unwrap();
        assert!(odd < Gover::parse("1.9.2").unwrap());
        assert!(odd > Gover::parse("1.9.1").unwrap());
        assert!(odd > Gover::parse_listed("1.9.2rc1").unwrap());
        assert_eq!(Gover::parse_listed("1.2rc1.3"), None);
        assert_eq!(Gover::parse_listed("1.22.3."), None);
    }

    #[test]
    fn toolchain_names_are_cut_as_cmd_go_cuts_them() {
        for (name, version) in [
            ("go1.2.3", Some("1.2.3")),
            ("go1.2.3-bigcorp", Some("1.2.3")),
            ("go1.2.3 bigcorp", Some("1.2.3")),
            ("go1.2.3\tx", Some("1.2.3")),
            ("go1.21rc1", Some("1.21rc1")),
            ("1.2.3", None),
            ("go", None),
            ("go1.2.3/x", None),
            ("go1.2.3\\x", None),
            ("gccgo-go1.2.3", None),
            ("default", None),
            ("goX", None),
        ] {
            assert_eq!(
                Gover::from_toolchain(name),
                version.and_then(Gover::parse),
                "{name}"
            );
        }
    }

    #[test]
    fn language_versions() {
        for (text, lang) in [
            ("1.21", true),
            ("1.21rc1", false),
            ("1.21.0", false),
            ("1.20", false),
            ("1", false),
            ("1.20.0", false),
        ] {
            assert_eq!(Gover::parse(text).unwrap().is_lang(), lang, "{text}");
        }
    }
}
