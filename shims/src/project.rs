//! The files of a project that pin a Go: gotoolchain.toml, .go-version, .tool-versions.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::error::{Error, Kind, Result};
use crate::request::Request;
use crate::source::{Source, SourceKind};
use crate::toml_place::{bad, position, syntax_error};
use crate::{escape, read};

/// The file gom itself writes.
pub const PROJECT_FILE: &str = "gotoolchain.toml";

/// What other version managers write; the first of a directory wins.
pub const VERSION_FILES: [(&str, SourceKind); 2] = [
    (".go-version", SourceKind::GoVersionFile),
    (".tool-versions", SourceKind::ToolVersionsFile),
];

/// A request found in a file, with the bytes it was parsed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// What it asks for.
    pub request: Request,
    /// Which file and line.
    pub source: Source,
    /// The whole file as parsed in this run: what trust is compared with.
    pub bytes: Vec<u8>,
}

/// The nearest gotoolchain.toml at or above `dir`.
#[must_use]
pub fn find_project_file(dir: &Path) -> Option<PathBuf> {
    dir.ancestors()
        .map(|dir| dir.join(PROJECT_FILE))
        .find(|path| path.metadata().is_ok_and(|metadata| !metadata.is_dir()))
}

/// The pin of a gotoolchain.toml: its `[toolchain] go`; `None` where it has none. Keys that gom
/// does not know are passed over, so that a newer file never stops every `go` call.
///
/// # Errors
/// `Config` with file, line and column: not TOML, not a text, not a request.
pub fn project_pin(path: &Path) -> Result<Option<Pin>> {
    let Some(bytes) = read::file(path)? else {
        return Ok(None);
    };
    let text = read::text(path, bytes.clone())?;
    let table = DeTable::parse(&text).map_err(|error| syntax_error(path, &text, &error))?;
    let at = |offset: usize| position(&text, offset);
    let Some(toolchain) = table.get_ref().get("toolchain") else {
        return Ok(None);
    };
    let DeValue::Table(entries) = toolchain.get_ref() else {
        return Err(bad(
            path,
            at(toolchain.span().start),
            "toolchain is not a table",
        ));
    };
    let Some(go) = entries.get("go") else {
        return Ok(None);
    };
    let place = at(go.span().start);
    let DeValue::String(value) = go.get_ref() else {
        return Err(bad(path, place, "go is not a text, such as \"1.22.6\""));
    };
    let line_text = text.lines().nth(place.0 - 1).unwrap_or_default().trim();
    let source = Source::file(SourceKind::ProjectFile, path, Some(place.0), line_text);
    Ok(Some(Pin {
        request: request(path, place, value)?,
        source,
        bytes,
    }))
}

/// The pin of one directory's .go-version or .tool-versions, the first that names a Go.
///
/// # Errors
/// `Config` with file and line for a file that names a Go no request can be read from.
pub fn version_file_pin(dir: &Path) -> Result<Option<Pin>> {
    for (name, kind) in VERSION_FILES {
        let path = dir.join(name);
        if path.metadata().is_err() {
            continue;
        }
        let Some(bytes) = read::file(&path)? else {
            continue;
        };
        let text = read::text(&path, bytes.clone())?;
        let found = match kind {
            SourceKind::ToolVersionsFile => tool_versions(&text),
            _ => first_word(&text),
        };
        if let Some((number, word)) = found {
            let line = text.lines().nth(number - 1).unwrap_or_default().trim();
            let source = Source::file(kind, &path, Some(number), line);
            return Ok(Some(Pin {
                request: request(&path, (number, 1), word)?,
                source,
                bytes,
            }));
        }
    }
    Ok(None)
}

/// The lines of a file that are more than a comment, with their numbers.
fn meaningful_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.split('#').next().unwrap_or_default().trim()));
    lines.filter(|(_, line)| !line.is_empty())
}

