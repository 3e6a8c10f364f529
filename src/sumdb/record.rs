//! A record of the log: the two go.sum lines of one toolchain.

use gom_shim::{Result, escape};

use super::refused;
use crate::module;

/// The `/go.mod` hash of every toolchain: its go.mod is always `module golang.org/toolchain`.
const GO_MOD_H1: &str = "h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0=";

/// The `h1:` in `text`, which must be exactly the two lines about `module_version`
/// (`golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64`) and nothing else.
///
/// Go looked for a matching line anywhere in the answer, and accepted answers without one
/// (CVE-2026-42501, CVE-2026-56864): here every byte is accounted for.
///
/// # Errors
/// `Kind::Integrity`, with the record that was expected and the one that came.
pub(super) fn h1<'a>(text: &'a str, module_version: &str) -> Result<&'a str> {
    let version = module_version
        .strip_prefix(module::PATH)
        .and_then(|rest| rest.strip_prefix('@'))
        .ok_or_else(|| {
            refused(format!(
                "'{}' is not the module of a toolchain",
                escape::excerpt(module_version, 100)
            ))
        })?;
    parse(text, version).ok_or_else(|| {
        refused(format!("the record is not that of {module_version}"))
            .cause(format!(
                "expected: '{path} {version} h1:…' and '{path} {version}/go.mod {GO_MOD_H1}'",
                path = module::PATH
            ))
            .cause(format!("actual: '{}'", escape::excerpt(text, 300)))
    })
}

fn parse<'a>(text: &'a str, version: &str) -> Option<&'a str> {
    let start = format!("{} {version} ", module::PATH);
    let (hash, rest) = text.strip_prefix(&start)?.split_once('\n')?;
    let go_mod = format!("{} {version}/go.mod {GO_MOD_H1}\n", module::PATH);
    (rest == go_mod && is_h1(hash)).then_some(hash)
}

/// True for `h1:` and the 44 characters of a SHA-256 in base64.
fn is_h1(text: &str) -> bool {
    text.strip_prefix("h1:").is_some_and(|encoded| {
        let base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
        encoded.len() == 44 && encoded.ends_with('=') && encoded.bytes().take(43).all(base64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64";
    const LINE: &str = "golang.org/toolchain v0.0.1-go1.25.0.linux-amd64 h1:wVC9wx2XOcP5gHiN8ZzfyTfjlrDLSS7Hu1wjI01n68U=\n";
    const MOD: &str = "golang.org/toolchain v0.0.1-go1.25.0.linux-amd64/go.mod h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0=\n";

    #[test]
    fn exactly_two_lines() {
        let text = format!("{LINE}{MOD}");
        assert_eq!(
            h1(&text, NAME).unwrap(),
            "h1:wVC9wx2XOcP5gHiN8ZzfyTfjlrDLSS7Hu1wjI01n68U="
        );
        let other = text.replace("1.25.0", "1.25.1");
        for wrong in [
            String::new(),
            other.clone(),
            LINE.into(),
            MOD.into(),
            format!("{MOD}{LINE}"),
            format!("{LINE}{MOD}{LINE}"),
            format!("{LINE}{LINE}{MOD}"),
            format!("{other}{text}"),
            format!("{text}{other}"),
            text.trim_end().into(),
            text.replace('\n', "\r\n"),
            text.replace(" h1", "  h1"),
            text.replace("wVC9", "wVC"),
            text.replace("8U=", "8U!"),
            text.replace("8wlg", "9wlg"),
            text.replace("h1:w", "h2:w"),
        ] {
            let error = h1(&wrong, NAME).unwrap_err();
            assert_eq!(error.kind, gom_shim::Kind::Integrity, "{wrong}");
            assert!(error.message.contains(NAME));
        }
        let elsewhere = text.replace("golang.org/toolchain", "example.com/m");
        h1(&elsewhere, "example.com/m@v0.0.1-go1.25.0.linux-amd64").unwrap_err();
    }
}
