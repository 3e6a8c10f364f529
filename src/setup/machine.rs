//! What setup takes for granted of a machine, as a value: tests have one of their own.

use std::path::PathBuf;
use std::time::Duration;

use gom_shim::side::Side;
use gom_shim::vars::Vars;

use super::places::{self, Places};

/// The machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// What it is.
    pub side: Side,
    /// Where its file system begins: `/`.
    pub root: PathBuf,
    /// Windows' folder for documents.
    pub documents: Option<PathBuf>,
    /// How long a shell may take to start.
    pub limit: Duration,
}

impl Machine {
    /// The one that gom runs on.
    #[must_use]
    pub fn this(vars: &Vars) -> Self {
        Self {
            side: Side::of_this_machine(vars),
            root: PathBuf::from("/"),
            documents: places::documents(),
            limit: Duration::from_secs(10),
        }
    }

    /// Where start files are for a user with this environment.
    #[must_use]
    pub fn places<'a>(&'a self, vars: &'a Vars) -> Places<'a> {
        Places {
            vars,
            side: &self.side,
            root: &self.root,
            documents: self.documents.clone(),
        }
    }
}
