//! The terminal that gom runs in: what `go` is there now, and what to type to have gom's.

use std::path::PathBuf;

use gom_shim::layout::Layout;
use gom_shim::toolchain::is_executable;
use gom_shim::vars::same_file;
use gom_shim::{Result, escape};
use serde_json::{Map, Value, json};

use super::language::Language;
use super::lines::Lines;
use super::script::Script;
use super::shell::{self, Shell};
use crate::gom::Gom;
use crate::json_path;

/// What is to be said of it.
#[derive(Clone, Debug)]
pub struct Terminal {
    /// What `go` is; `None` where there is none.
    go: Option<PathBuf>,
    /// True where that is gom's.
    own: bool,
    /// What to type where it is not.
    command: Option<String>,
}

impl Terminal {
    /// Looks at PATH as this process has it.
    ///
    /// # Errors
    /// `Config` where a path cannot be written down.
    pub fn new(gom: &Gom, lines: &Lines<'_>) -> Result<Self> {
        let bin = gom.layout.bin();
        let is_bin = |dir: &PathBuf| *dir == bin || same_file(dir, &bin);
        let dirs: Vec<_> = gom.vars.path().filter(|dir| dir.is_absolute()).collect();
        let first = dirs
            .iter()
            .find(|dir| is_bin(dir) || is_executable(&Layout::shim(dir, "go")));
        let own = first.is_some_and(is_bin);
        let script = if dirs.iter().any(is_bin) {
            Script::First
        } else {
            Script::Env
        };
        let otherwise = if cfg!(windows) {
            Language::PowerShell
        } else {
            Language::Posix
        };
        let language = shell::users(&gom.vars).map_or(otherwise, Shell::language);
        let command = if own {
            None
        } else {
            Some(lines.typed(language, script)?)
        };
        Ok(Self {
            go: first.map(|dir| Layout::shim(dir, "go")),
            own,
            command,
        })
    }

    /// For people.
    pub fn tell(&self, gom: &Gom) {
        let Some(command) = &self.command else {
            return;
        };
        gom.printer
            .talk(format_args!("this terminal: {}", escape::text(command)));
        if let Some(go) = &self.go {
            gom.printer
                .note(format_args!("until then `go` is {}", escape::path(go)));
        }
        gom.printer.note(
            "open editors and tmux servers keep the PATH they were started with, until they are started again",
        );
        if gom.vars.non_empty("TMUX").is_some() {
            gom.printer.hint(
                "tmux set-environment -g PATH \"$PATH\"   # after that line, for new windows",
            );
        }
    }

    /// For `--json`.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        object.insert("gom".to_owned(), json!(self.own));
        match &self.go {
            Some(go) => json_path::insert(&mut object, "go", go),
            None => {
                object.insert("go".to_owned(), Value::Null);
            }
        }
        object.insert("command".to_owned(), json!(self.command));
        Value::Object(object)
    }
}
