//! The files of other version managers that pin a Go: .go-version and .tool-versions.

use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::request::Request;
use crate::source::{Source, SourceKind};
use crate::{escape, read};

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

/// The pin of one directory's .go-version or .tool-versions, the first that names a Go.
///
/// # Errors
/// `Config` with file and line for a file that names a Go no request can be read from.
pub fn version_file_pin(dir: &Path) -> Result<Option<Pin>> {
    for (name, kind) in VERSION_FILES {
        let path = dir.join(name);
        if path.metadata().is_err() || read::is_planted(&path) {
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
pub(crate) fn request(path: &Path, (line, column): (usize, usize), text: &str) -> Result<Request> {
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
    use std::path::PathBuf;

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
