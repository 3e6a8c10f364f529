//! What both benchmarks need: the built programs, a place to work in, and runs in pairs.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Builds gom as install.sh does for everyone, and gives the directory with `gom` and `gom-shim`.
pub(crate) fn build() -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = checkout.join("install.sh");
    let mut build = Command::new("sh");
    build.arg(&script).arg("--build-only");
    // What cargo tells a benchmark about itself would make it build everything anew.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_") {
            build.env_remove(name);
        }
    }
    let built = build.status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "{} failed",
        script.display()
    );
    checkout.join("target/dist")
}

/// A new directory below cargo's own temporary one. It is never removed by a benchmark: a file
/// system is slow right after many files were deleted from it.
pub(crate) fn work_dir(name: &str) -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let dir = base.join(format!("bench-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("the directory is cargo's own");
    dir
}

/// One run of a program and its memory.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    /// From before its start until it has ended.
    pub(crate) time: Duration,
    /// The most memory it had at once in bytes, as far as the system says it; 0 where not looked at.
    pub(crate) peak: u64,
}

/// Runs a program to its end; it must succeed. Output is dropped.
pub(crate) fn run(command: &mut Command) -> Run {
    let start = Instant::now();
    let output = command.stdout(Stdio::null()).stdin(Stdio::null()).status();
    let time = start.elapsed();
    assert!(
        output.as_ref().is_ok_and(|status| status.success()),
        "{command:?}: {output:?}"
    );
    Run { time, peak: 0 }
}

/// The same, looking at the program's memory from time to time.
pub(crate) fn run_and_watch(command: &mut Command) -> Run {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stdin(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("the child is ours") {
            break ended;
        }
        peak = peak.max(high_water_mark(&status).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(ended.success(), "{command:?}: {ended}");
    Run {
        time: start.elapsed(),
        peak,
    }
}

/// `VmHWM` of a process: the kernel's own high-water mark, so that seldom looks miss little.
fn high_water_mark(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Runs of two programs in turn, each going first every other time, so that what the machine does
/// besides hits both.
pub(crate) fn pairs(
    count: usize,
    mut first: impl FnMut(usize) -> Run,
    mut second: impl FnMut(usize) -> Run,
) -> Vec<(Run, Run)> {
    let mut pair = |index: usize| {
        if index.is_multiple_of(2) {
            let one = first(index);
            (one, second(index))
        } else {
            let two = second(index);
            (first(index), two)
        }
    };
    (0..count).map(&mut pair).collect()
}

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Prints both medians in milliseconds and the median of the pairs' ratios.
pub(crate) fn report(what: &str, names: (&str, &str), pairs: &[(Run, Run)], limit: f64) {
    let milliseconds = |run: &Run| run.time.as_secs_f64() * 1e3;
    let first = median(pairs.iter().map(|(run, _)| milliseconds(run)).collect());
    let second = median(pairs.iter().map(|(_, run)| milliseconds(run)).collect());
    let ratio = median(
        pairs
            .iter()
            .map(|(a, b)| milliseconds(b) / milliseconds(a))
            .collect(),
    );
    println!("{what} ({} pairs)", pairs.len());
    println!("  {:<28} {first:>10.3} ms", names.0);
    println!("  {:<28} {second:>10.3} ms", names.1);
    println!("  {:<28} {ratio:>10.3} × (at most {limit})", "ratio");
}
