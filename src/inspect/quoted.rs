//! Words in quotes, as Go writes and reads them.
//!
//! Rules: `src/strconv/quote.go`; which words are quoted: `src/runtime/debug/mod.go`.

use std::borrow::Cow;

/// True for a key that must stand in quotes (`quoteKey`).
pub(super) fn key_needs_quotes(key: &[u8]) -> bool {
    key.is_empty() || key.contains(&b'=') || value_needs_quotes(key)
}

/// True for a value that must stand in quotes (`quoteValue`).
pub(super) fn value_needs_quotes(value: &[u8]) -> bool {
    value.iter().any(|b| b" \t\r\n\"`".contains(b))
}

/// `text` in double quotes (`strconv.Quote`).
pub(super) fn quote(text: &[u8]) -> Vec<u8> {
    let mut out = vec![b'"'];
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => out.extend([b'\\', c as u8]),
                '\u{7}' => out.extend(b"\\a"),
                '\u{8}' => out.extend(b"\\b"),
                '\u{c}' => out.extend(b"\\f"),
                '\n' => out.extend(b"\\n"),
                '\r' => out.extend(b"\\r"),
                '\t' => out.extend(b"\\t"),
                '\u{b}' => out.extend(b"\\v"),
                c if is_print(c) => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
                c if c < ' ' || c == '\u{7f}' => out.extend(format!("\\x{:02x}", c as u32).bytes()),
                c if c < '\u{10000}' => out.extend(format!("\\u{:04x}", c as u32).bytes()),
                c => out.extend(format!("\\U{:08x}", c as u32).bytes()),
            }
        }
        for byte in chunk.invalid() {
            out.extend(format!("\\x{byte:02x}").bytes());
        }
    }
    out.push(b'"');
    out
}

/// Letters, marks, numbers, punctuation, symbols and the ASCII space (`strconv.IsPrint`): the same
/// characters that Rust prints without an escape inside a string.
fn is_print(c: char) -> bool {
    // A mark is escaped by Rust where it has no letter before it.
    let text = format!("a{c}");
    c == '\'' || text.escape_debug().eq(text.chars())
}

/// Splits a quoted word off the front and reads it; `None` where Go calls it malformed
/// (`strconv.QuotedPrefix` and `strconv.Unquote` in one).
pub(super) fn unquote(text: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    match text.first()? {
        b'`' => {
            let end = 1 + text[1..].iter().position(|&b| b == b'`')?;
            let inside = &text[1..end];
            let rest = &text[end + 1..];
            if inside.contains(&b'\r') {
                let kept = inside.iter().copied().filter(|&b| b != b'\r');
                return Some((kept.collect::<Vec<u8>>().into(), rest));
            }
            Some((inside.into(), rest))
        }
        b'"' => {
            let mut out = Vec::new();
            let mut rest = &text[1..];
            loop {
                match rest {
                    [] | [b'\n', ..] => return None,
                    [b'"', after @ ..] => return Some((out.into(), after)),
                    [b'\\', after @ ..] => rest = escape(after, &mut out)?,
                    [byte, after @ ..] if byte.is_ascii() => {
                        out.push(*byte);
                        rest = after;
                    }
                    _ => {
                        let c = first_char(rest);
                        let shown = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                        out.extend(shown.encode_utf8(&mut [0; 4]).bytes());
                        rest = &rest[c.map_or(1, char::len_utf8)..];
                    }
                }
            }
        }
        _ => None,
    }
}

/// The character that a text starts with; `None` where that is not UTF-8.
fn first_char(text: &[u8]) -> Option<char> {
    // No character is longer: the rest of a long text is not looked at again for each.
    let start = text.get(..4).unwrap_or(text);
    start.utf8_chunks().next()?.valid().chars().next()
}

