//! Variables for fish.

use std::ffi::OsStr;

use super::is_visible;

/// Removes the global variable, which is what fish makes of an inherited one. A universal variable
/// stays: removing one would remove it for good.
pub(super) fn unset(name: &str) -> Vec<u8> {
    format!("set -eg {name}").into_bytes()
}

/// Sets it; PATH as the list that it is in fish.
pub(super) fn set(name: &str, value: &OsStr) -> Vec<u8> {
    let mut out = format!("set -gx {name}").into_bytes();
    if name == "PATH" {
        for entry in std::env::split_paths(value) {
            word(&mut out, entry.as_os_str().as_encoded_bytes());
        }
    } else {
        word(&mut out, value.as_encoded_bytes());
    }
    out
}

/// A blank and one word: in single quotes, where a backslash and a quote are the only special
/// characters, but for what a terminal would not show. fish reads that as escapes only outside quotes.
pub(super) fn word(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b' ');
    if value.is_empty() {
        out.extend(b"''");
    }
    let mut quoted = false;
    for chunk in value.utf8_chunks() {
        for c in chunk.valid().chars() {
            let mut buffer = [0; 4];
            let c = &*c.encode_utf8(&mut buffer);
            let visible = is_visible(c);
            if visible != quoted {
                out.push(b'\'');
                quoted = visible;
            }
            match c {
                "'" | "\\" => out.extend([b'\\', c.as_bytes()[0]]),
                _ if visible => out.extend(c.bytes()),
                _ => escape(out, c.as_bytes()),
            }
        }
        if quoted && !chunk.invalid().is_empty() {
            out.push(b'\'');
            quoted = false;
        }
        escape(out, chunk.invalid());
    }
    if quoted {
        out.push(b'\'');
    }
}

/// `\X` is a byte, where `\x` is a character in older versions.
fn escape(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'\n' => out.extend(br"\n"),
            b'\r' => out.extend(br"\r"),
            b'\t' => out.extend(br"\t"),
            byte => out.extend(format!("\\X{byte:02x}").bytes()),
        }
    }
}
