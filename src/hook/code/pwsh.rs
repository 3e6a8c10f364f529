//! The answer for PowerShell, which reads the times of files by itself.

use super::{plain, prompt, unix_time, word};
use crate::hook::exports::Step;
use crate::hook::{Answer, Shell};

/// Seconds from the year 1, where .NET's time starts, to 1970.
const TO_1970: i64 = 62_135_596_800;

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    let mut out = steps(&answer.steps);
    out.extend(steps(&prompt(answer.prompt.as_ref(), answer.ascii)));
    let files = watch.files.iter().filter_map(|(path, time)| {
        let (seconds, nanos) = unix_time(*time);
        let ticks = (seconds + TO_1970) * 10_000_000 + i64::from(nanos / 100);
        Some(
            [
                b"@(",
                &word(Shell::Pwsh, path)?[..],
                format!(", {ticks})").as_bytes(),
            ]
            .concat(),
        )
    });
    let list = |paths: &[std::path::PathBuf]| {
        let words: Vec<_> = paths
            .iter()
            .filter_map(|path| word(Shell::Pwsh, path))
            .collect();
        words
            .iter()
            .map(|word| [b"(", &word[..], b")"].concat())
            .collect::<Vec<_>>()
            .join(&b", "[..])
    };
    // A leading comma keeps a list of one pair a list of pairs.
    let pairs: Vec<_> = files.map(|pair| [b",", &pair[..]].concat()).collect();
    for (name, value) in [
        ("Files", pairs.join(&b" + "[..])),
        ("Absent", list(&watch.absent)),
        ("Far", list(&watch.far)),
    ] {
        out.extend(
            [
                format!("$global:__gom{name} = @(").as_bytes(),
                &value[..],
                b")\n",
            ]
            .concat(),
        );
    }
    out.extend(format!("$global:__gomAgain = ${}\n", watch.again).bytes());
    out.extend(format!("$global:__gomTold = '{}'\n", answer.told).bytes());
    out
}

/// Changes of variables.
pub(super) fn steps(steps: &[Step]) -> Vec<u8> {
    let lines = steps
        .iter()
        .map(|step| plain(Shell::Pwsh, &step.name, step.value.as_deref()));
    lines.flat_map(|line| [&line[..], b"\n"].concat()).collect()
}
