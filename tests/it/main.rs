//! All integration tests of gom, in one binary so that they link once.

mod archive;
mod hostile_names;
mod hostile_tar;
mod hostile_zip;
mod sumdb;
mod support;
