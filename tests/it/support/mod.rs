//! The world the tests run in.

pub(crate) mod archive;
pub(crate) mod log;
pub(crate) mod tar;
pub(crate) mod unpacking;
pub(crate) mod zip;
