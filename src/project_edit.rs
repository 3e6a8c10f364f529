//! A gotoolchain.toml about to be changed: what goes into it is checked first, and the whole of it
//! before it is written.

use std::path::{Path, PathBuf};

use gom_shim::env_name::{Class, class};
use gom_shim::level::VARIABLES;
use gom_shim::project::needs_trust;
use gom_shim::project_file::{Entry, PROJECT_FILE, ProjectFile};
use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape, quote, trust};
use toml_edit::{DocumentMut, Value};

use crate::gom::Gom;
use crate::selected_go::SelectedGo;
use crate::toml_change::{self, NotATable};
use crate::toml_file::TomlFile;
use crate::toml_key::DottedKey;
use crate::{project_place, project_strict};

/// The file and what was made of it.
#[derive(Debug)]
pub struct ProjectEdit<'g> {
    gom: &'g Gom,
    file: TomlFile,
    go: SelectedGo,
    needs_trust: bool,
}

impl<'g> ProjectEdit<'g> {
    /// Reads the file; an empty one where there is none.
    ///
    /// # Errors
    /// `Config` for what is not TOML.
    pub fn open(gom: &'g Gom, path: &Path) -> Result<Self> {
        project_place::check_link(path)?;
        Ok(Self {
            gom,
            file: TomlFile::read(path)?,
            go: SelectedGo::find(gom),
            needs_trust: false,
        })
    }

    /// The file as it is now.
    pub fn document(&mut self) -> &mut DocumentMut {
        self.file.document()
    }

    /// The Go that values are checked against.
    #[must_use]
    pub fn go(&self) -> &SelectedGo {
        &self.go
    }

    /// Puts a value in, checked by itself.
    ///
    /// # Errors
    /// `Usage` for a key or a value that no project file has, or that would count for nothing;
    /// `Config` where something that is no table is in the way.
    pub fn put(&mut self, key: &DottedKey, value: Value) -> Result<()> {
        let alone = alone(key, value.clone())?;
        for entry in variables(&alone) {
            if class(&entry.name, &entry.value) == Class::Never {
                return Err(never(&entry.name));
            }
            self.go.check(&entry.name, &entry.value)?;
        }
        for entry in alone
            .target
            .iter()
            .chain(&alone.targets)
            .flat_map(|target| &target.entries)
        {
            let name = entry.name.to_uppercase();
            if VARIABLES.contains(&name.as_str()) {
                self.go.check(&name, &entry.value)?;
            }
        }
        self.needs_trust |= needs_trust(&alone);
        toml_change::put(self.file.document(), key, value).map_err(|NotATable(key)| {
            let place = escape::path(self.file.path());
            let key = escape::text(&key.to_string()).into_owned();
            Error::new(
                Kind::Config,
                format!("{place}: {key} is in the way, which is no table"),
            )
            .hint(format!(
                "gom config --project --unset {}",
                quote::word(&key)
            ))
        })
    }

    /// Takes a value or a table out; false where there is none.
    pub fn take(&mut self, key: &DottedKey) -> bool {
        toml_change::take(self.file.document(), key).is_some()
    }

    /// Writes the file, if every side can read it. A file that could not be read before is written
    /// as well: one mistake is mended after the other.
    ///
    /// # Errors
    /// `Config` with file, line and column of what would be wrong; `FileSystem`.
    pub fn write(self) -> Result<Written> {
        let path = self.file.path();
        let text = self.file.text();
        let read = |text: &str, side: &Side| ProjectFile::parse(path, text.into(), side);
        let sides = [
            Side::Linux,
            Side::Wsl(String::new()),
            Side::MacOs,
            Side::Windows,
        ];
        let wrong = |text: &str| sides.iter().find_map(|side| read(text, side).err());
        let still = wrong(&text);
        if let Some(error) = &still
            && wrong(self.file.old()).is_none()
        {
            return Err(error.clone());
        }
        let is_trusted = |text: &str| {
            let Gom { vars, layout, .. } = self.gom;
            trust::is_trusted(vars, layout, path, text.as_bytes())
        };
        let was_trusted = !self.file.old().is_empty() && is_trusted(self.file.old());
        self.file.write()?;
        let waits = match (was_trusted, self.needs_trust) {
            _ if is_trusted(&text) => None,
            (true, _) => Some("the file was trusted as it was before"),
            (false, true) => Some("this counts only in a trusted project"),
            (false, false) => None,
        };
        Ok(Written {
            file: read(&text, self.gom.side()).ok(),
            still_wrong: still,
            waits,
            directory: path.parent().unwrap_or(path).to_owned(),
        })
    }
}

