//! The variables that a Go program's runtime reads when it starts.
//!
//! Rules: `src/runtime/mgcpacer.go` (readGOGC, readGOMEMLIMIT), `string.go` (parseByteCount),
//! `proc.go` (schedinit), `runtime1.go` (setTraceback). But for GOMEMLIMIT, which stops the
//! program, the runtime passes over what it does not understand; so a mistake is told here.

use std::path::Path;

use crate::go_source;
use crate::go_value::{Checked, Rejected, one_of};

/// Where setTraceback is.
const RUNTIME1: &str = "src/runtime/runtime1.go";

/// What setTraceback names, for a root that does not have its source.
const TRACEBACKS: [&str; 6] = ["none", "single", "all", "system", "crash", "wer"];

/// Checks a value that the runtime reads; other names are accepted.
pub(crate) fn check(root: &Path, name: &str, value: &str) -> Checked {
    let number = "a whole number";
    let wrong = |name, known: &[&str]| {
        Err(Rejected::new(
            name,
            value,
            "is no value of it",
            known.iter().copied(),
        ))
    };
    match name {
        "GOGC" => {
            // A negative number is another way to say off.
            let digits = value.strip_prefix('-').unwrap_or(value);
            if value == "off" || is_number(digits, i32::MAX as u64) {
                return Ok(());
            }
            wrong("GOGC", &["off", number])
        }
        "GOMEMLIMIT" if value == "off" || is_byte_count(value) => Ok(()),
        "GOMEMLIMIT" => wrong(
            "GOMEMLIMIT",
            &[
                "off",
                "a whole number of bytes",
                "one with B, KiB, MiB, GiB or TiB behind it",
            ],
        ),
        "GOMAXPROCS" if is_number(value, i32::MAX as u64) && value.bytes().any(|b| b != b'0') => {
            Ok(())
        }
        "GOMAXPROCS" => wrong("GOMAXPROCS", &["a whole number above 0"]),
        "GOTRACEBACK" if is_number(value, u32::MAX.into()) => Ok(()),
        "GOTRACEBACK" => {
            let source = go_source::load(root, RUNTIME1).unwrap_or_default();
            let mut known = go_source::cases(&source, "func setTraceback(");
            if known.is_empty() {
                known = TRACEBACKS.to_vec();
            }
            one_of("GOTRACEBACK", value, &known)
        }
        _ => Ok(()),
    }
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
    const UNITS: [(&str, u32); 5] = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40), ("B", 0)];
    let (digits, shift) = UNITS
        .into_iter()
        .find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, shift)))
        .unwrap_or((text, 0));
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
                assert_eq!((rejected.name, &*rejected.word), (name, *value));
            }
        }
    }
}
