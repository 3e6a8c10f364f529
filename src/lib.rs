//! The cold side of gom: what happens when a person types `gom …`.

pub mod commands;
pub mod dirhash;
pub mod gom;
pub mod module;
pub mod sumdb;
pub mod ui;
