//! Variables for Nushell.

use std::ffi::OsStr;

use super::is_visible;

/// Removes it, in silence where it is not there.
pub(super) fn unset(name: &str) -> Vec<u8> {
    format!("hide-env -i {name}").into_bytes()
}

/// Sets it; PATH as the list that it is in Nushell.
pub(super) fn set(name: &str, value: &OsStr) -> Vec<u8> {
    let mut out = format!("$env.{name} = ");
    if name == "PATH" {
        out.push('[');
        for (index, entry) in std::env::split_paths(value).enumerate() {
            out.push_str(if index == 0 { "" } else { ", " });
            quote(&mut out, &entry.to_string_lossy());
        }
        out.push(']');
    } else {
        quote(&mut out, &value.to_string_lossy());
    }
    out.into_bytes()
}

/// In double quotes, the only ones that can hold every character. `$` and `(` mean themselves:
/// only `$"…"` interpolates.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_visible(c.encode_utf8(&mut [0; 4])) => out.push(c),
            c => out.extend(c.escape_unicode()),
        }
    }
    out.push('"');
}
