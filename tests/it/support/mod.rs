//! What the tests stand on: a world to run gom in, Go releases to install, a server to fetch them from.
#![allow(
    dead_code,
    reason = "support is written for tests of every kind, not each build has them all"
)]

pub(crate) mod archive;
pub(crate) mod call;
pub(crate) mod dist;
pub(crate) mod dist_server;
pub(crate) mod fake_go;
pub(crate) mod json_schema;
pub(crate) mod log;
pub(crate) mod outcome;
pub(crate) mod program;
pub mod server;
pub(crate) mod skip;
pub(crate) mod snapshot;
pub(crate) mod tar;
pub(crate) mod temp;
pub(crate) mod terminal;
pub mod tls;
pub(crate) mod tree;
pub(crate) mod unpacking;
pub(crate) mod world;
pub(crate) mod zip;
