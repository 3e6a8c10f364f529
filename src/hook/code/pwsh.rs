//! The answer for PowerShell, which reads the times of files by itself.

use std::path::PathBuf;

use super::{join, plain, prompt, unix_time, word};
use crate::hook::exports::Step;
use crate::hook::{Answer, Shell};

/// Seconds from the year 1, where .NET's time starts, to 1970.
const TO_1970: i64 = 62_135_596_800;

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    let mut out = steps(&answer.steps);
    out.extend(steps(&prompt(answer.prompt.as_ref(), answer.ascii)));
    // In an order that both lists share.
    let files = watch.files.iter().filter_map(|(path, time)| {
        let (seconds, nanos) = unix_time(*time);
        // No file has the time 0, so that it is asked again.
        let ticks = match watch.unsure {
            true => 0,
            false => (seconds + TO_1970) * 10_000_000 + i64::from(nanos / 100),
        };
        Some((word(Shell::Pwsh, path)?, ticks.to_string().into_bytes()))
    });
    let (paths, times): (Vec<_>, Vec<_>) = files.unzip();
    let words = |paths: &[PathBuf]| {
        paths
            .iter()
            .filter_map(|path| word(Shell::Pwsh, path))
            .collect()
    };
    for (name, values) in [
        ("Files", paths),
        ("Times", times),
        ("Absent", words(&watch.absent)),
        ("Far", words(&watch.far)),
    ] {
        // A comma binds closer than the `+` that a word may have in it.
        let values: Vec<_> = values
            .iter()
            .map(|value| [b"(", &value[..], b")"].concat())
            .collect();
        out.extend(
            [
                format!("$global:__gom{name} = @(").as_bytes(),
                &join(&values, ", ")[..],
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
