//! The answer of a resolution: a toolchain or what is missing, and why.

use crate::chain::Chain;
use crate::error::Error;
use crate::project::Project;
use crate::request::Request;
use crate::source::Source;
use crate::toolchain::Toolchain;
use crate::version::Version;

/// The toolchain that answers, or what is missing.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// It is there.
    Toolchain(Toolchain),
    /// It is not.
    Missing(Missing),
}

/// What is not there, and what would mend it.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The version asked for, or the minimum, where it is known.
    pub version: Option<Version>,
    /// The request to install; `None` where nothing that gom installs would help.
    pub install: Option<Request>,
    /// The message, with the command.
    pub error: Error,
}

/// Something worth telling about a resolution that succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable name.
    pub id: &'static str,
    /// For people.
    pub message: String,
    /// The mending command.
    pub hint: String,
}

/// The answer and why.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The request in the words of its source.
    pub request: String,
    /// The place that decided.
    pub source: Source,
    /// What it led to.
    pub chosen: Chosen,
    /// True where a pin decided: the toolchain runs even if go.mod asks for more.
    pub pinned: bool,
    /// Every place that was looked at.
    pub chain: Chain,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
    /// The project here, whose settings count whatever decided.
    pub project: Option<Project>,
}
