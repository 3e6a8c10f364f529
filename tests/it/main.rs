//! All integration tests of gom, in one binary so that they link once.

mod archive;
mod net;
mod sumdb;
mod support;

#![allow(missing_docs, unreachable_pub)]