/// A .go-version holds one request.
fn first_word(text: &str) -> Option<(usize, &str)> {
    meaningful_lines(text).next()
}

/// A .tool-versions holds a tool and its versions, preferred first, in each line; Go is called
/// `golang` by some tools and `go` by others.
fn tool_versions(text: &str) -> Option<(usize, &str)> {
    meaningful_lines(text).find_map(|(number, line)| {
        let mut words = line.split_whitespace();
        let go = words
            .next()
            .is_some_and(|tool| tool == "golang" || tool == "go");
        go.then(|| words.next().map(|version| (number, version)))
            .flatten()
    })
}

/// Reads the request of a file, with the place in the error.
fn request(path: &Path, (line, column): (usize, usize), text: &str) -> Result<Request> {
    Request::parse(text).map_err(|error| {
        let error = Error {
            message: format!("{}:{line}:{column}: {}", escape::path(path), error.message),
            ..error
        };
        error.with_kind(Kind::Config)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(name: &str, text: &str) -> (PathBuf, PathBuf) {
        let dir = std::env::temp_dir().join(format!(
            "gom-project-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join(name), text).unwrap();
        (dir.clone(), dir.join(name))
    }

    #[test]
    fn gotoolchain_toml() {
        for (text, expected) in [
            ("[toolchain]\ngo = \"1.22.6\"\n", Ok(Some(("1.22.6", 2)))),
            (
                "\u{feff}# c\r\n[toolchain]\r\ngo = '1.22' # newest\r\n",
                Ok(Some(("1.22", 3))),
            ),
            (
                "toolchain = { go = \">=1.21, <1.23\", new = 1 }\nunknown = [1]\n",
                Ok(Some((">=1.21, <1.23", 1))),
            ),
            ("[env]\nA = \"b\"\n", Ok(None)),
            ("", Ok(None)),
            ("[toolchain]\ngo = 1.22\n", Err(":2:6: go is not a text")),
            (
                "[toolchain]\ngo = \"1.x\"\n",
                Err(":2:6: '1.x' is not a Go version"),
            ),
            ("[toolchain\n", Err(":1:")),
            ("toolchain = 1\n", Err(":1:13: toolchain is not a table")),
        ] {
            let (dir, path) = in_file(PROJECT_FILE, text);
            let result = project_pin(&path);
            std::fs::remove_dir_all(dir).unwrap();
            match (result, expected) {
                (Ok(Some(pin)), Ok(Some((request, line)))) => {
                    assert_eq!(
                        (pin.request.to_string().as_str(), pin.source.line),
                        (request, Some(line))
                    );
                }
                (Ok(None), Ok(None)) => {}
                (Err(error), Err(message)) => assert!(error.message.contains(message), "{error}"),
                (result, expected) => panic!("{text:?}: {result:?} instead of {expected:?}"),
            }
        }
    }

    #[test]
    fn version_files() {
        for (name, text, expected) in [
            (".go-version", "1.22.6\n", Some(("1.22.6", 1))),
            (
                ".go-version",
                "\n# comment\n go1.20 # old\r\n",
                Some(("go1.20", 3)),
            ),
            (".go-version", "\n", None),
            (
                ".tool-versions",
                "nodejs 20\ngolang 1.22.6 1.21.0\n",
                Some(("1.22.6", 2)),
            ),
            (".tool-versions", "go 1.22", Some(("1.22", 1))),
            (
                ".tool-versions",
                "golangci-lint 1.59\n#golang 1.2.3\ngolang\n",
                None,
            ),
        ] {
            let (dir, _) = in_file(name, text);
            let pin = version_file_pin(&dir).unwrap();
            std::fs::remove_dir_all(dir).unwrap();
            let found = pin.map(|pin| (pin.request.to_string(), pin.source.line.unwrap()));
            assert_eq!(
                found,
                expected.map(|(request, line)| (request.to_owned(), line)),
                "{text:?}"
            );
        }
    }
}
