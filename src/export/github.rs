//! Variables for the file $GITHUB_ENV of GitHub Actions (FileCommandManager.cs in the runner).

use sha2::{Digest, Sha256};

use super::Why;

/// `NAME<<delimiter`, the value as it is, and the delimiter.
pub(super) fn line(name: &str, value: &str) -> Result<Vec<u8>, Why> {
    let upper = name.to_ascii_uppercase();
    if upper == "NODE_OPTIONS" {
        return Err("GitHub refuses it: it would put code into every action written in JavaScript");
    }
    if upper.starts_with("GITHUB_") || upper.starts_with("RUNNER_") {
        return Err("GitHub lets no step set GITHUB_* and RUNNER_*");
    }
    if value.ends_with('\r') {
        return Err("its value ends with a carriage return, which runners on Windows drop");
    }
    let delimiter = delimiter(name, value);
    Ok(format!("{name}<<{delimiter}\n{value}\n{delimiter}\n").into_bytes())
}

/// A word that is nowhere in the value. Made of its hash, it is the same in every run, and nobody
/// can write a value that ends before its end and goes on with variables of its own.
fn delimiter(name: &str, value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    hash.update("=");
    hash.update(value);
    loop {
        let digest = hash.clone().finalize();
        let hex: String = digest[..16].iter().map(|b| format!("{b:02x}")).collect();
        let delimiter = format!("gom_{hex}");
        if !value.contains(&delimiter) {
            return delimiter;
        }
        hash.update(digest);
    }
}
