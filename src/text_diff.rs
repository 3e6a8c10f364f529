//! Two texts side by side: what a unified diff shows of a change.

use gom_shim::escape;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// More pairs of lines than this are not compared: the texts are shown as one replaced by the other.
const PAIRS: usize = 1 << 22;

/// What a line of the diff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In both texts.
    Same,
    /// In the old one only.
    Removed,
    /// In the new one only.
    Added,
    /// `@@ -1,3 +1,4 @@`.
    Place,
}

/// One line of the diff: its mark and its text, control characters escaped, without a newline.
pub type Line = (Kind, String);

/// The unified diff from `old` to `new`, without the two lines that name the files; empty where
/// they are equal.
#[must_use]
pub fn unified(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        old.split_inclusive('\n').collect(),
        new.split_inclusive('\n').collect(),
    );
    let edits = edits(&old, &new);
    let changed: Vec<usize> = (0..edits.len())
        .filter(|&index| edits[index].0 != Kind::Same)
        .collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while let Some(&first) = changed.get(from) {
        // Changes whose contexts touch are shown as one.
        let mut to = from;
        while to + 1 < changed.len() && changed[to + 1] - changed[to] <= 2 * CONTEXT + 1 {
            to += 1;
        }
        let start = first.saturating_sub(CONTEXT);
        let end = (changed[to] + CONTEXT + 1).min(edits.len());
        hunk(&edits, start, end, &mut lines);
        from = to + 1;
    }
    lines
}

/// The edits from `start` to `end`, with the line that says where they are.
fn hunk(edits: &[(Kind, &str)], start: usize, end: usize, lines: &mut Vec<Line>) {
    let count =
        |part: &[(Kind, &str)], other: Kind| part.iter().filter(|(kind, _)| *kind != other).count();
    let range = |other: Kind| {
        let (before, within) = (
            count(&edits[..start], other),
            count(&edits[start..end], other),
        );
        // As diff writes it: the line before it where there is nothing.
        let first = before + usize::from(within > 0);
        if within == 1 {
            first.to_string()
        } else {
            format!("{first},{within}")
        }
    };
    let place = format!("@@ -{} +{} @@", range(Kind::Added), range(Kind::Removed));
    lines.push((Kind::Place, place));
    for (kind, text) in &edits[start..end] {
        let mark = match kind {
            Kind::Removed => '-',
            Kind::Added => '+',
            Kind::Same | Kind::Place => ' ',
        };
        let ended = text.strip_suffix('\n');
        let shown = escape::text(ended.unwrap_or(text));
        lines.push((*kind, format!("{mark}{shown}")));
        if ended.is_none() {
            lines.push((*kind, "\\ No newline at end of file".to_owned()));
        }
    }
}

/// Every line of both texts, in order.
fn edits<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Kind, &'t str)> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let same = |line: &&'t str| (Kind::Same, *line);
    let mut edits: Vec<_> = old[..start].iter().map(same).collect();
    edits.extend(changed(middle.0, middle.1));
    edits.extend(old[old.len() - end..].iter().map(same));
    edits
}

/// The edits between two texts that begin and end differently, by their longest common subsequence.
fn changed<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Kind, &'t str)> {
    let width = new.len() + 1;
    let mut edits = Vec::new();
    let (mut left, mut right) = (0, 0);
    if old.len().saturating_mul(new.len()) <= PAIRS {
        // At [i][j]: how many lines old[i..] and new[j..] have in common.
        let mut common = vec![0_u32; (old.len() + 1) * width];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                common[i * width + j] = if old[i] == new[j] {
                    common[(i + 1) * width + j + 1] + 1
                } else {
                    common[(i + 1) * width + j].max(common[i * width + j + 1])
                };
            }
        }
        while left < old.len() && right < new.len() {
            if old[left] == new[right] {
                edits.push((Kind::Same, old[left]));
                (left, right) = (left + 1, right + 1);
            } else if common[(left + 1) * width + right] >= common[left * width + right + 1] {
                edits.push((Kind::Removed, old[left]));
                left += 1;
            } else {
                edits.push((Kind::Added, new[right]));
                right += 1;
            }
        }
    }
    edits.extend(old[left..].iter().map(|line| (Kind::Removed, *line)));
    edits.extend(new[right..].iter().map(|line| (Kind::Added, *line)));
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> String {
        let lines = unified(old, new).into_iter();
        lines.map(|(_, line)| line + "\n").collect()
    }

    #[test]
    fn changes_have_context_and_places_as_diff_writes_them() {
        assert_eq!(shown("a\nb\n", "a\nb\n"), "");
        assert_eq!(shown("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
        assert_eq!(shown("a\nb\n", ""), "@@ -1,2 +0,0 @@\n-a\n-b\n");
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";
        let near = old
            .replace("5\n6", "five\n6")
            .replace("\n12\n", "\ntwelve\n");
        assert_eq!(
            shown(old, &near),
            "@@ -2,14 +2,14 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n 10\n 11\n-12\n+twelve\n 13\n 14\n 15\n"
        );
        let far = old.replace("2\n3", "3").replace("\n16\n", "\n16\n17\n");
        assert_eq!(
            shown(old, &far),
            "@@ -1,5 +1,4 @@\n 1\n-2\n 3\n 4\n 5\n@@ -14,3 +13,4 @@\n 14\n 15\n 16\n+17\n"
        );
    }

    #[test]
    fn invisible_changes_are_seen() {
        assert_eq!(
            shown("a\n", "a"),
            "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"
        );
        assert_eq!(
            shown("a\n", "a\r\n\u{1b}[8m\u{202e}x\n"),
            "@@ -1 +1,2 @@\n-a\n+a\\r\n+\\u{1b}[8m\\u{202e}x\n"
        );
    }

    #[test]
    fn moved_lines_and_texts_too_large_to_compare() {
        assert_eq!(
            shown("a\nb\nc\nd\n", "b\nc\nx\nd\na\n"),
            "@@ -1,4 +1,5 @@\n-a\n b\n c\n+x\n d\n+a\n"
        );
        let old: String = (0..3000).map(|n| format!("old {n}\n")).collect();
        let new: String = (0..3000).map(|n| format!("new {n}\n")).collect();
        let lines = unified(&old, &format!("{new}old 7\n"));
        assert_eq!(lines.len(), 1 + 3000 + 3001);
        assert_eq!(lines[1], (Kind::Removed, "-old 0".to_owned()));
        assert_eq!(lines[6001], (Kind::Added, "+old 7".to_owned()));
    }
}
