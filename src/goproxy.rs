//! GOPROXY: the user's list of module proxies, read exactly as cmd/go reads it.
//!
//! Rules: `proxyList` in cmd/go's `modfetch/proxy.go`; patterns: `MatchPrefixPatterns` in
//! golang.org/x/mod.

use gom_shim::{Error, Kind, Result, escape};

use crate::http::Url;

/// The module that toolchains are versions of.
pub const TOOLCHAIN_MODULE: &str = "golang.org/toolchain";

/// What `direct` means for toolchains: Go's own site, which is a module proxy for this one module.
pub const DIRECT: &str = "https://go.dev/dl/mod";

/// The list, in order. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goproxy {
    /// What to ask, first to last.
    pub entries: Vec<Entry>,
}

/// One entry with the separator behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What to ask.
    pub source: Source,
    /// What stands between this entry and the next.
    pub separator: Separator,
}

/// What an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A proxy: http, https or file.
    Proxy(Url),
    /// The module's own site.
    Direct,
    /// Nothing: no further request is made.
    Off,
}

/// When the next entry is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `,`: a gatekeeper's refusal is final.
    Comma,
    /// `|`: after any failure.
    Pipe,
}

impl Goproxy {
    /// The list where no GOPROXY is set anywhere.
    #[must_use]
    pub fn direct() -> Self {
        Self {
            entries: vec![Entry {
                source: Source::Direct,
                separator: Separator::Comma,
            }],
        }
    }

    /// Reads the variable's text. The empty text counts as unset and is the caller's matter.
    ///
    /// # Errors
    /// Config, in cmd/go's own cases: no entry, a URL without a scheme, another scheme than
    /// https, http and file, a file URL with more than a path.
    pub fn parse(text: &str) -> Result<Self> {
        let mut entries = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find([',', '|']).unwrap_or(rest.len());
            let separator = if rest[end..].starts_with('|') {
                Separator::Pipe
            } else {
                Separator::Comma
            };
            let word = rest[..end].trim();
            rest = rest.get(end + 1..).unwrap_or_default();
            let source = match word {
                "" => continue,
                "off" => Source::Off,
                "direct" => Source::Direct,
                _ => Source::Proxy(proxy_url(word)?),
            };
            // Both words end the list: what follows them is never asked.
            let last = !matches!(source, Source::Proxy(_));
            entries.push(Entry { source, separator });
            if last {
                break;
            }
        }
        if entries.is_empty() {
            return Err(unusable("GOPROXY is set but names no proxy".to_owned()));
        }
        Ok(Self { entries })
    }

    /// The list after GONOPROXY, which defaults to GOPRIVATE: `direct` alone where either
    /// matches golang.org/toolchain.
    #[must_use]
    pub fn unless_private(self, gonoproxy: Option<&str>, goprivate: Option<&str>) -> Self {
        let set = |text: &&str| !text.is_empty();
        let patterns = gonoproxy.filter(set).or(goprivate.filter(set));
        if matches_prefix(patterns.unwrap_or_default(), TOOLCHAIN_MODULE) {
            Self::direct()
        } else {
            self
        }
    }

    /// True where the list lets nothing be asked at all.
    #[must_use]
    pub fn is_off(&self) -> bool {
        matches!(
            self.entries[..],
            [Entry {
                source: Source::Off,
                ..
            }]
        )
    }
}

fn unusable(message: String) -> Error {
    Error::new(Kind::Config, message).hint("go env -u GOPROXY")
}

