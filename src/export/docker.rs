//! Variables for `docker run --env-file`, which reads a line as it is: no quotes, no escapes
//! (pkg/kvfile in the Docker CLI).

use super::Why;

/// The longest line that Go's `bufio.Scanner` reads as the CLI uses it, in bytes with its end.
const LONGEST: usize = 64 * 1024;

/// `NAME=value`
pub(super) fn line(name: &str, value: &str) -> Result<Vec<u8>, Why> {
    if value.contains('\n') {
        return Err("its value has a newline in it");
    }
    if value.ends_with('\r') {
        return Err("its value ends with a carriage return, which docker drops");
    }
    let line = format!("{name}={value}\n");
    if line.len() > LONGEST {
        return Err("docker reads no line longer than 64 KiB");
    }
    Ok(line.into_bytes())
}
