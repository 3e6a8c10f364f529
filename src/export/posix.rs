//! Variables for sh, and for bash and zsh, which know more escapes.

use super::is_visible;

/// Removes the variable, and nothing else of that name.
pub(super) fn unset(name: &str) -> Vec<u8> {
    format!("unset -v {name}").into_bytes()
}

/// Sets it in a way that every POSIX shell reads.
pub(super) fn set(name: &str, value: &[u8]) -> Vec<u8> {
    let mut out = format!("export {name}=").into_bytes();
    quote(&mut out, value);
    out
}

/// Sets it with nothing in the code that a terminal would not show, and no newline.
pub(super) fn set_visibly(name: &str, value: &[u8]) -> Vec<u8> {
    [format!("export {name}=").as_bytes(), &visible_word(value)].concat()
}

/// One word, of bash and zsh, with nothing in it that a terminal would not show, and no newline.
pub(super) fn visible_word(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() + 2);
    if std::str::from_utf8(value).is_ok_and(is_visible) {
        quote(&mut out, value);
    } else {
        escape(&mut out, value);
    }
    out
}

/// In single quotes, where nothing but their end has a meaning.
fn quote(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'\'');
    for byte in value {
        match byte {
            b'\'' => out.extend(br"'\''"),
            byte => out.push(*byte),
        }
    }
    out.push(b'\'');
}

/// As `$'…'`, in ASCII only: there a backslash has a meaning, and in some old locales it can be
/// the second half of a character. Octal escapes have three digits at most, and here no fewer.
fn escape(out: &mut Vec<u8>, value: &[u8]) {
    out.extend(b"$'");
    for byte in value {
        match byte {
            b'\n' => out.extend(br"\n"),
            b'\r' => out.extend(br"\r"),
            b'\t' => out.extend(br"\t"),
            b'\'' | b'\\' => out.extend([b'\\', *byte]),
            b' '..=b'~' => out.push(*byte),
            byte => out.extend(format!("\\{byte:03o}").bytes()),
        }
    }
    out.push(b'\'');
}
