//! The directories made so far below a root.

use std::collections::HashSet;

use gom_shim::Result;

use super::root::Root;

/// Makes each directory once, and only those that hold a file.
pub(super) struct Folders<'a> {
    root: &'a Root,
    made: HashSet<String>,
}

impl<'a> Folders<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self {
            root,
            made: HashSet::new(),
        }
    }

    /// Makes the directories that the file at `path` lies in.
    pub(super) fn make_for(&mut self, path: &str) -> Result<()> {
        let Some((parent, _)) = path.rsplit_once('/') else {
            return Ok(());
        };
        if self.made.contains(parent) {
            return Ok(());
        }
        self.make_for(parent)?;
        self.root.create_dir(parent)?;
        self.made.insert(parent.to_owned());
        Ok(())
    }
}
