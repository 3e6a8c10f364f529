//! The edits of start files: planned for all of them, then shown or made, one by one.

use std::path::{Path, PathBuf};

use gom_shim::{Error, Result, escape};
use serde_json::{Map, Value, json};

use super::files::StartFile;
use super::lines::Lines;
use crate::block::{Mark, Marked};
use crate::gom::Gom;
use crate::json_path;
use crate::profile::{Edit, Reason, Wanted};
use crate::record::{Entry, Record, Wrote};
use crate::text_diff;

/// What is to happen to one file.
#[derive(Debug)]
pub struct Planned {
    path: PathBuf,
    /// The blocks it will have.
    marks: Vec<Mark>,
    edit: std::result::Result<Edit, Reason>,
    /// What a person would add where gom may not.
    by_hand: Option<String>,
}

/// What happened to one file, or would.
#[derive(Debug)]
pub struct Done {
    /// The file.
    pub path: PathBuf,
    /// `created`, `changed`, `removed`, `unchanged` or `left`.
    pub action: &'static str,
    marks: Vec<Mark>,
    /// Why it was left as it is.
    pub reason: Option<Reason>,
    by_hand: Option<String>,
    diff: Option<String>,
}

/// Plans the edits that give these files their blocks.
///
/// # Errors
/// `Config` where a path cannot be written down; `FileSystem` where the record cannot be read.
pub fn adding(
    files: &[StartFile],
    lines: &Lines<'_>,
    nu_hook: Option<&str>,
    record: &Record,
) -> Result<Vec<Planned>> {
    let entries = record.entries()?;
    // The system's files lie in nobody's home.
    let home = lines.home.unwrap_or(Path::new("/nonexistent"));
    let plan = files.iter().map(|file| {
        let wanted = file.wanted(lines, nu_hook)?;
        let created = is_created(&entries, &file.path);
        let edit = Edit::new(&file.path, home, &wanted, created);
        Ok(Planned {
            path: file.path.clone(),
            marks: wanted.iter().map(|wanted| wanted.mark).collect(),
            by_hand: edit.is_err().then(|| joined(&wanted)),
            edit,
        })
    });
    plan.collect()
}

/// Plans to take one kind of block out of the recorded files that are not among `files`.
///
/// # Errors
/// `FileSystem` where the record cannot be read.
pub fn without(
    mark: Mark,
    files: &[StartFile],
    home: &Path,
    record: &Record,
) -> Result<Vec<Planned>> {
    let entries = record.entries()?;
    let others = entries.iter().filter(|entry| {
        matches!(entry.wrote, Wrote::Block | Wrote::Created)
            && !files.iter().any(|file| file.path == entry.path)
            && has(&entry.path, mark)
    });
    Ok(others
        .map(|entry| Planned {
            path: entry.path.clone(),
            marks: Vec::new(),
            edit: Edit::without(&entry.path, home, mark, entry.wrote == Wrote::Created),
            by_hand: None,
        })
        .collect())
}

/// Plans to take every block out: of the recorded files, and of `files` where one would be.
///
/// # Errors
/// `FileSystem` where the record cannot be read.
pub fn removing(files: &[StartFile], home: &Path, record: &Record) -> Result<Vec<Planned>> {
    let entries = record.entries()?;
    let recorded = entries
        .iter()
        .filter(|entry| matches!(entry.wrote, Wrote::Block | Wrote::Created));
    let mut paths: Vec<_> = recorded.map(|entry| entry.path.clone()).collect();
    for file in files {
        if !paths.contains(&file.path) {
            paths.push(file.path.clone());
        }
    }
    let plan = paths.into_iter().map(|path| Planned {
        edit: Edit::new(&path, home, &[], is_created(&entries, &path)),
        path,
        marks: Vec::new(),
        by_hand: None,
    });
    // Files that are not gom's and hold nothing of gom's are nobody's concern.
    let concerns =
        |one: &Planned| one.edit.is_ok() || entries.iter().any(|entry| entry.path == one.path);
    Ok(plan.filter(concerns).collect())
}

/// True where a file has such a block.
#[must_use]
pub fn has(path: &Path, mark: Mark) -> bool {
    std::fs::read(path)
        .ok()
        .and_then(|text| Marked::parse(&text))
        .is_some_and(|marked| marked.has(mark))
}

fn is_created(entries: &[Entry], path: &Path) -> bool {
    entries
        .iter()
        .any(|entry| entry.path == path && entry.wrote == Wrote::Created)
}

fn joined(wanted: &[Wanted]) -> String {
    wanted.iter().map(|wanted| &*wanted.body).collect()
}

