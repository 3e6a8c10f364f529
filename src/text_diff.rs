//! What changes from one text to another, as `diff -u` shows it.
//!
//! The shortest script is Myers' (An O(ND) Difference Algorithm, 1986): what is compared here
//! differs in a few lines.

use gom_shim::escape;

/// Lines that are shown around a change.
const CONTEXT: usize = 3;
/// Texts that differ in more lines are shown as replaced, whole.
const MOST: usize = 1000;

/// A line of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'t> {
    Same(&'t [u8]),
    Less(&'t [u8]),
    More(&'t [u8]),
}

/// The unified diff, without its two first lines; empty where the texts are equal. Control
/// characters in it are escaped.
#[must_use]
pub fn unified(before: &[u8], after: &[u8]) -> String {
    let steps = script(&lines(before), &lines(after));
    let changed: Vec<usize> = (0..steps.len())
        .filter(|&index| !matches!(steps[index], Step::Same(_)))
        .collect();
    let mut out = String::new();
    let mut rest = &changed[..];
    while let Some(&first) = rest.first() {
        // Changes whose contexts touch are one hunk.
        let together = rest
            .windows(2)
            .take_while(|pair| pair[1] - pair[0] <= 2 * CONTEXT + 1)
            .count();
        let last = rest[together];
        rest = &rest[together + 1..];
        let from = first.saturating_sub(CONTEXT);
        let to = (last + CONTEXT + 1).min(steps.len());
        hunk(&steps, from, to, &mut out);
    }
    out
}

fn hunk(steps: &[Step<'_>], from: usize, to: usize, out: &mut String) {
    let count = |steps: &[Step<'_>], more: bool| {
        let counts = |step: &&Step<'_>| match step {
            Step::Same(_) => true,
            Step::Less(_) => !more,
            Step::More(_) => more,
        };
        steps.iter().filter(counts).count()
    };
    let range = |more| {
        let (above, here) = (count(&steps[..from], more), count(&steps[from..to], more));
        // An empty range is named by the line above it.
        let start = if here == 0 { above } else { above + 1 };
        match here {
            1 => start.to_string(),
            _ => format!("{start},{here}"),
        }
    };
    out.push_str(&format!("@@ -{} +{} @@\n", range(false), range(true)));
    for step in &steps[from..to] {
        let (sign, line) = match step {
            Step::Same(line) => (' ', line),
            Step::Less(line) => ('-', line),
            Step::More(line) => ('+', line),
        };
        let whole = line.strip_suffix(b"\n");
        let text = String::from_utf8_lossy(whole.unwrap_or(line)).into_owned();
        out.push(sign);
        out.push_str(&escape::text(&text.replace('\t', "    ")));
        out.push('\n');
        if whole.is_none() {
            out.push_str("\\ No newline at end of file\n");
        }
    }
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

/// The steps from one to the other.
fn script<'t>(before: &[&'t [u8]], after: &[&'t [u8]]) -> Vec<Step<'t>> {
    let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (head, before) = before.split_at(same);
    let after = &after[same..];
    let same = before
        .iter()
        .rev()
        .zip(after.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (before, tail) = before.split_at(before.len() - same);
    let after = &after[..after.len() - same];
    let mut steps: Vec<_> = head.iter().map(|line| Step::Same(line)).collect();
    match shortest(before, after) {
        Some(middle) => steps.extend(middle),
        None => {
            steps.extend(before.iter().map(|line| Step::Less(line)));
            steps.extend(after.iter().map(|line| Step::More(line)));
        }
    }
    steps.extend(tail.iter().map(|line| Step::Same(line)));
    steps
}

/// Myers' greedy search; `None` where more than MOST steps would be needed.
fn shortest<'t>(before: &[&'t [u8]], after: &[&'t [u8]]) -> Option<Vec<Step<'t>>> {
    let (n, m) = (before.len(), after.len());
    let most = (n + m).min(MOST);
    // On diagonal k (x - y, shifted so that it is no less than 0), how far x has come.
    let zero = most + 1;
    let mut reached = vec![0; 2 * most + 3];
    let mut history = Vec::new();
    for d in 0..=most {
        history.push(reached.clone());
        for k in (zero - d..=zero + d).step_by(2) {
            let down = k == zero - d || (k != zero + d && reached[k - 1] < reached[k + 1]);
            let mut x = if down {
                reached[k + 1]
            } else {
                reached[k - 1] + 1
            };
            let Some(mut y) = (x + zero).checked_sub(k) else {
                continue;
            };
            while x < n && y < m && before[x] == after[y] {
                x += 1;
                y += 1;
            }
            reached[k] = x;
            if x >= n && y >= m {
                return Some(walk_back(before, after, &history, zero));
            }
        }
    }
    None
}

fn walk_back<'t>(
    before: &[&'t [u8]],
    after: &[&'t [u8]],
    history: &[Vec<usize>],
    zero: usize,
) -> Vec<Step<'t>> {
    let (mut x, mut y) = (before.len(), after.len());
    let mut steps = Vec::new();
    for (d, reached) in history.iter().enumerate().rev() {
        let k = x + zero - y;
        let down = k == zero - d || (k != zero + d && reached[k - 1] < reached[k + 1]);
        let came = if down { k + 1 } else { k - 1 };
        let from_x = if d == 0 { 0 } else { reached[came] };
        let from_y = if d == 0 { 0 } else { from_x + zero - came };
        while x > from_x && y > from_y {
            steps.push(Step::Same(before[x - 1]));
            x -= 1;
            y -= 1;
        }
        if d > 0 && down {
            steps.push(Step::More(after[y - 1]));
            y -= 1;
        } else if d > 0 {
            steps.push(Step::Less(before[x - 1]));
            x -= 1;
        }
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(before: &str, after: &str) -> String {
        unified(before.as_bytes(), after.as_bytes())
    }

    #[test]
    fn it_reads_as_diff_does() {
        assert_eq!(plain("a\n", "a\n"), "");
        assert_eq!(plain("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(
            plain("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nx\n5\n"),
            "@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+x\n 5\n"
        );
        assert_eq!(
            plain("a", "a\nb\n"),
            "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n"
        );
        let long: String = (0..20).map(|n| format!("{n}\n")).collect();
        let changed = format!("top\n{}", long.replace("15\n", "fifteen\n"));
        assert_eq!(
            plain(&long, &changed),
            "@@ -1,3 +1,4 @@\n+top\n 0\n 1\n 2\n@@ -13,7 +14,7 @@\n 12\n 13\n 14\n-15\n+fifteen\n 16\n 17\n 18\n"
        );
        assert_eq!(plain("\u{1b}[31m\n", ""), "@@ -1 +0,0 @@\n-\\u{1b}[31m\n");
    }

    proptest! {
        #[test]
        fn a_script_leads_from_one_text_to_the_other(
            before in proptest::collection::vec("[abc]", 0..12),
            after in proptest::collection::vec("[abc]", 0..12),
        ) {
            let one: Vec<&[u8]> = before.iter().map(String::as_bytes).collect();
            let two: Vec<&[u8]> = after.iter().map(String::as_bytes).collect();
            let steps = script(&one, &two);
            let side = |more: bool| -> Vec<&[u8]> {
                steps.iter().filter_map(|step| match step {
                    Step::Same(line) => Some(*line),
                    Step::Less(line) => (!more).then_some(*line),
                    Step::More(line) => more.then_some(*line),
                }).collect()
            };
            prop_assert_eq!(side(false), one);
            prop_assert_eq!(side(true), two);
        }
    }
}
