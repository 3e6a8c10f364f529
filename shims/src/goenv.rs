//! The `go env -w` file: settings that stand behind the environment for every go command.
//!
//! Rules: `src/cmd/go/internal/cfg/cfg.go`, `EnvFile` and `readEnvFile`.

use std::path::PathBuf;

use crate::read;
use crate::vars::Vars;

/// The parsed file; empty where there is none.
#[derive(Clone, Debug, Default)]
pub struct GoEnv {
    /// Where it was read from, if anywhere.
    pub path: Option<PathBuf>,
    lines: Vec<Line>,
}

/// A `KEY=value` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The key.
    pub name: String,
    /// The value, blanks and CR included.
    pub value: String,
    /// The 1-based number of the line.
    pub number: usize,
}

/// The path of the file: GOENV where set, nowhere for `off`, else `go/env` in the user's
/// configuration directory (`os.UserConfigDir`).
#[must_use]
pub fn path(vars: &Vars) -> Option<PathBuf> {
    if let Some(path) = vars.non_empty("GOENV") {
        return (path != "off").then(|| PathBuf::from(path));
    }
    let directory = if cfg!(windows) {
        vars.non_empty("AppData").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        vars.non_empty("HOME")
            .map(|home| PathBuf::from(home).join("Library/Application Support"))
    } else {
        // A relative XDG_CONFIG_HOME is an error in Go, and so no file.
        match vars.non_empty("XDG_CONFIG_HOME") {
            Some(directory) => Some(PathBuf::from(directory)).filter(|path| path.is_absolute()),
            None => vars
                .non_empty("HOME")
                .map(|home| PathBuf::from(home).join(".config")),
        }
    };
    directory.map(|directory| directory.join("go/env"))
}

impl GoEnv {
    /// Reads the user's file. One that cannot be read counts as none, as for cmd/go.
    #[must_use]
    pub fn load(vars: &Vars) -> Self {
        let Some(path) = path(vars) else {
            return Self::default();
        };
        match read::file(&path) {
            Ok(Some(bytes)) => Self {
                lines: parse(&bytes),
                path: Some(path),
            },
            _ => Self::default(),
        }
    }

    /// The settings in the bytes of such a file, or of a `go.env`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self {
            path: None,
            lines: parse(bytes),
        }
    }

    /// The last line for `name`.
    #[must_use]
    pub fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.name == name)
    }

    /// The value of the last line for `name`, also when it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.line(name).map(|line| line.value.as_str())
    }

    /// Every line, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

/// The `KEY=value` lines of a go env file or a `go.env`; everything else is passed over.
fn parse(bytes: &[u8]) -> Vec<Line> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split('\n').enumerate().filter_map(|(index, line)| {
        let (name, value) = line.split_once('=')?;
        let is_key = name.starts_with(|c: char| c.is_ascii_uppercase());
        is_key.then(|| Line {
            name: name.to_owned(),
            value: value.to_owned(),
            number: index + 1,
        })
    });
    lines.collect()
}

/// A setting as cmd/go looks it up: the environment where it is not empty, else the file.
#[must_use]
pub fn lookup<'a>(vars: &'a Vars, file: &'a GoEnv, name: &str) -> Option<&'a str> {
    vars.text(name)
        .or_else(|| file.get(name).filter(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_duplicate_wins_and_odd_lines_are_passed_over() {
        let file = GoEnv::from_bytes(
            b"\xef\xbb\xbfGOA=bom\nexport GOB=x\n# GOC=y\nGOD=1\nGOD=2\r\nGOE=\ngof=3\nGOG",
        );
        assert_eq!(file.line("GOD").map(|line| line.number), Some(5));
        assert_eq!(file.get("GOD"), Some("2\r"), "CR belongs to the value");
        assert_eq!(file.get("GOE"), Some(""));
        for name in ["GOA", "GOB", "GOC", "gof", "GOG"] {
            assert_eq!(file.get(name), None, "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_file_is_where_go_looks() {
        let vars = |pairs: &[(&str, &str)]| {
            Vars::new(
                pairs
                    .iter()
                    .map(|(k, v)| ((*k).into(), (*v).into()))
                    .collect(),
                vec![],
                None,
            )
        };
        assert_eq!(
            path(&vars(&[("HOME", "/h")])),
            Some("/h/.config/go/env".into())
        );
        assert_eq!(
            path(&vars(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "/c")])),
            Some("/c/go/env".into())
        );
        assert_eq!(path(&vars(&[("HOME", "/h"), ("GOENV", "off")])), None);
        assert_eq!(
            path(&vars(&[("HOME", "/h"), ("GOENV", "/e")])),
            Some("/e".into())
        );
        assert_eq!(path(&vars(&[])), None);
    }
}
