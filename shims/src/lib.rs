//! The hot side of gom: what every `go` call through it runs.
//!
//! Version, request, layout, project files, resolution, environment, exec. Nothing in this
//! crate opens a socket, starts a thread, writes a file, or knows clap.

pub mod error;
pub mod escape;
pub mod gover;
pub mod layout;
pub mod platform;
pub mod quote;
pub mod request;
pub mod side;
pub mod vars;
pub mod version;

pub use error::{Error, Kind, Result};
