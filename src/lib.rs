//! The cold side of gom: what happens when a person types `gom …`.

pub mod module;
