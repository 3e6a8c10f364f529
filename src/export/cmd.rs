//! Variables for cmd.exe.

use super::Why;

/// The longest line that cmd.exe reads, in UTF-16 units.
const LONGEST: usize = 8191;

/// Removes it.
pub(super) fn unset(name: &str) -> Vec<u8> {
    format!("set \"{name}=\"").into_bytes()
}

/// Sets it. Between the quotes `& | < > ^ ( )` and blanks mean themselves, both in a batch file
/// and as the body of `for /f … do`. The two differ over a doubled `%`, and `!` depends on an
/// option of whoever reads the line, so both are refused.
pub(super) fn set(name: &str, value: &str) -> Result<Vec<u8>, Why> {
    for c in value.chars() {
        match c {
            '%' => return Err("its value has a '%' in it, which cmd.exe replaces"),
            '!' => return Err("its value has a '!' in it, which cmd.exe may replace"),
            '"' => return Err("its value has a '\"' in it, which cmd.exe cannot quote"),
            '\n' | '\r' => return Err("its value has a newline in it"),
            '\t' => {}
            c if c.is_control() => return Err("its value has a control character in it"),
            _ => {}
        }
    }
    let line = format!("set \"{name}={value}\"");
    if line.encode_utf16().count() > LONGEST {
        return Err("cmd.exe reads no line that long");
    }
    Ok(line.into_bytes())
}
