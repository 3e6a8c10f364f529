//! Every integration test of gom, in one program so that it links once: modules by what they
//! test, what they stand on in `support`.
#![allow(missing_docs, unreachable_pub)]

mod cases;
mod support;

mod against_go;
mod dist;
mod gover_table;
mod minimum;
mod net;
mod select;
mod sumdb;
mod world;
