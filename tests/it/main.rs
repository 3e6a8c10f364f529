//! All integration tests of gom, in one binary so that they link once.

mod archive;
mod hostile;
mod sumdb;
mod support;
