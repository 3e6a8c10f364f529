//! Variables for a .env file, as far as its readers agree.
//!
//! There is no standard. What is written here means the same to Node.js itself (20.12 and newer), the
//! `dotenv` packages of npm (16 and newer) and Ruby (3), python-dotenv and Docker Compose (2):
//!
//! - a word of letters, digits and `_-+./:@%,=` without quotes;
//! - anything without `'` and `\r` in single quotes, on several lines if need be, unless `${`
//!   (python-dotenv replaces it even here), `\\`, or a `\` at the end is in it;
//! - what has a `'` in double quotes, unless it also has one of ``" ` \ $``, over which they differ.
//!
//! They share no escape at all, so everything else is refused.

use super::{Why, is_plain};

/// `NAME=value`
pub(super) fn line(name: &str, value: &str) -> Result<Vec<u8>, Why> {
    if value.contains('\r') {
        return Err("its value has a carriage return in it, which readers drop");
    }
    let quote = if is_plain(value) {
        ""
    } else if !value.contains('\'') {
        if value.contains("${") {
            return Err("its value has '${' in it, which some readers replace");
        }
        if value.contains(r"\\") || value.ends_with('\\') {
            return Err("its value has a double or final '\\', which readers take differently");
        }
        "'"
    } else if !value.contains(['"', '`', '\\', '$']) {
        "\""
    } else {
        return Err("its value has a \"'\" beside one of \"`\\$, and readers share no escape");
    };
    Ok(format!("{name}={quote}{value}{quote}\n").into_bytes())
}
