//! Who issued a certificate that nobody here knows, read from its DER just far enough to say so.

use std::fmt;

/// The refusal of a certificate whose issuer is not among the roots.
#[derive(Clone, Debug)]
pub struct UnknownIssuer {
    /// The issuer's common name, else its organisation, escaped; `None` where it has neither.
    pub name: Option<String>,
}

/// Object identifiers of the parts of a name, in DER: commonName and organizationName.
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const ORGANIZATION: [u8; 3] = [0x55, 0x04, 0x0a];

const SEQUENCE: u8 = 0x30;
const EXPLICIT_VERSION: u8 = 0xa0;

impl UnknownIssuer {
    /// Reads the issuer of a certificate.
    #[must_use]
    pub fn of(certificate: &[u8]) -> Self {
        Self {
            name: issuer(certificate),
        }
    }
}

impl fmt::Display for UnknownIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "its certificate comes from '{name}', which is not among this machine's trusted roots"),
            None => f.write_str("its certificate comes from an issuer that is not among this machine's trusted roots"),
        }
    }
}

impl std::error::Error for UnknownIssuer {}

/// Takes one element off the front: its tag, its content, and what follows.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let length = if first < 0x80 {
        usize::from(first)
    } else {
        let (digits, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
        rest = after;
        (digits.len() <= 4).then_some(())?;
        digits
            .iter()
            .fold(0, |length, &digit| length << 8 | usize::from(digit))
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// Certificate → tbsCertificate → [version] serialNumber signature issuer (RFC 5280 §4.1).
fn issuer(certificate: &[u8]) -> Option<String> {
    let (_, certificate, _) = element(certificate)?;
    let (_, tbs, _) = element(certificate)?;
    let (tag, _, after) = element(tbs)?;
    let from_serial = if tag == EXPLICIT_VERSION { after } else { tbs };
    let (_, _, rest) = element(from_serial)?;
    let (_, _, rest) = element(rest)?;
    let (tag, mut name, _) = element(rest)?;
    (tag == SEQUENCE).then_some(())?;
    let (mut common, mut organization) = (None, None);
    while let Some((_, set, rest)) = element(name) {
        name = rest;
        let (_, pair, _) = element(set)?;
        let (_, kind, value) = element(pair)?;
        let (_, value, _) = element(value)?;
        let text = gom_shim::escape::excerpt(&String::from_utf8_lossy(value), 80);
        if kind == COMMON_NAME {
            common = Some(text);
        } else if kind == ORGANIZATION {
            organization = Some(text);
        }
    }
    common.or(organization)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_root_has_a_name_and_no_prefix_of_one_panics() {
        let mut named = 0;
        for root in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
            named += usize::from(UnknownIssuer::of(root).name.is_some());
            for end in 0..root.len().min(300) {
                let _ = UnknownIssuer::of(&root[..end]);
            }
        }
        assert_eq!(named, webpki_root_certs::TLS_SERVER_ROOT_CERTS.len());
        assert_eq!(
            UnknownIssuer::of(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).name,
            None
        );
    }
}
