//! The commands, one file each.

pub mod self_uninstall;
pub mod setup;
