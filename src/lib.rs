//! The cold side of gom: what happens when a person types `gom …`.

pub mod archive;
pub mod archive_name;
pub mod busy;
pub mod cli;
pub mod commands;
pub mod dirhash;
pub mod gom;
pub mod goproxy;
pub mod gosumdb;
pub mod http;
pub mod index;
pub mod inventory;
pub mod json_path;
pub mod lock;
pub mod module;
pub mod netrc;
pub mod origin;
pub mod receipt;
pub mod remove;
pub mod run;
pub mod scratch;
pub mod settings;
pub mod size;
pub mod sumdb;
pub mod time;
pub mod tls;
pub mod ui;
pub mod uninstall;
pub mod write;

pub use run::main;
