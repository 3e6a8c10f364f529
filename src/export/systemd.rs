//! Variables for `EnvironmentFile=` of a systemd unit, which no shell reads: nothing is replaced
//! (src/basic/env-file.c in systemd).

use super::is_plain;

/// `NAME="value"`. In double quotes a backslash takes away the meaning of `"`, `\`, `` ` `` and `$`, and
/// stays where another character follows; everything else stands for itself, newlines too.
pub(super) fn line(name: &str, value: &str) -> Vec<u8> {
    if is_plain(value) {
        return format!("{name}={value}\n").into_bytes();
    }
    let mut line = format!("{name}=\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '`' | '$') {
            line.push('\\');
        }
        line.push(c);
    }
    line.push_str("\"\n");
    line.into_bytes()
}
