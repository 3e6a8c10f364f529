//! Why a file gives no build info.

use std::io;
use std::path::Path;

use gom_shim::{Error, Kind, escape, quote};

/// Why. The file is named by [`Fault::error`], so that the readers need not know it.
#[derive(Debug)]
pub enum Fault {
    /// Nothing in it.
    Empty,
    /// A directory, a device, a FIFO: what it is.
    NotAFile(&'static str),
    /// None of the formats that Go builds.
    NotAProgram,
    /// A format without build info: which.
    Unreadable(&'static str),
    /// A program without build info.
    NotGo,
    /// The file ends before this does.
    Truncated(&'static str),
    /// This contradicts the rest of the file.
    Damaged(&'static str),
    /// A line of the build info that Go would not have written: its number, and what is wrong.
    Line(usize, &'static str),
    /// The system would not read it.
    Io(io::Error),
}

impl Fault {
    /// The error that a person sees: `FileSystem` where the system refused, else `Failure`.
    #[must_use]
    pub fn error(self, path: &Path) -> Error {
        let name = escape::path(path);
        let failure = |message: String| Error::new(Kind::Failure, message);
        let look = format!("file {}", quote::path(path));
        match self {
            Self::Empty => failure(format!("{name} is empty")),
            Self::NotAFile("a directory") => {
                let hint = format!("gom inspect {}/*", quote::path(path));
                failure(format!("{name} is a directory")).hint(hint)
            }
            Self::NotAFile(what) => failure(format!("{name} is {what}, not a file")),
            Self::NotAProgram => failure(format!(
                "{name} is not a program in a format that Go builds"
            ))
            .hint(look),
            Self::Unreadable(format) => failure(format!(
                "{name} is {format}, which carries no build info that can be read"
            )),
            Self::NotGo => failure(format!("{name} has no Go build info"))
                .cause("it was not built by Go, or was packed or stripped of it since")
                .hint(look),
            Self::Truncated(what) => failure(format!("{name} is cut short"))
                .cause(format!("the end of {what} is missing")),
            Self::Damaged(what) => failure(format!("{name} is damaged")).cause(what),
            Self::Line(number, what) => failure(format!("the build info of {name} is damaged"))
                .cause(format!("line {number}: {what}")),
            Self::Io(error) => Error::io("read", path, &error),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a reader gives.
pub(super) type Result<T> = std::result::Result<T, Fault>;
