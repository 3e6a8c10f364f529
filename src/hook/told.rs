//! What a shell has been told already, so that no prompt says it twice.

use std::path::Path;

use gom_shim::project::Project;
use gom_shim::resolution::Resolution;
use gom_shim::{Error, Kind, Result, trust};

use crate::gom::Gom;
use crate::ignored;

/// How many projects are remembered.
const MOST: usize = 40;

/// What was told, as words of letters and digits with dots between: a shell keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Projects whose ignored settings were named.
    ignored: Vec<String>,
    /// The failure that was shown last and still holds.
    failure: Option<String>,
}

impl Told {
    /// Reads what a shell kept; anything else in it is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut told = Self::default();
        for word in text.split('.') {
            let is_hash = word.len() == 17 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            match word.get(..1) {
                Some("i") if is_hash => told.ignored.push(word.to_owned()),
                Some("f") if is_hash => told.failure = Some(word.to_owned()),
                _ => {}
            }
        }
        told
    }

    /// Says on stderr what is ignored in this project, once, and what failed, once for each failure.
    pub(super) fn tell(
        &mut self,
        gom: &Gom,
        resolution: &Result<Resolution>,
        project: &Result<Option<Project>>,
    ) {
        if gom.vars.taken_back.damaged {
            gom.printer.warning("__GOM_DIFF held something that gom did not write, so the variables of the former project stay as they are");
        }
        let failure = match (project, resolution) {
            (Err(error), _) => Some(error),
            // Nothing was asked for, or it is not there: the prompt shows that.
            (_, Err(error)) if error.kind != Kind::NotInstalled => Some(error),
            _ => None,
        };
        self.tell_failure(gom, failure);
        if let Ok(Some(project)) = project {
            self.tell_ignored(gom, project);
        }
    }

    fn tell_failure(&mut self, gom: &Gom, failure: Option<&Error>) {
        let Some(error) = failure else {
            self.failure = None;
            return;
        };
        let word = format!("f{:016x}", trust::hash(Path::new(&error.message)));
        if self.failure.as_ref() == Some(&word) {
            return;
        }
        gom.printer.warning(&error.message);
        if let Some(hint) = &error.hint {
            gom.printer.hint(hint);
        }
        self.failure = Some(word);
    }

    fn tell_ignored(&mut self, gom: &Gom, project: &Project) {
        let word = format!("i{:016x}", trust::hash(&project.file.path));
        let is_new = !self.ignored.contains(&word);
        if is_new && !ignored::ignored(project, &gom.vars).is_empty() {
            ignored::tell(&gom.printer, &gom.vars, Some(project));
            self.ignored.push(word);
            if self.ignored.len() > MOST {
                self.ignored.remove(0);
            }
        }
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self
            .ignored
            .iter()
            .chain(&self.failure)
            .map(String::as_str)
            .collect();
        f.write_str(&words.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_keeps_is_read_back_and_nothing_else_is() {
        let text = "i0123456789abcdef.i0123456789abcde0.f0123456789abcdef";
        let told = Told::parse(text);
        assert_eq!((told.ignored.len(), told.to_string().as_str()), (2, text));
        for other in [
            "",
            ".",
            "i0123",
            "x0123456789abcdef",
            "i0123456789abcd'f",
            "ü",
            "$(x)",
        ] {
            assert_eq!(Told::parse(other), Told::default(), "{other}");
        }
    }
}
