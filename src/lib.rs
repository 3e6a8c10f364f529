//! The cold side of gom: what happens when a person types `gom …`.

pub mod dirhash;
pub mod module;
pub mod sumdb;
