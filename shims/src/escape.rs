//! Foreign text made safe to print: files, names and servers may send terminal commands.

use std::borrow::Cow;
use std::path::Path;

/// True for characters that move the cursor, change colours, reorder text or are not seen at all:
/// C0, C1, DEL, the line separators, and what Unicode calls default ignorable, the bidirectional
/// controls among them (`DerivedCoreProperties.txt`). Variation selectors are left: emoji have them.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        )
        || matches!(c, '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}')
        || matches!(c, '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// `text` with every unsafe character written as an escape such as `\u{1b}`.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            out.extend(c.escape_default())
        } else {
            out.push(c)
        }
    }
    Cow::Owned(out)
}

/// A path for a message: lossy where it is not UTF-8, with unsafe characters escaped.
#[must_use]
pub fn path(path: &Path) -> String {
    text(&path.to_string_lossy()).into_owned()
}

/// At most `max` characters of a foreign text, escaped, with `…` where it was cut.
#[must_use]
pub fn excerpt(foreign: &str, max: usize) -> String {
    let mut cut: String = foreign.chars().take(max).collect();
    if foreign.chars().nth(max).is_some() {
        cut.push('…');
    }
    text(&cut).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_bidi_are_escaped_and_the_rest_is_kept() {
        assert_eq!(text("plain ü 漢"), "plain ü 漢");
        assert_eq!(
            text("a\u{1b}[31mb\n\u{202e}c\u{9b}"),
            "a\\u{1b}[31mb\\n\\u{202e}c\\u{9b}"
        );
    }

    #[test]
    fn what_is_not_seen_is_escaped_too() {
        assert_eq!(
            text("a\u{200b}b\u{2060}c\u{ad}d\u{3164}e\u{e0041}f"),
            "a\\u{200b}b\\u{2060}c\\u{ad}d\\u{3164}e\\u{e0041}f"
        );
        assert_eq!(text("❤\u{fe0f} é ü\u{308}"), "❤\u{fe0f} é ü\u{308}");
    }

    #[test]
    fn an_excerpt_says_that_it_was_cut() {
        assert_eq!(excerpt("abcdef", 3), "abc…");
        assert_eq!(excerpt("abc", 3), "abc");
    }
}
