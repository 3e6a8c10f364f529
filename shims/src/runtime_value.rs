//! The variables that a Go program's runtime reads when it starts.
//!
//! Rules: `src/runtime/mgcpacer.go` (readGOGC, readGOMEMLIMIT), `string.go` (parseByteCount),
//! `proc.go` (schedinit), `runtime1.go` (setTraceback). But for GOMEMLIMIT, which stops the
//! program, the runtime passes over what it does not understand; so a mistake is told here.

use std::path::Path;

use crate::go_source;
use crate::go_value::{Checked, one_of};

/// Where setTraceback is.
const RUNTIME1: &str = "src/runtime/runtime1.go";

/// What setTraceback names, for a root that does not have its source.
const TRACEBACKS: [&str; 6] = ["none", "single", "all", "system", "crash", "wer"];

/// Checks a value that the runtime reads; other names are accepted.
pub(crate) fn check(root: &Path, name: &str, value: &str) -> Checked {
    const INT32: u64 = i32::MAX as u64;
    let off = value == "off";
    let (taken, known): (_, &[_]) = match name {
        "GOGC" => {
            // A negative number is another way to say off.
            let digits = value.strip_prefix('-').unwrap_or(value);
            (off || is_number(digits, INT32), &["off", "a whole number"])
        }
        "GOMEMLIMIT" => (
            off || is_byte_count(value),
            &[
                "off",
                "a whole number",
                "one followed by B, KiB, MiB, GiB or TiB",
            ],
        ),
        "GOMAXPROCS" => (
            is_number(value, INT32) && value.bytes().any(|digit| digit != b'0'),
            &["a whole number above 0"],
        ),
        "GOTRACEBACK" => {
            let source = go_source::load(root, RUNTIME1).unwrap_or_default();
            let mut known = go_source::cases(&source, "func setTraceback(");
            if known.is_empty() {
                known.extend(TRACEBACKS);
            }
            if is_number(value, u32::MAX.into()) {
                return Ok(());
            }
            return one_of(name, value, &known);
        }
        _ => return Ok(()),
    };
    if taken {
        return Ok(());
    }
    one_of(name, value, known)
}

/// True for decimal digits, at most `max` in value; no sign, as `1.21`'s atoi takes none but `-`.
pub(crate) fn is_number(text: &str, max: u64) -> bool {
    number(text).is_some_and(|number| number <= max)
}

/// The value of decimal digits; `None` for anything else and where 64 bits do not hold it.
fn number(text: &str) -> Option<u64> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// `[0-9]+(([KMGT]i)?B)?`, and no more bytes than an int64 counts.
fn is_byte_count(text: &str) -> bool {
    let mut digits = text;
    let mut shift = 0;
    if let Some(head) = text.strip_suffix("iB") {
        let unit = head
            .bytes()
            .last()
            .and_then(|unit| b"KMGT".iter().position(|&u| u == unit));
        let Some(unit) = unit else {
            return false;
        };
        digits = &head[..head.len() - 1];
        shift = 10 * (unit + 1);
    } else if let Some(head) = text.strip_suffix('B') {
        digits = head;
    }
    is_number(digits, i64::MAX as u64 >> shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_as_the_runtime_takes_them() {
        let root = Path::new("/nowhere");
        for (name, good, bad) in [
            (
                "GOGC",
                &["off", "0", "100", "-1", "2147483647"][..],
                &["Off", "x", "-", "1.5", "100%", "2147483648", " 1", "+1"][..],
            ),
            (
                "GOMEMLIMIT",
                &[
                    "off",
                    "0",
                    "1B",
                    "512MiB",
                    "3TiB",
                    "8388607TiB",
                    "9223372036854775807",
                ],
                &[
                    "512MB",
                    "512mib",
                    "MiB",
                    "B",
                    "1.5GiB",
                    "-1",
                    "8388608TiB",
                    "1KiBB",
                    "9223372036854775808",
                    "99999999999999999999999",
                    "1 MiB",
                ],
            ),
            (
                "GOMAXPROCS",
                &["1", "08", "2147483647"],
                &["0", "00", "-1", "x", "2147483648", "auto", "+4"],
            ),
            (
                "GOTRACEBACK",
                &[
                    "none",
                    "single",
                    "all",
                    "system",
                    "crash",
                    "wer",
                    "0",
                    "2",
                    "4294967295",
                ],
                &["full", "None", "-1", "4294967296", "crash ", "1x"],
            ),
            ("GORACE", &["whatever"], &[]),
        ] {
            for value in good {
                assert_eq!(check(root, name, value), Ok(()), "{name}={value}");
            }
            for value in bad {
                let rejected = check(root, name, value).unwrap_err();
                assert_eq!((&*rejected.name, &*rejected.word), (name, *value));
            }
        }
    }
}
