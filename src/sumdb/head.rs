//! A tree head: size and root of the whole log at one moment.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gom_shim::{Result, escape};

use super::key::Key;
use super::tree::Hash;
use super::{note, refused};

/// How many records the log has, and the hash over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of records.
    pub size: u64,
    /// Root of the Merkle tree over them.
    pub root: Hash,
}

impl Head {
    /// The head that `note` states, once `key` is seen to have signed it. Lines after the third
    /// are signed but not ours, and passed over as Go does.
    ///
    /// # Errors
    /// `Kind::Integrity` where the note is not signed by `key` or states no head.
    pub fn open(key: &Key, note: &str) -> Result<Self> {
        let text = note::open(key, note)?;
        Self::parse(text).ok_or_else(|| {
            refused("the signed note is no tree head")
                .cause(format!("actual: '{}'", escape::excerpt(text, 200)))
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        if lines.next()? != "go.sum database tree" {
            return None;
        }
        let size = decimal(lines.next()?)?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        lines.next()?; // the third line ends with a newline
        Some(Self { size, root })
    }
}

/// A number in the one spelling that Go writes: no sign, no leading zero, at most 2⁶³−1.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text && i64::try_from(number).is_ok()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_have_one_spelling() {
        let root = "sQf8auvkDFg9PKDbQGgkBrVZQEHSyvAOf691285Q4FM=";
        let head = |size: &str| Head::parse(&format!("go.sum database tree\n{size}\n{root}\n"));
        assert_eq!(head("54081485").unwrap().size, 54_081_485);
        assert!(Head::parse(&format!("go.sum database tree\n1\n{root}\nmore\n")).is_some());
        for size in [
            "",
            "-1",
            "+1",
            "01",
            " 1",
            "1 ",
            "0x1",
            "x",
            "9223372036854775808",
            "18446744073709551616",
        ] {
            assert_eq!(head(size), None, "{size:?}");
        }
        for text in [
            format!("go.sum database tree\n1\n{root}"),
            "go.sum database tree\n1\nAAAA\n".into(),
            "go.sum database tree\n1\n".into(),
            format!("another tree\n1\n{root}\n"),
        ] {
            assert_eq!(Head::parse(&text), None, "{text:?}");
        }
    }
}