/// A complete URL from an entry: single words are reserved, a bare host gets `https://`.
fn proxy_url(word: &str) -> Result<Url> {
    let absolute = word.starts_with('/') || std::path::Path::new(word).is_absolute();
    let complete;
    let text = if word.contains(['.', ':', '/']) && !word.contains(":/") && !absolute {
        complete = format!("https://{word}");
        &complete
    } else {
        word
    };
    let shown = || escape::excerpt(&crate::http::redacted(text), 200);
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(_) if !text.contains("://") => {
            return Err(unusable(format!(
                "GOPROXY entry '{}' has no scheme such as https://",
                shown()
            )));
        }
        Err(error) => {
            return Err(
                unusable(format!("GOPROXY entry '{}' is no URL", shown())).cause(error.to_string())
            );
        }
    };
    match url.scheme() {
        "http" | "https" => Ok(url),
        "file" => {
            let more = url.query().is_some() || url.fragment().is_some() || url.has_host();
            if more {
                return Err(unusable(format!(
                    "GOPROXY entry '{}' is a file URL with more than a path",
                    shown()
                )));
            }
            Ok(url)
        }
        _ => Err(unusable(format!(
            "GOPROXY entry '{}' has another scheme than https, http or file",
            shown()
        ))),
    }
}

/// True where a prefix of `target` matches one of the comma-separated globs, each of which is
/// compared with as many path elements as it has itself.
#[must_use]
pub fn matches_prefix(globs: &str, target: &str) -> bool {
    globs.split(',').any(|glob| {
        let glob = glob.strip_suffix('/').unwrap_or(glob);
        let count = glob.matches('/').count() + 1;
        let elements: Vec<&str> = target.split('/').collect();
        if glob.is_empty() || elements.len() < count {
            return false;
        }
        let pattern: Vec<char> = glob.chars().collect();
        let name: Vec<char> = elements[..count].join("/").chars().collect();
        matches_glob(&pattern, &name) == Some(true)
    })
}

/// Go's `path.Match`: `*` and `?` stop at slashes, `[a-z]`, `[^a]`, `\x`; `None` for a
/// malformed pattern, which matches nothing.
fn matches_glob(pattern: &[char], name: &[char]) -> Option<bool> {
    let Some((&first, rest)) = pattern.split_first() else {
        return Some(name.is_empty());
    };
    match first {
        '*' => {
            let end = name.iter().position(|&c| c == '/').unwrap_or(name.len());
            for skip in 0..=end {
                if matches_glob(rest, &name[skip..])? {
                    return Some(true);
                }
            }
            Some(false)
        }
        '[' => {
            let (class, rest) = class(rest)?;
            match name.split_first() {
                Some((&c, name)) if class.holds(c) => matches_glob(rest, name),
                _ => Some(false),
            }
        }
        _ => {
            let (wanted, rest) = if first == '\\' {
                let (&escaped, rest) = rest.split_first()?;
                (Some(escaped), rest)
            } else {
                ((first != '?').then_some(first), rest)
            };
            match name.split_first() {
                Some((&c, name)) if wanted.map_or(c != '/', |wanted| wanted == c) => {
                    matches_glob(rest, name)
                }
                _ => Some(false),
            }
        }
    }
}

/// A set of characters in a glob.
struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
}

impl Class {
    fn holds(&self, c: char) -> bool {
        let inside = self.ranges.iter().any(|&(low, high)| low <= c && c <= high);
        inside != self.negated
    }
}

/// Reads a set after its `[`, with what follows the `]`.
fn class(mut rest: &[char]) -> Option<(Class, &[char])> {
    fn member(rest: &[char]) -> Option<(char, &[char])> {
        match rest.split_first()? {
            ('\\', rest) => rest.split_first().map(|(&c, rest)| (c, rest)),
            ('-' | ']', _) => None,
            (&c, rest) => Some((c, rest)),
        }
    }
    let negated = rest.first() == Some(&'^');
    rest = &rest[usize::from(negated)..];
    let mut ranges = Vec::new();
    loop {
        if rest.first() == Some(&']') && !ranges.is_empty() {
            return Some((Class { negated, ranges }, &rest[1..]));
        }
        let (low, after) = member(rest)?;
        let (high, after) = match after.split_first() {
            Some((&'-', after)) => member(after)?,
            _ => (low, after),
        };
        ranges.push((low, high));
        rest = after;
    }
}

#[cfg(test)]
#[path = "goproxy_tests.rs"]
mod tests;
