//! All integration tests of gom, in one binary so that they link once.
#![allow(missing_docs, unreachable_pub)]

mod against_go;
mod archive;
mod cases;
mod commands;
mod damaged;
mod dist;
mod export;
mod gover_table;
mod hook;
mod hostile_names;
mod hostile_tar;
mod hostile_zip;
mod install;
mod minimum;
mod net;
mod real_go;
mod record;
mod select;
mod setup;
mod shell_files;
mod shim;
mod shims;
mod sumdb;
mod support;
mod world;
