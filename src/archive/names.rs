//! Names of archive entries, and the paths and module names that follow from them.

use gom_shim::Result;
use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::{Flavour, refused};
use crate::module;

/// Top-level directories that archives have and modules leave out, so that no `h1:` covers them
/// (`cmd/distpack/pack.go`; `.github` only in archives before 1.21, `dl2mod.go`).
const UNCOVERED: [&str; 5] = ["api/", "doc/", "misc/", "test/", ".github/"];

/// A longer name is refused, in bytes; the longest real one has 108.
const MAX_NAME: usize = 1024;

/// A longer path element cannot be created on common file systems.
const MAX_ELEMENT: usize = 255;

/// What Go allows in file names beside letters and digits (`module.fileNameOK`): nothing that
/// Windows or a shell gives a meaning to.
const PUNCTUATION: &str = "!#$%&()+,-.=@[]^_{}~ ";

/// Where an entry goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Path below GOROOT, with slashes, as installed.
    pub(super) path: String,
    /// True where the module has this file, so that its `h1:` covers it.
    pub(super) covered: bool,
}

/// The rule from entry names to paths for one archive.
pub(super) struct Names {
    flavour: Flavour,
    prefix: String,
    module_prefix: String,
}

impl Names {
    pub(super) fn new(flavour: Flavour, version: &Version, platform: &Platform) -> Self {
        let module_prefix = format!("{}/", module::name(version, platform));
        let prefix = match flavour {
            Flavour::Archive => "go/".to_owned(),
            Flavour::Module => module_prefix.clone(),
        };
        Self {
            flavour,
            prefix,
            module_prefix,
        }
    }

    /// The path of a regular file's entry.
    ///
    /// A file named `go.mod` is `_go.mod` in module zips and in hashes. The other spelling in
    /// either is refused: it would let a tree without its go.mod hash as the true one.
    pub(super) fn file(&self, entry: &[u8]) -> Result<Name> {
        let (entry, path) = self.path(entry)?;
        let (dir, last) = path
            .rsplit_once('/')
            .map_or(("", path), |(dir, last)| (&path[..=dir.len()], last));
        let go_mod = match self.flavour {
            Flavour::Archive => "go.mod",
            Flavour::Module => "_go.mod",
        };
        let is_go_mod = last == go_mod;
        let lower = last.to_ascii_lowercase();
        if (lower == "go.mod" || lower == "_go.mod") && !is_go_mod {
            return Err(refused(
                entry,
                &format!("is misnamed: only '{go_mod}' is allowed here"),
            ));
        }
        if path == ".gom" || path.starts_with(".gom/") {
            return Err(refused(entry, "has the name of gom's own files"));
        }
        let covered = !UNCOVERED.iter().any(|dir| path.starts_with(dir));
        if self.flavour == Flavour::Module && !covered {
            return Err(refused(entry, "is in a directory that modules leave out"));
        }
        let path = if is_go_mod {
            format!("{dir}go.mod")
        } else {
            path.to_owned()
        };
        Ok(Name { path, covered })
    }

    /// The path of a directory's entry, empty for the top one.
    pub(super) fn dir(&self, entry: &[u8]) -> Result<String> {
        let trimmed = entry.strip_suffix(b"/").unwrap_or(entry);
        if self.prefix.strip_suffix('/').map(str::as_bytes) == Some(trimmed) {
            return Ok(String::new());
        }
        Ok(self.path(trimmed)?.1.to_owned())
    }

    /// The name that a covered path has in the module.
    pub(super) fn in_module(&self, path: &str) -> String {
        match path.strip_suffix("go.mod") {
            Some(dir) if dir.is_empty() || dir.ends_with('/') => {
                format!("{}{dir}_go.mod", self.module_prefix)
            }
            _ => format!("{}{path}", self.module_prefix),
        }
    }

    /// The entry's name as text, and the part below the prefix, both checked.
    fn path<'e>(&self, entry: &'e [u8]) -> Result<(&'e str, &'e str)> {
        let Ok(name) = std::str::from_utf8(entry) else {
            return Err(refused(&String::from_utf8_lossy(entry), "is not UTF-8"));
        };
        if name.len() > MAX_NAME {
            return Err(refused(name, "has too long a name"));
        }
        let Some(path) = name.strip_prefix(&self.prefix) else {
            return Err(refused(
                name,
                &format!("does not begin with '{}'", self.prefix),
            ));
        };
        for element in path.split('/') {
            if let Some(why) = unsafe_element(element) {
                return Err(refused(name, why));
            }
        }
        Ok((name, path))
    }
}

/// Why a path element is refused: the rules of Go's `module.CheckFilePath`, and a little more.
fn unsafe_element(element: &str) -> Option<&'static str> {
    if element.is_empty() {
        return Some("has an empty path element");
    }
    if element.len() > MAX_ELEMENT {
        return Some("has too long a path element");
    }
    if element.ends_with(['.', ' ']) || element.starts_with(' ') {
        return Some("has a path element that begins or ends with a space or ends with a dot");
    }
    if !element.chars().all(is_allowed) {
        return Some("has a character that is not allowed in names");
    }
    let stem = element.split('.').next().unwrap_or_default().trim_end();
    let device = |name: &&str| stem.eq_ignore_ascii_case(name);
    let numbered = stem.len() == 4
        && stem.as_bytes()[3].is_ascii_digit()
        && stem
            .get(..3)
            .is_some_and(|s| ["COM", "LPT"].iter().any(|d| s.eq_ignore_ascii_case(d)));
    if numbered
        || ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
            .iter()
            .any(device)
    {
        return Some("has the name of a Windows device");
    }
    None
}

/// ASCII as Go allows it, and the precomposed Latin letters U+00C0–U+024F that old test
/// directories use. No combining marks: so two names that differ also differ in NFC.
fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || PUNCTUATION.contains(c)
        || (('\u{c0}'..='\u{24f}').contains(&c) && c.is_alphabetic())
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
