//! Every integration test of gom, in one program so that it links once: modules by what they
//! test, what they stand on in `support`.
#![allow(missing_docs, unreachable_pub)]

mod support;

mod dist;
mod net;
mod record;
mod setup;
mod shell_files;
mod shims;
mod sumdb;
mod world;
