//! The cold side of gom: what happens when a person types `gom …`.

pub mod archive_name;
pub mod goproxy;
pub mod gosumdb;
pub mod http;
pub mod index;
pub mod netrc;
pub mod origin;
pub mod sumdb;
pub mod tls;
