//! All integration tests of gom, in one binary so that they link once.
#![allow(missing_docs, unreachable_pub)]

mod archive;
mod dist;
mod net;
mod record;
mod setup;
mod shell_files;
mod shims;
mod sumdb;
mod support;
mod world;
