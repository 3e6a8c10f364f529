//! A signed note: text that a known key has signed (golang.org/x/mod/sumdb/note).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gom_shim::Result;

use super::key::Key;
use super::refused;

/// More signatures than this on one note are refused, as in Go.
const MAX_SIGNATURES: usize = 100;

/// The text of `note` if `key` signed it.
///
/// Signatures of other keys are passed over. A bad one of `key` is an error even after a good
/// one: nobody honest writes it.
///
/// # Errors
/// `Kind::Integrity` where the note is malformed, not signed by `key`, or wrongly signed.
pub(super) fn open<'a>(key: &Key, note: &'a str) -> Result<&'a str> {
    if note.chars().any(|c| c < ' ' && c != '\n') {
        return Err(refused("the signed tree head holds control characters"));
    }
    let Some(at) = note.rfind("\n\n") else {
        return Err(refused("the signed tree head has no signature"));
    };
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    let Some(signatures) = signatures.strip_suffix('\n') else {
        return Err(refused("the signatures of the tree head are cut short"));
    };
    if signatures.lines().count() > MAX_SIGNATURES {
        return Err(refused("the tree head has more than 100 signatures"));
    }
    let mut signed = false;
    for line in signatures.split('\n') {
        let (name, hash, signature) = signature(line).ok_or_else(|| {
            refused("a signature line of the tree head is malformed").cause(format!(
                "the line is '{}'",
                gom_shim::escape::excerpt(line, 120)
            ))
        })?;
        if name != key.name() || hash != key.hash() {
            continue;
        }
        if !key.verifies(text, &signature) {
            return Err(refused(format!(
                "the signature of {} under the tree head is wrong",
                key.name()
            ))
            .cause(format!("expected a signature by {}", key.vkey())));
        }
        signed = true;
    }
    if signed {
        return Ok(text);
    }
    Err(refused(format!(
        "the tree head is not signed by {}+{:08x}",
        key.name(),
        key.hash()
    ))
    .cause(format!(
        "actual: '{}'",
        gom_shim::escape::excerpt(signatures, 200)
    )))
}

/// Name, key hash and signature of a line `— name base64`.
fn signature(line: &str) -> Option<(&str, u32, Vec<u8>)> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (hash, signature) = bytes.split_first_chunk()?;
    if name.is_empty() || name.contains('+') || signature.is_empty() {
        return None;
    }
    Some((name, u32::from_be_bytes(*hash), signature.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "go.sum database tree\n54081485\nsQf8auvkDFg9PKDbQGgkBrVZQEHSyvAOf691285Q4FM=\n\n— sum.golang.org Az3grhuWLU0Sdjol/8ijjBvAWHuxR/+/rGwy8GsbrldwT/Ze2hZ0qCkwf1V2LQV3Sddus6I06XYBA9oHwwV1eJjl5wY=\n";
    const OTHER: &str = "— sum.golang.org Az3grkfcr/o5KDGvvbtPQjURRwjiZXswt4g+uV2Z0CTaDIDR1tKFx7AoZw1ag1F1ujQGM3cVv62K0gVWlsdQiMkO7Qo=\n";

    #[test]
    fn a_real_head_opens_beside_strangers_signatures() {
        let key = Key::golang();
        let text = open(&key, HEAD).unwrap();
        assert!(text.starts_with("go.sum database tree\n54081485\n") && text.ends_with("FM=\n"));
        open(&key, &format!("{HEAD}— witness.example AAAAAAAA\n")).unwrap();
    }

    #[test]
    fn what_is_no_head_of_this_key_is_refused() {
        let body = HEAD.replace("54081485", "54081486");
        let (text, signature) = HEAD.split_once("\n\n").unwrap();
        for (note, why) in [
            (body.as_str(), "is wrong"),
            (&format!("{HEAD}{OTHER}"), "is wrong"),
            (&format!("{text}\n\n{OTHER}{signature}"), "is wrong"),
            (
                &HEAD.replace("— sum.golang.org", "— sum.example"),
                "not signed",
            ),
            (&HEAD.replace("Az3grhu", "Az3grBu"), "not signed"),
            (&HEAD.replace("— ", "- "), "malformed"),
            (&HEAD.replace("54081485", "5408\r1485"), "control"),
            (HEAD.trim_end(), "cut short"),
            (&format!("{text}\n"), "no signature"),
            (&format!("{text}\n\n"), "cut short"),
            (&format!("{HEAD}\nmore\n"), "malformed"),
            (&format!("{HEAD}{}", "— a AAAAAAAA\n".repeat(100)), "100"),
            ("", "no signature"),
        ] {
            let error = open(&Key::golang(), note).unwrap_err();
            assert_eq!(error.kind, gom_shim::Kind::Integrity);
            assert!(error.message.contains(why), "{note}: {error}");
        }
    }
}
