//! The `h1:` of a list of files: Go's Hash1 (golang.org/x/mod/sumdb/dirhash).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// A file's name in its module with the SHA-256 of its content.
pub type File = (String, [u8; 32]);

/// `h1:` plus the base64 of the SHA-256 over one line per file: the hex digest, two spaces, the
/// name. Files may come in any order, as several threads gathered them: they are sorted here, by
/// the bytes of the names given. Names must hold no newline; the readers of archives refuse them.
#[must_use]
pub fn h1(mut files: Vec<File>) -> String {
    files.sort_unstable();
    let mut all = Sha256::new();
    for (name, digest) in &files {
        all.update(hex(digest));
        all.update(b"  ");
        all.update(name);
        all.update(b"\n");
    }
    format!("h1:{}", STANDARD.encode(all.finalize()))
}

/// 64 lower-case hexadecimal digits.
#[must_use]
pub fn hex(digest: &[u8; 32]) -> [u8; 64] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = [0; 64];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(digest) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    hex
}

/// The same as text.
#[must_use]
pub fn hex_text(digest: &[u8; 32]) -> String {
    hex(digest).iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> File {
        (name.to_owned(), Sha256::digest(content).into())
    }

    #[test]
    fn the_go_mod_line_of_every_toolchain() {
        // The one value that all toolchains share; go.mod holds just its module line.
        let go_mod = file("go.mod", "module golang.org/toolchain\n");
        assert_eq!(
            h1(vec![go_mod]),
            "h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0="
        );
    }

    #[test]
    fn order_is_that_of_final_names_and_not_of_arrival() {
        let (a, b) = (file("m/_go.mod", "x"), file("m/a.go", "y"));
        assert_eq!(h1(vec![a.clone(), b.clone()]), h1(vec![b, a]));
    }

    #[test]
    fn name_and_content_both_count() {
        let one = h1(vec![file("a", "x")]);
        assert_ne!(one, h1(vec![file("b", "x")]));
        assert_ne!(one, h1(vec![file("a", "y")]));
    }
}
