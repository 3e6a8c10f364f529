//! Why nothing came from an origin, and whether another one may be asked.

use std::io;

use gom_shim::{Error, Kind};

/// What a failure means for the origins that follow (design §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The server says that it is not there: 404, 410.
    Absent,
    /// The server, or a proxy before it, refuses: 401, 403, 407.
    Denied,
    /// No usable answer: DNS, connect, TLS, timeout, 429 and 5xx after retries, a page for
    /// people instead of data, a body still short after retries.
    Unavailable,
    /// The user's own settings end the search here: GOPROXY=off.
    Off,
    /// Nothing else may be tried: a wrong hash, a full disk, an interrupt.
    Fatal,
}

/// A failure with its class.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What it means for the next origin.
    pub class: Class,
    /// The HTTP status, where one was the reason; 200 where an answer came that makes no sense.
    pub status: Option<u16>,
    /// What a person reads; Network (5), or `NoVersion` (4) where something is absent.
    pub error: Error,
}

impl Failure {
    /// A failure without a status.
    #[must_use]
    pub fn new(class: Class, error: Error) -> Self {
        Self {
            class,
            status: None,
            error,
        }
    }

    /// No usable answer; `message` says to which question.
    #[must_use]
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Class::Unavailable, Error::new(Kind::Network, message))
    }

    /// Something that is not there.
    #[must_use]
    pub fn absent(message: impl Into<String>) -> Self {
        Self::new(Class::Absent, Error::new(Kind::NoVersion, message))
    }

    /// Adds a cause.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.error = self.error.cause(cause);
        self
    }

    /// Sets the hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.error = self.error.hint(hint);
        self
    }

    /// The failure of somebody who read a body: the network's own error where one is inside.
    #[must_use]
    pub fn from_read(action: &str, error: &io::Error) -> Self {
        error_within(error).map_or_else(
            || {
                let message = format!("could not {action}");
                Self::new(
                    Class::Fatal,
                    Error::new(Kind::FileSystem, message).cause(error.to_string()),
                )
            },
            |error| error.clone().into(),
        )
    }
}

/// An error of gom's own that travelled through a reader, as deep as it may lie.
#[must_use]
pub fn error_within(error: &io::Error) -> Option<&Error> {
    let mut next = error
        .get_ref()
        .map(|inner| -> &(dyn std::error::Error + 'static) { inner });
    while let Some(inner) = next {
        if let Some(found) = inner.downcast_ref::<Error>() {
            return Some(found);
        }
        // An io::Error's source is that of its content, so the content is looked at first.
        next = match inner
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(content) => Some(content),
            None => inner.source(),
        };
    }
    None
}

impl From<Error> for Failure {
    /// Network failures may be made good by another origin, absence too; nothing else may.
    fn from(error: Error) -> Self {
        let class = match error.kind {
            Kind::Network => Class::Unavailable,
            Kind::NoVersion => Class::Absent,
            _ => Class::Fatal,
        };
        Self::new(class, error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Wrapped(io::Error);
    impl std::fmt::Display for Wrapped {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("wrapped")
        }
    }
    impl std::error::Error for Wrapped {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn an_error_is_found_below_other_readers() {
        let ours = || io::Error::other(Error::new(Kind::Network, "cut"));
        for error in [
            ours(),
            io::Error::other(ours()),
            io::Error::other(Wrapped(ours())),
            io::Error::other(Wrapped(io::Error::other(Wrapped(ours())))),
        ] {
            assert_eq!(error_within(&error).unwrap().message, "cut");
            assert_eq!(
                Failure::from_read("unpack", &error).class,
                Class::Unavailable
            );
        }
        let plain = io::Error::from(io::ErrorKind::StorageFull);
        assert!(error_within(&plain).is_none());
        assert_eq!(Failure::from_read("unpack", &plain).class, Class::Fatal);
    }
}
