//! `__GOM_DIFF`: what gom set in an environment for one project, so that another project, a nested
//! shell and gom itself can take it back (design §6).
//!
//! `1`, or `1@DIRECTORY` where a shell's hook wrote it for the project there, and for each variable
//! `,NAME=OURS` or `,NAME=OURS~FORMER`: without `~` it was not set before. Bytes other than letters,
//! digits and `_./:+-` are written as `%XX`.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::toolchain::path_from_bytes;
use crate::vars::Vars;

/// The variable that carries it.
pub const NAME: &str = "__GOM_DIFF";

/// One variable that gom set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The variable.
    pub name: String,
    /// What gom set it to.
    pub ours: OsString,
    /// What it was before; `None` where it was not set, which is not the same as empty.
    pub former: Option<OsString>,
    /// True while the variable has gom's value: somebody else's stays that somebody's.
    pub is_ours: bool,
}

/// Everything gom set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The directory of the project that a shell is in, as far as a hook wrote this: what the user
    /// changed there stays the user's until that project is left.
    pub project: Option<PathBuf>,
    /// In the order it was set.
    pub records: Vec<Record>,
    /// True where the variable held something that gom did not write.
    pub damaged: bool,
}

impl Diff {
    /// Reads the variable's value; `None` where it is not one that gom wrote.
    #[must_use]
    pub fn parse(text: &OsStr) -> Option<Self> {
        let mut parts = text.to_str()?.split(',');
        let head = parts.next()?;
        let project = match head.split_once('@') {
            None if head == "1" => None,
            Some(("1", directory)) => Some(PathBuf::from(unescape(directory)?)),
            _ => return None,
        };
        let records = parts.map(|part| {
            let (name, values) = part.split_once('=')?;
            let (ours, former) = match values.split_once('~') {
                Some((ours, former)) => (ours, Some(unescape(former)?)),
                None => (values, None),
            };
            Some(Record {
                name: name.to_owned(),
                ours: unescape(ours)?,
                former,
                is_ours: true,
            })
        });
        Some(Self {
            project,
            records: records.collect::<Option<_>>()?,
            damaged: false,
        })
    }

    /// Takes the record out of an environment and gives every variable that still has gom's value
    /// its former one. What was changed since belongs to whoever changed it. A record that cannot
    /// be read is dropped, and nothing is taken back.
    pub fn undo(vars: &mut Vars) -> Self {
        let mut diff = match vars.get(NAME).map(Self::parse) {
            Some(Some(diff)) => diff,
            None => Self::default(),
            Some(None) => Self {
                damaged: true,
                ..Self::default()
            },
        };
        vars.remove(NAME);
        for record in diff.records.iter_mut().rev() {
            record.is_ours = vars.get(&record.name) == Some(&record.ours);
            if !record.is_ours {
                continue;
            }
            match &record.former {
                Some(former) => vars.set(&record.name, former.clone()),
                None => vars.remove(&record.name),
            }
        }
        diff
    }
}

impl std::fmt::Display for Diff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("1")?;
        if let Some(directory) = &self.project {
            write!(f, "@{}", escape(directory.as_os_str()))?;
        }
        for record in &self.records {
            write!(f, ",{}={}", record.name, escape(&record.ours))?;
            if let Some(former) = &record.former {
                write!(f, "~{}", escape(former))?;
            }
        }
        Ok(())
    }
}

fn escape(value: &OsStr) -> String {
    let mut text = String::new();
    for &byte in value.as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"_./:+-".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    text
}

fn unescape(text: &str) -> Option<OsString> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    Some(path_from_bytes(bytes).into_os_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, ours: &str, former: Option<&str>) -> Record {
        Record {
            name: name.to_owned(),
            ours: ours.into(),
            former: former.map(OsString::from),
            is_ours: true,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for project in [None, Some("/a b/@,=~".into()), Some(PathBuf::new())] {
            let diff = Diff {
                project,
                records: vec![
                    record("A", "", None),
                    record("B", "x,y=~%\n ü", Some("")),
                    record("C", "-mod=vendor", Some("/a b")),
                ],
                damaged: false,
            };
            let text = diff.to_string();
            assert!(text.bytes().all(|b| b.is_ascii_graphic()), "{text}");
            assert_eq!(Diff::parse(text.as_ref()), Some(diff));
        }
        for bad in [
            "", "2,A=b", "2@/a", "1@%4", "1,A", "1,A=%G0", "1,A=%4", "A=b",
        ] {
            assert_eq!(Diff::parse(bad.as_ref()), None, "{bad}");
        }
    }

    #[test]
    fn only_what_is_still_ours_is_taken_back() {
        let diff = Diff {
            records: vec![
                record("KEPT", "ours", Some("old")),
                record("EMPTY", "ours", Some("")),
                record("UNSET", "ours", None),
                record("CHANGED", "ours", Some("old")),
                record("REMOVED", "ours", Some("old")),
            ],
            ..Diff::default()
        };
        let pairs = [
            ("KEPT", "ours"),
            ("EMPTY", "ours"),
            ("UNSET", "ours"),
            ("CHANGED", "user's"),
            (NAME, &diff.to_string()),
        ];
        let env = pairs.map(|(name, value)| (name.into(), value.into()));
        let mut vars = Vars::new(env.into(), vec![], None);
        let ours: Vec<bool> = Diff::undo(&mut vars)
            .records
            .iter()
            .map(|record| record.is_ours)
            .collect();
        assert_eq!(ours, [true, true, true, false, false]);
        let get = |name: &str| vars.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(get("KEPT"), Some("old"));
        assert_eq!(get("EMPTY"), Some(""));
        assert_eq!(get("UNSET"), None);
        assert_eq!(get("CHANGED"), Some("user's"));
        assert_eq!((get("REMOVED"), get(NAME)), (None, None));
        vars.set(NAME, "1,A=%");
        vars.set("A", "a");
        let undone = Diff::undo(&mut vars);
        assert!(undone.damaged && undone.records.is_empty());
        assert_eq!(Diff::undo(&mut vars), Diff::default());
        assert_eq!(vars.get("A"), Some(OsStr::new("a")));
    }
}
