//! The world the tests run in.

pub mod server;
pub mod tls;
