//! Variables for `artifacts:reports:dotenv` of GitLab, a dialect of its own: no quotes, no escapes,
//! no comments, one line each (app/services/ci/parse_dotenv_artifact_service.rb in GitLab).

use gom_shim::{Error, Kind, Result};

use super::Why;

/// GitLab's default limit, in bytes: a report must be smaller. Its administrators can change it.
const LIMIT: usize = 5 * 1024;

/// `NAME=value`. What later jobs get has its variables replaced, so a value cannot hold one.
pub(super) fn line(name: &str, value: &str) -> std::result::Result<Vec<u8>, Why> {
    if value.contains('\n') {
        return Err("its value has a newline in it");
    }
    // What Ruby's `strip` takes off.
    let blank = [' ', '\t', '\u{b}', '\u{c}', '\r'];
    if value.starts_with(blank) || value.ends_with(blank) {
        return Err("its value begins or ends with a blank, which GitLab drops");
    }
    if value.contains('$') || value.matches('%').count() > 1 {
        return Err("its value has '$' or '%…%' in it, which GitLab replaces");
    }
    Ok(format!("{name}={value}\n").into_bytes())
}

/// Refuses a report that GitLab would refuse.
pub(super) fn check_size(bytes: usize) -> Result<()> {
    if bytes < LIMIT {
        return Ok(());
    }
    Err(Error::new(
        Kind::Failure,
        format!("GitLab takes a dotenv report of less than {LIMIT} bytes, and this has {bytes}"),
    )
    .hint("name those that later jobs need: gom env --format gitlab NAME…"))
}