/// Reads what follows a backslash (`strconv.UnquoteChar`) and gives the rest.
fn escape<'t>(text: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (&first, rest) = text.split_first()?;
    let plain = match first {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'\\' | b'"' => first,
        b'0'..=b'7' => {
            let value = number(text.get(..3)?, 8)?;
            out.push(u8::try_from(value).ok()?);
            return Some(&text[3..]);
        }
        b'x' | b'u' | b'U' => {
            let digits = match first {
                b'x' => 2,
                b'u' => 4,
                _ => 8,
            };
            let value = number(rest.get(..digits)?, 16)?;
            if first == b'x' {
                out.push(u8::try_from(value).ok()?);
            } else {
                let c = char::from_u32(value)?;
                out.extend(c.encode_utf8(&mut [0; 4]).bytes());
            }
            return Some(&rest[digits..]);
        }
        _ => return None,
    };
    out.push(plain);
    Some(rest)
}

/// The value of digits, all of them.
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, &digit| {
        let digit = char::from(digit).to_digit(radix)?;
        value.checked_mul(radix)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_go_quotes_them() {
        for (text, quoted) in [
            (&b"-s -w"[..], r#""-s -w""#),
            (b"", r#""""#),
            (b"a\tb\n\r\x07\x08\x0b\x0c", r#""a\tb\n\r\a\b\v\f""#),
            (br#"it's "so" \"#, r#""it's \"so\" \\""#),
            (b"\x00\x1b\x7f", r#""\x00\x1b\x7f""#),
            (b"\xff\xc3(", r#""\xff\xc3(""#),
            ("ü 漢 e\u{301} 😀".as_bytes(), "\"ü 漢 e\u{301} 😀\""),
            (
                "\u{a0}\u{ad}\u{200b}\u{202e}\u{feff}\u{e000}\u{e0001}".as_bytes(),
                r#""\u00a0\u00ad\u200b\u202e\ufeff\ue000\U000e0001""#,
            ),
            ("\u{fffd}".as_bytes(), "\"\u{fffd}\""),
        ] {
            let shown = String::from_utf8(quote(text)).unwrap();
            assert_eq!(shown, quoted);
            let (read, rest) = unquote(quoted.as_bytes()).unwrap();
            assert_eq!((&*read, rest), (text, &b""[..]), "{quoted}");
        }
    }

    #[test]
    fn words_in_quotes_are_read_as_go_reads_them() {
        for (quoted, text, rest) in [
            (&b"`a\\n b`=c"[..], &b"a\\n b"[..], &b"=c"[..]),
            (b"`a\r\nb`", b"a\nb", b""),
            (
                b"\"\\x41\\101\\u00e9\\U0001F600\\\"\"x",
                "AA\u{e9}😀\"".as_bytes(),
                b"x",
            ),
            (b"\"\xff\"", "\u{fffd}".as_bytes(), b""),
            (b"\"\\xff\\377\"", b"\xff\xff", b""),
        ] {
            let (read, after) = unquote(quoted).unwrap_or_else(|| panic!("{quoted:?}"));
            assert_eq!((&*read, after), (text, rest), "{quoted:?}");
        }
        for broken in [
            "",
            "x",
            "\"",
            "`",
            "\"a",
            "`a",
            "\"a\nb\"",
            r#""\"#,
            r#""\q""#,
            r#""\'""#,
            r#""\x4""#,
            r#""\x4g""#,
            r#""\400""#,
            r#""\08""#,
            r#""\ud800""#,
            r#""\U00110000""#,
            r#""\u12""#,
            r#""\+1""#,
            r#""\x+1""#,
        ] {
            assert_eq!(unquote(broken.as_bytes()), None, "{broken}");
        }
    }

    #[test]
    fn a_long_word_takes_no_longer_than_its_length() {
        let text = "é".repeat(1 << 19);
        let quoted = format!("\"{text}\"");
        assert_eq!(&*unquote(quoted.as_bytes()).unwrap().0, text.as_bytes());
    }
}
