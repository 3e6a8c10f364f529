//! A variable that somebody sets for Go: who, where, and whether that is what Go sees here.

use gom_shim::source::Source;
use gom_shim::{escape, quote};

use super::variables;
use crate::finding::Place;
use crate::http;

/// Who sets it, in the order in which they win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The caller's environment.
    Shell,
    /// The target in effect, by its name; for builds only.
    Target(Option<String>),
    /// `[profile.NAME.env]`.
    Profile(String),
    /// `[env]`.
    Project,
    /// The `go env -w` file.
    GoEnv,
    /// The toolchain's `go.env`.
    Defaults,
}

/// A variable and one value of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The variable.
    pub name: String,
    /// Its value, lossy where it is not UTF-8.
    pub text: String,
    /// Who sets it.
    pub layer: Layer,
    /// Where.
    pub source: Source,
    /// The column in its line, where that is known.
    pub(super) column: Option<usize>,
    /// The key of a line of the project file, as `gom config --project` takes it; `None` where it
    /// may stand in the table of one side.
    pub(super) key: Option<String>,
    /// True where this is what a go command sees here. Never for an empty one, which is unset.
    pub counts: bool,
}

impl Value {
    /// Where it is set.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            source: self.source.clone(),
            column: self.column,
        }
    }

    /// True for what the project file says.
    #[must_use]
    pub fn is_projects(&self) -> bool {
        matches!(
            self.layer,
            Layer::Project | Layer::Profile(_) | Layer::Target(_)
        )
    }

    /// The value without passwords; `None` for a variable that is not Go's own, and may be a secret.
    #[must_use]
    pub fn public(&self) -> Option<String> {
        variables::is_gos(&self.name).then(|| without_passwords(&self.text))
    }

    /// The same for people: escaped and cut.
    #[must_use]
    pub fn shown(&self) -> String {
        let public = self.public().unwrap_or_else(|| "…".to_owned());
        escape::excerpt(&public, 100)
    }

    /// Who sets it, as the end of a sentence: `in the environment`.
    #[must_use]
    pub fn by(&self) -> String {
        match &self.layer {
            Layer::Shell => "in the environment".to_owned(),
            Layer::Target(None) => "in [target]".to_owned(),
            Layer::Target(Some(name)) => format!("in [targets.{name}]"),
            Layer::Profile(name) => format!("in [profile.{name}.env]"),
            Layer::Project => "in [env]".to_owned(),
            Layer::GoEnv => "by go env -w".to_owned(),
            Layer::Defaults => "in the toolchain's go.env".to_owned(),
        }
    }

    /// The command that takes it away.
    #[must_use]
    pub fn removal(&self) -> String {
        let name = quote::word(&escape::excerpt(&self.name, 60));
        match (&self.layer, &self.key) {
            (Layer::Shell, _) => unset(&self.name),
            (Layer::GoEnv, _) => format!("go env -u {name}"),
            (Layer::Defaults, _) => format!("go env -w {name}="),
            (_, Some(key)) => format!("gom config --project --unset {key}"),
            (_, None) => format!("take {name} out of {}", self.source.place(None)),
        }
    }

    /// The command that gives it another value.
    #[must_use]
    pub fn replacement(&self, text: &str) -> String {
        let name = quote::word(&escape::excerpt(&self.name, 60));
        let text = quote::word(&escape::text(text));
        match (&self.layer, &self.key) {
            (Layer::Shell, _) if cfg!(windows) => format!("$env:{name} = {text}"),
            (Layer::Shell, _) => format!("export {name}={text}"),
            (Layer::GoEnv | Layer::Defaults, _) => format!("go env -w {name}={text}"),
            (_, Some(key)) => format!("gom config --project {key} {text}"),
            (_, None) => format!("write {text} into {}", self.source.place(None)),
        }
    }
}

/// The command that takes a variable out of a shell.
#[must_use]
pub fn unset(name: &str) -> String {
    let name = quote::word(name);
    if cfg!(windows) {
        format!("Remove-Item Env:{name}")
    } else {
        format!("unset {name}")
    }
}

/// A value in which every URL has lost its name and password: proxies are asked with them.
pub(super) fn without_passwords(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for part in text.split_inclusive([',', '|', ' ', '\n']) {
        let end = part.trim_end_matches([',', '|', ' ', '\n']).len();
        let (word, separator) = part.split_at(end);
        if word.contains("://") {
            shown.push_str(&http::redacted(word));
        } else {
            shown.push_str(word);
        }
        shown.push_str(separator);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (text, shown) in [
            ("direct", "direct"),
            (
                "https://me:secret@proxy.example.com/x,direct",
                "https://proxy.example.com/x,direct",
            ),
            ("-ldflags=-X=a@b -v", "-ldflags=-X=a@b -v"),
        ] {
            assert_eq!(without_passwords(text), shown);
        }
    }
}
