//! Variables for PowerShell.

/// Removes it, in silence where it is not there.
pub(super) fn unset(name: &str) -> Vec<u8> {
    format!("Remove-Item Env:\\{name} -ErrorAction Ignore").into_bytes()
}

/// Sets it.
pub(super) fn set(name: &str, value: &str) -> Vec<u8> {
    format!("$env:{name} = {}", expression(value)).into_bytes()
}

/// The value as an expression that is one line of visible ASCII.
///
/// PowerShell decodes what a program prints by the console's code page, which is seldom UTF-8 on
/// Windows, and gives it on by lines; its escapes for characters are younger than 5.1. So all but
/// ASCII is written as UTF-16 numbers. That spares the four typographic quotes too, which end a
/// string like `'` does.
pub(super) fn expression(value: &str) -> String {
    let mut out = String::from("'");
    let mut quoted = true;
    for c in value.chars() {
        let visible = matches!(c, ' '..='~');
        if visible && !quoted {
            out.push_str(" + '");
        } else if !visible && quoted {
            out.push('\'');
        }
        quoted = visible;
        match c {
            '\'' => out.push_str("''"),
            c if visible => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!(" + [char]0x{unit:X}"));
                }
            }
        }
    }
    if quoted {
        out.push('\'');
    }
    out
}
