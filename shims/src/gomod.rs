//! The `go` and `toolchain` lines of a go.mod or go.work, exactly as cmd/go's selection reads them.
//!
//! Rules: `src/cmd/go/internal/gover/gomod.go` (`GoModLookup`, `parseKey`). It is a scan by line,
//! not a parser: the first line that starts with the word wins, wherever it stands.

use crate::gover::Gover;

/// One line's value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What follows the word, comment and blanks removed; possibly empty.
    pub value: String,
    /// 1-based line number.
    pub number: usize,
    /// The whole line, trimmed.
    pub text: String,
}

/// What one file says about Go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoMod {
    /// The first `go` line.
    pub go: Option<Line>,
    /// The first `toolchain` line.
    pub toolchain: Option<Line>,
}

/// What selection makes of a file (`toolchain.Select`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The `toolchain default` line: the base runs, whatever the `go` line says.
    Base(Line),
    /// A toolchain by name, with the version it must at least have and the line that decided.
    AtLeast {
        /// The name cmd/go would run: `go1.22.0`.
        name: String,
        /// Its version text, `1.22.0`.
        version: Gover,
        /// Which line asked.
        line: Line,
        /// True for a `toolchain` line, false for a `go` line.
        by_toolchain_line: bool,
    },
    /// Nothing that the base does not satisfy.
    Nothing,
}

/// Trims what Go's `bytes.TrimSpace` trims: Unicode white space, NEL and NBSP included.
fn trim(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim_matches(char::is_whitespace)
        .to_owned()
}

impl GoMod {
    /// Scans the bytes of a file. Nothing is an error here; bytes that are not UTF-8 only spoil
    /// their own line, as does a byte order mark.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        for (index, line) in bytes.split(|&b| b == b'\n').enumerate() {
            let line = trim(line);
            for (word, slot) in [("go", &mut found.go), ("toolchain", &mut found.toolchain)] {
                if slot.is_none()
                    && let Some(rest) = line.strip_prefix(word)
                    && rest.starts_with([' ', '\t'])
                {
                    let value = rest
                        .split("//")
                        .next()
                        .unwrap_or_default()
                        .trim_matches(char::is_whitespace);
                    *slot = Some(Line {
                        value: value.to_owned(),
                        number: index + 1,
                        text: line.clone(),
                    });
                }
            }
        }
        found
    }

    /// What this file needs beyond `base` (`None` for no base at all), by the rules of
    /// `toolchain.Select`: `toolchain` counts if greater than the base, then `go` if greater than
    /// the result.
    ///
    /// # Errors
    /// The `toolchain` line, where cmd/go calls it invalid.
    pub fn need(&self, base: Option<&Gover>) -> Result<Need, Line> {
        let mut need = Need::Nothing;
        let mut minimum = base.cloned();
        if let Some(line) = self
            .toolchain
            .as_ref()
            .filter(|line| !line.value.is_empty())
        {
            if line.value == "default" {
                return Ok(Need::Base(line.clone()));
            }
            let version = Gover::from_toolchain(&line.value).ok_or_else(|| line.clone())?;
            if Some(&version) > minimum.as_ref() {
                minimum = Some(version.clone());
                need = Need::AtLeast {
                    name: line.value.clone(),
                    version,
                    line: line.clone(),
                    by_toolchain_line: true,
                };
            }
        }
        if let Some(line) = &self.go
            && let Some(version) = Gover::parse(&line.value)
            && Some(&version) > minimum.as_ref()
        {
            // Since 1.21 a line has a first release with `.0`; below, `1.20` is the release (golang/go#62278).
            let dot_zero = if version.is_lang() { ".0" } else { "" };
            let text = format!("{}{dot_zero}", line.value);
            let version = Gover::parse(&text).unwrap_or(version);
            need = Need::AtLeast {
                name: format!("go{text}"),
                version,
                line: line.clone(),
                by_toolchain_line: false,
            };
        }
        Ok(need)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(text: &str, base: &str) -> String {
        match GoMod::parse(text.as_bytes()).need(Gover::parse(base).as_ref()) {
            Ok(Need::Base(line)) => format!("base:{}", line.number),
            Ok(Need::AtLeast { name, line, .. }) => format!("{name}:{}", line.number),
            Ok(Need::Nothing) => "nothing".into(),
            Err(line) => format!("invalid:{}", line.number),
        }
    }

    #[test]
    fn the_greatest_of_base_toolchain_and_go() {
        for (text, base, expected) in [
            ("module m\n\ngo 1.22\n", "1.21.3", "go1.22.0:3"),
            ("go 1.22\n", "1.22.0", "nothing"),
            ("go 1.22\n", "1.22rc1", "nothing"),
            ("go 1.21\n", "1.20.5", "go1.21.0:1"),
            ("go 1.20\n", "1.19", "go1.20:1"),
            ("go 1.20.0\n", "1.19", "go1.20.0:1"),
            ("go 1.22\ntoolchain go1.22.6\n", "1.21.0", "go1.22.6:2"),
            ("go 1.23.1\ntoolchain go1.22.6\n", "1.21.0", "go1.23.1:1"),
            ("go 1.22\ntoolchain go1.22.6\n", "1.22.6", "nothing"),
            ("go 1.30\ntoolchain default\n", "1.22.6", "base:2"),
            ("toolchain local\n", "1.22.6", "invalid:1"),
            ("toolchain go1.21.0-corp\n", "1.21.0", "nothing"),
            ("toolchain go1.21.1-corp\n", "1.21.0", "go1.21.1-corp:1"),
            ("", "1.22.6", "nothing"),
            ("go 1.22\n", "", "go1.22.0:1"),
            ("go 1.23rc1 // why\r\n", "1.22.0", "go1.23rc1:1"),
        ] {
            assert_eq!(need(text, base), expected, "{text:?} on {base}");
        }
    }

    #[test]
    fn the_scan_is_by_line_and_the_first_match_wins() {
        for (text, expected) in [
            ("use (\n go // x\n)\ngo 1.27.2\n", "nothing"),
            ("replace (\n\ttoolchain v1.0.0 => ./x\n)\n", "invalid:2"),
            ("go 1.2.3.4\n", "nothing"),
            ("go v1.22\n", "nothing"),
            ("go \"1.22\"\n", "nothing"),
            ("go go1.22\n", "nothing"),
            ("go 1.22.3rc1\n", "nothing"),
            ("go 1.22rc01\n", "nothing"),
            ("\u{feff}go 1.27\ntoolchain go1.26.1\n", "go1.26.1:2"),
            ("\u{a0}go 1.27\u{85}\n", "go1.27.0:1"),
            ("go\u{a0}1.27\n", "nothing"),
            ("golang 1.27\ngo\t1.26\n", "go1.26.0:2"),
            ("// go 1.27\ngo 1.26\n", "go1.26.0:2"),
            ("go 1.26//x\n", "go1.26.0:1"),
            (
                "go 1.99999999999999999999\n",
                "go1.99999999999999999999.0:1",
            ),
        ] {
            assert_eq!(need(text, "1.21.0"), expected, "{text:?}");
        }
    }
}
