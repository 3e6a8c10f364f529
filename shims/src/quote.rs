//! A word quoted so that it can be pasted into a shell.

use std::path::Path;

/// `word` for a POSIX shell: bare where every character is plain, else in single quotes.
/// Windows paths hold no quote, and PowerShell reads single quotes the same way.
#[must_use]
pub fn word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+=,\\".contains(c);
    let backslash_is_plain = cfg!(windows);
    if !word.is_empty()
        && word
            .chars()
            .all(|c| plain(c) && (c != '\\' || backslash_is_plain))
    {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A path for a command in a hint.
#[must_use]
pub fn path(path: &Path) -> String {
    word(&crate::escape::path(path))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn only_odd_words_are_quoted() {
        assert_eq!(word("/home/me/p"), "/home/me/p");
        assert_eq!(word("my dir"), "'my dir'");
        assert_eq!(word("it's"), r"'it'\''s'");
        assert_eq!(word(""), "''");
        assert_eq!(word("$HOME"), "'$HOME'");
    }
}