/// What came of an edit.
#[derive(Debug)]
pub struct Written {
    /// The file as this side reads it; `None` where something in it is wrong still.
    pub file: Option<ProjectFile>,
    still_wrong: Option<Error>,
    waits: Option<&'static str>,
    directory: PathBuf,
}

impl Written {
    /// Says what is still to do before it counts.
    pub fn advise(&self, gom: &Gom) {
        if let Some(error) = &self.still_wrong {
            let message = &error.message;
            gom.printer
                .warning(format_args!("not yet right: {message}"));
        }
        if let Some(why) = self.waits {
            gom.printer.note(why);
            let directory = quote::path(&self.directory);
            gom.printer.hint(format_args!("gom trust {directory}"));
        }
    }
}

/// What a file with this value alone says.
fn alone(key: &DottedKey, value: Value) -> Result<ProjectFile> {
    let mut document = DocumentMut::new();
    let usage = |error: Error| {
        // A place in a file that nobody wrote helps nobody.
        let message = match error.message.strip_prefix(PROJECT_FILE) {
            Some(rest) => rest
                .split_once(": ")
                .map_or(rest, |(_, what)| what)
                .to_owned(),
            None => error.message,
        };
        let hint = error.hint.filter(|hint| !hint.starts_with("edit "));
        Error {
            kind: Kind::Usage,
            message,
            causes: error.causes,
            hint: Some(
                hint.unwrap_or_else(|| "gom config --schema has every key and value".to_owned()),
            ),
        }
    };
    // An empty document has nothing in the way.
    let _ = toml_change::put(&mut document, key, value);
    let path = Path::new(PROJECT_FILE);
    let file = ProjectFile::parse(path, document.to_string().into_bytes(), &Side::Linux)
        .and_then(|file| everywhere(file, &document))
        .map_err(usage)?;
    if let Some(unknown) = file.unknown.first() {
        return Err(usage(project_strict::unknown_key(path, unknown)));
    }
    file.pin().map_err(usage)?;
    if let Some(entry) = &file.gom
        && let Err(error) = project_strict::requirement(path, entry, project_strict::VERSION)
        && !error.causes.is_empty()
    {
        return Err(usage(error));
    }
    Ok(file)
}

/// What a file says for the side that it says something for: its tables are left out by others.
fn everywhere(file: ProjectFile, document: &DocumentMut) -> Result<ProjectFile> {
    let side = match document.iter().next() {
        Some(("windows", _)) => Side::Windows,
        Some(("macos", _)) => Side::MacOs,
        Some(("wsl", _)) => Side::Wsl(String::new()),
        _ => return Ok(file),
    };
    ProjectFile::parse(&file.path.clone(), file.bytes, &side)
}

/// Every variable of `[env]` and of profiles.
fn variables(file: &ProjectFile) -> impl Iterator<Item = &Entry> {
    let profiles = file.profiles.iter().flat_map(|(_, entries)| entries);
    file.env.iter().chain(profiles)
}

/// The refusal of a variable that is never taken from a project.
fn never(name: &str) -> Error {
    let shown = escape::excerpt(name, 60);
    let error = Error::new(
        Kind::Usage,
        format!("{shown} is never taken from a project file, trusted or not"),
    );
    match name {
        "GOTOOLCHAIN" | "GOROOT" => error.hint("gom use VERSION"),
        _ => error.hint("set it in your own environment"),
    }
}
