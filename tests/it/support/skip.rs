//! Tests that this machine cannot run: said aloud, or refused where every test is required.

use std::io::Write;

/// Ends the test with `SKIP name: why`, unseen by nobody: libtest keeps what a passing test prints
/// with `println!`, not what it writes to stderr. With GOM_TEST_REQUIRE=all the test fails instead.
macro_rules! skip {
    ($($why:tt)*) => {{
        $crate::support::skip::skipped(&format!($($why)*));
        return;
    }};
}
pub(crate) use skip;

/// Prints the line, or fails.
#[track_caller]
pub(crate) fn skipped(why: &str) {
    let required = std::env::var_os("GOM_TEST_REQUIRE").is_some_and(|value| value == "all");
    assert!(!required, "{} may not be skipped: {why}", name());
    tell(why);
}

/// Prints such a line for a part of a test that has no meaning on this system.
pub(crate) fn tell(why: &str) {
    // One write, so that lines of tests that run side by side do not mix.
    let line = format!("SKIP {}: {why}\n", name());
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// The test's name: libtest gives it to the thread.
fn name() -> String {
    std::thread::current().name().unwrap_or("test").to_owned()
}
