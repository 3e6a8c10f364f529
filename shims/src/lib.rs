//! The hot side of gom: what every `go` call through it runs.

pub mod answer;
pub mod auto_install;
pub mod chain;
pub mod config;
pub mod environment;
pub mod error;
pub mod escape;
pub mod exec;
pub mod goenv;
pub mod gomod;
pub mod gotoolchain;
pub mod gover;
pub mod home;
pub mod invocation;
pub mod layout;
pub mod missing;
pub mod modules;
pub mod platform;
pub mod project;
pub mod quote;
pub mod read;
pub mod request;
pub mod resolve;
pub mod shim;
pub mod side;
pub mod source;
pub mod toolchain;
pub mod trust;
pub mod vars;
pub mod version;

pub use error::{Error, Kind, Result};
