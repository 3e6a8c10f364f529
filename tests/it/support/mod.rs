//! The world the tests run in.

pub(crate) mod archive;
pub(crate) mod log;
pub mod server;
pub(crate) mod tar;
pub mod tls;
pub(crate) mod zip;
