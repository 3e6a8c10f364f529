//! One marked block of lines in a text: put in, replaced in place, taken out without a trace.

use std::ops::Range;

/// The line above the block.
pub const BEGIN: &str = "# >>> gom >>>";
/// The line below the block.
pub const END: &str = "# <<< gom <<<";
/// First line of a block before which a newline had to be added, so that taking it out can take
/// that newline too.
const NEWLINE_ADDED: &str = "# (a newline was added above)";

/// Where a text gets its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above everything: what stands first is read also where the rest returns early.
    Top,
    /// Below everything: what stands last wins.
    End,
}

/// The text with the block in it: where one is already, else at `place`. `body` is whole lines.
/// `None` where a block of the text has no end, and nothing can be said about it.
#[must_use]
pub fn put(text: &[u8], body: &str, place: Place) -> Option<Vec<u8>> {
    let blocks = find(text)?;
    let (at, newline_added) = match (blocks.first(), place) {
        (Some(first), _) => (first.lines.start, first.newline_added),
        (None, Place::Top) => (0, false),
        (None, Place::End) => (text.len(), !(text.is_empty() || text.ends_with(b"\n"))),
    };
    let mut out = text[..at].to_vec();
    if newline_added && blocks.is_empty() {
        out.push(b'\n');
    }
    let note = if newline_added {
        format!("{NEWLINE_ADDED}\n")
    } else {
        String::new()
    };
    out.extend(format!("{BEGIN}\n{note}{body}{END}\n").bytes());
    let mut from = at;
    for block in &blocks {
        out.extend(&text[from..block.lines.start]);
        from = block.lines.end;
    }
    out.extend(&text[from..]);
    Some(out)
}

/// The text without any block, as it was before the first was put in. `None` where a block has
/// no end.
#[must_use]
pub fn take(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = text.to_vec();
    for block in find(text)?.iter().rev() {
        let mut lines = block.lines.clone();
        // Lines added below the block since then need the newline that was added above it.
        if block.newline_added && lines.end == out.len() && lines.start > 0 {
            lines.start -= 1;
        }
        out.drain(lines);
    }
    Some(out)
}

/// A block and the bytes it takes, markers and last newline included.
struct Block {
    lines: Range<usize>,
    newline_added: bool,
}

/// All blocks, in order. Editors may have changed the newlines of the file, so markers are
/// compared without blanks and carriage returns at their end.
fn find(text: &[u8]) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut start = 0;
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let content = line.trim_ascii_end();
        if content == BEGIN.as_bytes() {
            if open.is_some() {
                return None;
            }
            open = Some(Block {
                lines: start..end,
                newline_added: false,
            });
        } else if let Some(block) = &mut open {
            block.newline_added |= content == NEWLINE_ADDED.as_bytes();
            block.lines.end = end;
            if content == END.as_bytes() {
                blocks.extend(open.take());
            }
        }
        start = end;
    }
    open.is_none().then_some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = ["", "a\n", "a", "a\r\nb\r\n", "a\r\nb", "\n\n"];

    #[test]
    fn what_is_taken_out_leaves_the_very_bytes() {
        for text in TEXTS {
            for place in [Place::Top, Place::End] {
                let with = put(text.as_bytes(), "x\n", place).unwrap();
                assert_ne!(with, text.as_bytes());
                assert_eq!(take(&with).unwrap(), text.as_bytes(), "{text:?} {place:?}");
                let again = put(&with, "x\n", place).unwrap();
                assert_eq!(again, with, "idempotent");
                let other = put(&with, "y\nz\n", place).unwrap();
                assert_eq!(
                    take(&other).unwrap(),
                    text.as_bytes(),
                    "replaced: {text:?} {place:?}"
                );
            }
            assert_eq!(take(text.as_bytes()).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn a_block_keeps_its_place_and_lines_around_it_stay() {
        let with = put(b"a", "x\n", Place::End).unwrap();
        let text = [&with[..], b"b\n"].concat();
        let replaced = String::from_utf8(put(&text, "y\n", Place::Top).unwrap()).unwrap();
        assert!(replaced.starts_with("a\n# >>> gom >>>\n") && replaced.ends_with("<<<\nb\n"));
        assert_eq!(take(&text).unwrap(), b"a\nb\n");
    }

    #[test]
    fn several_blocks_become_one_and_all_are_taken_out() {
        let text = format!("a\n{BEGIN}\r\n1\r\n{END}\r\nb\n{BEGIN}\n2\n{END}\nc");
        let once = put(text.as_bytes(), "x\n", Place::End).unwrap();
        assert_eq!(once, format!("a\n{BEGIN}\nx\n{END}\nb\nc").as_bytes());
        assert_eq!(take(text.as_bytes()).unwrap(), b"a\nb\nc");
    }

    #[test]
    fn a_block_without_an_end_is_not_guessed_at() {
        for text in [
            format!("a\n{BEGIN}\nb\n"),
            format!("{BEGIN}\n{BEGIN}\n{END}\n"),
        ] {
            assert_eq!(put(text.as_bytes(), "x\n", Place::End), None);
            assert_eq!(take(text.as_bytes()), None);
        }
    }
}