impl Planned {
    /// Makes the edit. One file that cannot be written is no reason to leave the others.
    #[must_use]
    pub fn make(self, record: &Record) -> Done {
        let failed = |error: &Error| error.causes.first().unwrap_or(&error.message).clone();
        let edit = self
            .edit
            .and_then(|edit| edit.apply(record).map(|()| edit).map_err(|e| failed(&e)));
        Done::of(self.path, self.marks, edit, self.by_hand)
    }

    /// What making it would do, with the diff.
    #[must_use]
    pub fn show(self) -> Done {
        let diff = self.edit.as_ref().ok().map(|edit| {
            let text = |text: Option<&[u8]>| text.unwrap_or_default().to_vec();
            text_diff::unified(&text(edit.before()), &text(edit.after()))
        });
        Done {
            diff: diff.filter(|diff| !diff.is_empty()),
            ..Done::of(self.path, self.marks, self.edit, self.by_hand)
        }
    }
}

impl Done {
    /// What happened to a file without blocks; a reason means that it was left.
    #[must_use]
    pub fn file(path: PathBuf, action: &'static str, reason: Option<Reason>) -> Self {
        Self {
            path,
            action: if reason.is_some() { "left" } else { action },
            marks: Vec::new(),
            reason,
            by_hand: None,
            diff: None,
        }
    }

    /// What happened to a whole file of gom's own, with the diff.
    #[must_use]
    pub fn whole(path: PathBuf, before: Option<&[u8]>, after: &str) -> Self {
        let diff = text_diff::unified(before.unwrap_or_default(), after.as_bytes());
        let action = match before {
            None => "created",
            Some(before) if before == after.as_bytes() => "unchanged",
            Some(_) => "changed",
        };
        Self {
            diff: Some(diff).filter(|diff| !diff.is_empty()),
            ..Self::file(path, action, None)
        }
    }

    fn of(
        path: PathBuf,
        marks: Vec<Mark>,
        edit: std::result::Result<Edit, Reason>,
        by_hand: Option<String>,
    ) -> Self {
        let (action, reason) = match edit {
            Ok(edit) if edit.is_nothing() => ("unchanged", None),
            Ok(edit) => match edit.verb() {
                "create" => ("created", None),
                "remove" => ("removed", None),
                _ => ("changed", None),
            },
            // Somebody added the lines already.
            Err(_) if is_there(&path, by_hand.as_deref()) => ("unchanged", None),
            Err(reason) => ("left", Some(reason)),
        };
        Self {
            path,
            action,
            marks,
            by_hand: by_hand.filter(|_| reason.is_some()),
            reason,
            diff: None,
        }
    }

    /// True where something changed, or would.
    #[must_use]
    pub fn is_change(&self) -> bool {
        matches!(self.action, "created" | "changed" | "removed")
    }

    /// Warns of a file that was left as it is, with what to add to it.
    pub fn warn(&self, gom: &Gom) {
        let Some(reason) = &self.reason else {
            return;
        };
        gom.printer.warning(format_args!(
            "{} is left as it is: {reason}",
            escape::path(&self.path)
        ));
        if let Some(lines) = self.by_hand.as_deref().filter(|lines| !lines.is_empty()) {
            gom.printer.hint("add this to it:");
            for line in lines.lines() {
                gom.printer.talk(format_args!("    {}", escape::text(line)));
            }
        }
    }

    /// What would change, as `diff -u` says it.
    pub fn print_diff(&self, gom: &Gom) {
        let Some(diff) = &self.diff else {
            return;
        };
        let path = escape::path(&self.path);
        let name = |absent| if absent { "/dev/null" } else { &*path };
        let data = |line: &str, sgr| gom.printer.data(gom.printer.paint_data(line, sgr));
        data(&format!("--- {}", name(self.action == "created")), "1");
        data(&format!("+++ {}", name(self.action == "removed")), "1");
        for line in diff.lines() {
            match line.as_bytes().first() {
                Some(b'@') => data(line, "36"),
                Some(b'-') => data(line, "31"),
                Some(b'+') => data(line, "32"),
                _ => gom.printer.data(line),
            }
        }
    }

    /// For `--json`.
    #[must_use]
    pub fn json(&self) -> Value {
        let marks: Vec<_> = self.marks.iter().map(|mark| mark.name()).collect();
        let mut object = Map::new();
        json_path::insert(&mut object, "path", &self.path);
        object.insert("action".to_owned(), json!(self.action));
        object.insert("blocks".to_owned(), json!(marks));
        for (name, value) in [
            ("reason", &self.reason),
            ("lines", &self.by_hand),
            ("diff", &self.diff),
        ] {
            object.extend(value.iter().map(|value| (name.to_owned(), json!(value))));
        }
        Value::Object(object)
    }
}

fn is_there(path: &Path, lines: Option<&str>) -> bool {
    let text = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let has = |line: &str| text.lines().any(|other| other.trim() == line.trim());
    lines.is_some_and(|lines| !lines.is_empty() && lines.lines().all(has))
}
