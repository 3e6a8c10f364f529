//! What a person says of a target: `pi linux/arm goarm=7 cc=arm-linux-gnueabihf-gcc`.

use gom_shim::level;
use gom_shim::platform::Platform;
use gom_shim::project_table::{TARGET, is_name};
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::project_strict::suggestion;

/// The words, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetWords {
    /// NAME of `[targets.NAME]`; `None` for `[target]`.
    pub name: Option<String>,
    /// GOOS and GOARCH.
    pub platform: Option<Platform>,
    /// Keys and their values; an empty one takes the key out.
    pub entries: Vec<(String, String)>,
}

impl TargetWords {
    /// Reads `[NAME] [GOOS/GOARCH[/LEVEL]] [KEY=VALUE…]`.
    ///
    /// # Errors
    /// `Usage` for a word that is none of them.
    pub fn parse(words: &[String]) -> Result<Self> {
        let mut found = Self::default();
        for (index, word) in words.iter().enumerate() {
            if let Some((key, value)) = word.split_once('=') {
                let key = known_key(key)?;
                found.entries.retain(|(known, _)| *known != key);
                found.entries.push((key, value.to_owned()));
            } else if word.contains('/') {
                if found.platform.is_some() {
                    return Err(nonsense(word, "is a second platform"));
                }
                found.take_platform(word)?;
            } else if index == 0 && is_target_name(word) {
                found.name = Some(word.clone());
            } else {
                let why = if index == 0 {
                    "cannot be a target's name: letters, digits, '-', '_' and '.', and not 'host'"
                } else {
                    "is neither GOOS/GOARCH nor KEY=VALUE"
                };
                return Err(nonsense(word, why));
            }
        }
        if found.platform.is_none() && found.entries.is_empty() {
            let name = found.name.as_deref().unwrap_or("NAME");
            return Err(Error::new(Kind::Usage, "nothing to set")
                .hint(format!("gom target set {} linux/arm64", quote::word(name))));
        }
        Ok(found)
    }

    /// `linux/arm64`, and the level behind it as container tools write it: `linux/arm/v7`.
    fn take_platform(&mut self, word: &str) -> Result<()> {
        let mut parts = word.splitn(3, '/');
        let (os, arch) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let platform = Platform::new(os, arch)
            .ok_or_else(|| nonsense(word, "is no platform such as linux/arm64"))?;
        if let Some(level) = parts.next() {
            let variable = level::variable(arch)
                .filter(|_| !level.is_empty())
                .ok_or_else(|| nonsense(word, "has a level that Go knows nothing of"))?;
            let level = match arch {
                "arm" => level.trim_start_matches('v').to_owned(),
                "arm64" if !level.contains('.') => format!("{level}.0"),
                _ => level.to_owned(),
            };
            self.entries
                .insert(0, (variable.to_ascii_lowercase(), level));
        }
        self.platform = Some(platform);
        Ok(())
    }

    /// The value that is to be set for a key, if one is.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.entries.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.as_str())
    }
}

/// True for what may be NAME of `[targets.NAME]`.
fn is_target_name(word: &str) -> bool {
    is_name(word) && word != "host"
}

/// A key of a target, in any case: `GOARM=7` is meant like `goarm=7`.
fn known_key(key: &str) -> Result<String> {
    let lower = match key.to_ascii_lowercase() {
        lower if lower == "cgo_enabled" => "cgo".to_owned(),
        lower => lower,
    };
    if TARGET.contains(&lower.as_str()) {
        return Ok(lower);
    }
    Err(nonsense(key, "is no key of a target").cause(suggestion(key, TARGET)))
}

fn nonsense(word: &str, why: &str) -> Error {
    Error::new(
        Kind::Usage,
        format!("'{}' {why}", escape::excerpt(word, 60)),
    )
    .hint("gom target set [NAME] GOOS/GOARCH [KEY=VALUE…]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<TargetWords> {
        TargetWords::parse(
            &words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn words_become_what_they_say() {
        let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        for (words, name, platform, entries) in [
            (&["linux/arm64"][..], None, Some("linux/arm64"), vec![]),
            (&["cgo=false"], None, None, vec![entry("cgo", "false")]),
            (&["pi", "cc="], Some("pi"), None, vec![entry("cc", "")]),
            (
                &["pi", "linux/arm", "GOARM=6", "exec=ssh pi a=b", "goarm=7"],
                Some("pi"),
                Some("linux/arm"),
                vec![entry("exec", "ssh pi a=b"), entry("goarm", "7")],
            ),
            (
                &["linux/arm/v7"],
                None,
                Some("linux/arm"),
                vec![entry("goarm", "7")],
            ),
            (
                &["linux/arm64/v8"],
                None,
                Some("linux/arm64"),
                vec![entry("goarm64", "v8.0")],
            ),
            (
                &["linux/amd64/v3"],
                None,
                Some("linux/amd64"),
                vec![entry("goamd64", "v3")],
            ),
            (&["CGO_ENABLED=1"], None, None, vec![entry("cgo", "1")]),
        ] {
            let found = parse(words).unwrap();
            let shown = found.platform.map(|platform| platform.to_string());
            assert_eq!(
                (found.name.as_deref(), shown.as_deref(), found.entries),
                (name, platform, entries),
                "{words:?}"
            );
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (words, message) in [
            (&[][..], "nothing to set"),
            (&["pi"], "nothing to set"),
            (&["host", "linux/arm"], "'host' cannot be a target's name"),
            (&["-x", "linux/arm"], "'-x' cannot be a target's name"),
            (
                &["linux/arm", "pi"],
                "'pi' is neither GOOS/GOARCH nor KEY=VALUE",
            ),
            (&["Linux/arm"], "'Linux/arm' is no platform"),
            (&["linux/"], "'linux/' is no platform"),
            (
                &["linux/arm", "linux/386"],
                "'linux/386' is a second platform",
            ),
            (&["linux/s390x/z13"], "'linux/s390x/z13' has a level"),
            (&["linux/arm/"], "'linux/arm/' has a level"),
            (&["ccc=gcc"], "'ccc' is no key of a target"),
        ] {
            let error = parse(words).unwrap_err();
            assert!(
                error.message.starts_with(message),
                "{words:?}: {}",
                error.message
            );
            assert_eq!(error.kind, Kind::Usage);
        }
        assert_eq!(
            parse(&["ccc=gcc"]).unwrap_err().causes,
            ["the nearest one is 'cc'"]
        );
    }
}
