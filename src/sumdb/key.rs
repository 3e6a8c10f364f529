//! The public key of a checksum database.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gom_shim::{Error, Kind, Result, escape};
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};

/// The key of sum.golang.org, as cmd/go has it compiled in (`cmd/go/internal/modfetch/key.go`).
const GOLANG: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

/// Signature algorithm 1 of signed notes: Ed25519.
const ALGORITHM_ED25519: u8 = 1;

/// A verifier key: who signs, and with which Ed25519 key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    name: String,
    hash: u32,
    key: [u8; 32],
}

impl Key {
    /// Reads a key in Go's verifier form, `name+hash+base64`, as GOSUMDB and gom's user
    /// configuration spell it.
    ///
    /// # Errors
    /// [`Kind::Config`] where the text is no such key, or its hash is not that of name and key.
    pub fn parse(vkey: &str) -> Result<Self> {
        let bad = |why: &str| {
            Error::new(
                Kind::Config,
                format!(
                    "'{}' is not the key of a checksum database",
                    escape::excerpt(vkey, 200)
                ),
            )
            .cause(why)
        };
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad("it must have the form name+hash+key"));
        };
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(bad("its name is empty or has white space"));
        }
        let declared = (hash.len() == 8)
            .then(|| u32::from_str_radix(hash, 16).ok())
            .flatten()
            .ok_or_else(|| bad("its hash is not eight hexadecimal digits"))?;
        let bytes = STANDARD
            .decode(key)
            .map_err(|_| bad("its third part is not base64"))?;
        let [ALGORITHM_ED25519, raw @ ..] = bytes.as_slice() else {
            return Err(bad("it is no Ed25519 key"));
        };
        let key = raw
            .try_into()
            .map_err(|_| bad("an Ed25519 key has 32 bytes"))?;
        let true_hash = key_hash(name, &bytes);
        if true_hash != declared {
            return Err(bad(&format!(
                "its hash is {declared:08x}, that of name and key {true_hash:08x}"
            )));
        }
        Ok(Self {
            name: name.to_owned(),
            hash: declared,
            key,
        })
    }

    /// The key of sum.golang.org.
    #[must_use]
    pub fn golang() -> Self {
        // The constant is well formed: a test of this file parses it.
        Self::parse(GOLANG).unwrap_or_else(|_| unreachable!("the compiled-in key parses"))
    }

    /// The name of the signer, which is also the name of the database: `sum.golang.org`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that mark this key's signatures.
    #[must_use]
    pub fn hash(&self) -> u32 {
        self.hash
    }

    /// The key in the form [`Key::parse`] reads.
    #[must_use]
    pub fn vkey(&self) -> String {
        let mut bytes = vec![ALGORITHM_ED25519];
        bytes.extend(self.key);
        format!("{}+{:08x}+{}", self.name, self.hash, STANDARD.encode(bytes))
    }

    /// True where `signature` is this key's over `text`.
    pub(super) fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.key)
            .verify(text.as_bytes(), signature)
            .is_ok()
    }
}

/// The first four bytes of SHA-256 over name, newline, algorithm and key
/// (golang.org/x/mod/sumdb/note).
fn key_hash(name: &str, algorithm_and_key: &[u8]) -> u32 {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update("\n")
        .chain_update(algorithm_and_key)
        .finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_key_is_that_of_go() {
        let key = Key::golang();
        assert_eq!((key.name(), key.hash()), ("sum.golang.org", 0x033d_e0ae));
        assert_eq!(key.vkey(), GOLANG);
        assert_eq!(key.key[..4], [0xce, 0x33, 0x72, 0xd7]);
    }

    #[test]
    fn a_wrong_key_is_refused_and_says_why() {
        let tail = "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        for (vkey, why) in [
            ("", "form"),
            ("sum.golang.org", "form"),
            (&format!("+033de0ae+{tail}"), "name"),
            (&format!("sum golang+033de0ae+{tail}"), "name"),
            (&format!("sum.golang.org+33de0ae+{tail}"), "eight"),
            (&format!("sum.golang.org+033de0af+{tail}"), "033de0ae"),
            (&format!("evil.example+033de0ae+{tail}"), "that of name"),
            ("sum.golang.org+033de0ae+AcA", "base64"),
            ("sum.golang.org+033de0ae+AcAA", "32 bytes"),
            ("sum.golang.org+033de0ae+As4z", "Ed25519"),
        ] {
            let error = Key::parse(vkey).unwrap_err();
            assert_eq!(error.kind, Kind::Config, "{vkey}");
            assert!(error.causes[0].contains(why), "{vkey}: {error}");
        }
    }
}
