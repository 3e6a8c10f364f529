//! Names already taken in the tree, as the least able file system would see them.

use std::collections::HashMap;

use gom_shim::Result;

use super::refused;

/// Every path seen so far. Two that differ in case only, or a file where a directory is, would
/// meet on macOS or Windows, so they are refused everywhere.
///
/// A trie, so that its memory is bounded by that of the names however deep they nest.
#[derive(Default)]
pub(super) struct Taken {
    elements: HashMap<(u32, String), Element>,
}

struct Element {
    id: u32,
    spelling: Option<Box<str>>,
    is_dir: bool,
    listed: bool,
}

impl Taken {
    /// Takes the path of a file, and those of the directories it lies in.
    pub(super) fn file(&mut self, path: &str) -> Result<()> {
        self.take(path, false)
    }

    /// Takes the path of a directory that has an entry of its own.
    pub(super) fn dir(&mut self, path: &str) -> Result<()> {
        if path.is_empty() {
            return Ok(());
        }
        self.take(path, true)
    }

    fn take(&mut self, path: &str, is_dir: bool) -> Result<()> {
        let mut parent = 0;
        let mut rest = Some(path);
        while let Some(below) = rest {
            let (element, next) = match below.split_once('/') {
                Some((element, next)) => (element, Some(next)),
                None => (below, None),
            };
            let last = next.is_none();
            let folded = fold(element);
            let spelling = (folded != element).then(|| element.into());
            let id = u32::try_from(self.elements.len() + 1)
                .map_err(|_| refused(path, "is one too many"))?;
            let new = Element {
                id,
                spelling,
                is_dir: is_dir || !last,
                listed: last,
            };
            let there = match self.elements.entry((parent, folded)) {
                std::collections::hash_map::Entry::Vacant(free) => free.insert(new),
                std::collections::hash_map::Entry::Occupied(there) => {
                    let there = there.into_mut();
                    if there.spelling != new.spelling {
                        return Err(refused(path, "differs from another in case only"));
                    }
                    if there.is_dir != new.is_dir {
                        return Err(refused(path, "is both a file and a directory"));
                    }
                    if last && there.listed {
                        return Err(refused(path, "is there twice"));
                    }
                    there.listed |= last;
                    there
                }
            };
            parent = there.id;
            rest = next;
        }
        Ok(())
    }
}

/// Upper case first, so that letters with two small forms (`ſ`, `ß`) meet as well.
fn fold(element: &str) -> String {
    if element.is_ascii() {
        element.to_ascii_lowercase()
    } else {
        element.to_uppercase().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collisions() {
        for (first, second, why) in [
            ("a/b", "a/b", Some("twice")),
            ("a/b", "a/B", Some("case")),
            ("a/b", "A/c", Some("case")),
            ("a/ä", "a/Ä", Some("case")),
            ("s", "\u{17f}", Some("case")),
            ("ss", "ß", Some("case")),
            ("a", "a/b", Some("directory")),
            ("a/b", "a", Some("directory")),
            ("a/b", "b/a", None),
            ("a/bc", "ab/c", None),
        ] {
            let mut taken = Taken::default();
            taken.file(first).unwrap();
            let result = taken.file(second).map_err(|e| e.message);
            match why {
                None => result.unwrap(),
                Some(why) => assert!(result.unwrap_err().contains(why), "{first} {second}"),
            }
        }
    }

    #[test]
    fn directories_may_be_listed_once_before_or_after_their_files() {
        let mut taken = Taken::default();
        taken.dir("").unwrap();
        taken.dir("a").unwrap();
        taken.file("a/b/c").unwrap();
        taken.dir("a/b").unwrap();
        assert!(taken.dir("a/b").is_err() && taken.dir("A").is_err());
        assert!(taken.dir("a/b/c").is_err() && taken.file("a").is_err());
    }
}
