//! How the checksum database is asked.

pub mod transport;

use gom_shim::Result;

/// What the log answers to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The bytes; nothing in them is proved.
    Body(Vec<u8>),
    /// It does not have that; the text says who says so.
    Absent(String),
}

/// Asks the log by path, such as `lookup/…` or `tile/8/0/001`.
pub trait Transport: Send + Sync {
    /// Gets one path.
    ///
    /// # Errors
    /// Network, where there is no answer.
    fn get(&self, path: &str) -> Result<Answer>;
    /// Who is asked, for people.
    fn describe(&self) -> String;
}
