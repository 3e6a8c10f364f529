//! A raw Windows command line, cut as the C runtime cuts it and otherwise kept to the letter.
//!
//! Go programs parse the raw line themselves, so rebuilding it from parsed arguments could
//! change what they see. Only the program's name goes, and the `+request` with the blanks after it.

const QUOTE: u16 = b'"' as u16;

fn is_blank(unit: u16) -> bool {
    unit == u16::from(b' ') || unit == u16::from(b'\t')
}

/// Where the first token ends: quotes toggle, a backslash escapes nothing.
fn first_token(line: &[u16]) -> usize {
    let mut quoted = false;
    line.iter()
        .position(|&unit| {
            quoted ^= unit == QUOTE;
            !quoted && is_blank(unit)
        })
        .unwrap_or(line.len())
}

/// The line without leading blanks.
fn trim_start(line: &[u16]) -> &[u16] {
    &line[line
        .iter()
        .position(|&unit| !is_blank(unit))
        .unwrap_or(line.len())..]
}

/// Everything behind the program's name, and behind the `+request` if there is one.
#[must_use]
pub fn arguments(line: &[u16], had_plus: bool) -> &[u16] {
    let arguments = trim_start(&line[first_token(line)..]);
    if had_plus {
        trim_start(&arguments[first_token(arguments)..])
    } else {
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::arguments;

    fn cut(line: &str, had_plus: bool) -> String {
        let units: Vec<u16> = line.encode_utf16().collect();
        String::from_utf16(arguments(&units, had_plus)).unwrap()
    }

    #[test]
    fn only_the_name_and_the_request_go() {
        for (line, had_plus, expected) in [
            ("go", false, ""),
            ("go version", false, "version"),
            (
                "\"C:\\a b\\go.exe\"  build -ldflags=\"-X a=b c\"  ",
                false,
                "build -ldflags=\"-X a=b c\"  ",
            ),
            ("go +1.22   build \"a b\"", true, "build \"a b\""),
            ("go \"+>=1.21, <1.23\" version", true, "version"),
            (
                "go run x \\\"quoted\\\" ^%",
                false,
                "run x \\\"quoted\\\" ^%",
            ),
            ("\"a\\\" b", false, "b"),
        ] {
            assert_eq!(cut(line, had_plus), expected, "{line}");
        }
    }
}
