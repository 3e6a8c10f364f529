//! The cold side of gom: what happens when a person types `gom …`.

pub mod block;
pub mod commands;
pub mod dirhash;
pub mod env_file;
pub mod gom;
pub mod module;
pub mod owner;
pub mod profile;
pub mod program;
pub mod record;
pub mod remove;
pub mod shell_files;
pub mod shims;
pub mod sumdb;
pub mod ui;
pub mod write;
