//! GOSUMDB: where the checksum database is asked. Never which key is believed.

use gom_shim::{Error, Kind, Result, escape};

use crate::http::{Url, redacted};

/// The name of Go's checksum database.
pub const NAME: &str = "sum.golang.org";

/// What GOSUMDB asks for (`dbDial` in cmd/go's `modfetch/sumdb.go`), as far as gom heeds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gosumdb {
    /// Go's own database: unset, its name, or `off`, which does not switch the proof off.
    Official,
    /// Go's own database, asked at this URL alone, past every proxy.
    At(Url),
    /// Another database, by name or by key. The caller refuses it unless its own settings hold the key.
    Foreign {
        /// The name or key as written.
        key: String,
        /// Where it would be asked.
        url: Option<Url>,
    },
}

impl Gosumdb {
    /// Reads the variable's text; empty means unset. People also copy the official key itself
    /// into it, so `official_key` is one of the official database's names.
    ///
    /// # Errors
    /// Config, where the text has more than two words or its URL is none.
    pub fn parse(text: &str, official_key: &str) -> Result<Self> {
        let mut words = text.split_whitespace();
        let (name, url, rest) = (words.next(), words.next(), words.next());
        let invalid = |why: &str| {
            Error::new(
                Kind::Config,
                format!(
                    "GOSUMDB={} cannot be used: {why}",
                    escape::excerpt(&shown(text), 200)
                ),
            )
            .hint("go env -u GOSUMDB")
        };
        if rest.is_some() {
            return Err(invalid("it has more than a name and a URL"));
        }
        let url = match url {
            None => None,
            Some(url) => Some(
                Url::parse(url)
                    .ok()
                    .filter(|url| matches!(url.scheme(), "http" | "https" | "file"))
                    .ok_or_else(|| invalid("the second word is no URL"))?,
            ),
        };
        Ok(match (name, url) {
            (None | Some("off"), _) => Self::Official,
            // The one alias cmd/go knows: the same log, reachable inside mainland China.
            (Some("sum.golang.google.cn"), None) => {
                Self::At(Url::parse("https://sum.golang.google.cn").map_err(|_| invalid("no URL"))?)
            }
            (Some(name), url) if name == NAME || name == official_key => {
                url.map_or(Self::Official, Self::At)
            }
            (Some(key), url) => Self::Foreign {
                key: shown(key),
                url,
            },
        })
    }
}

/// The text with the secrets of its URLs removed.
fn shown(text: &str) -> String {
    text.split_whitespace()
        .map(redacted)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    #[test]
    fn a_transport_at_most() {
        for text in ["", "  ", "off", "sum.golang.org", KEY] {
            assert_eq!(
                Gosumdb::parse(text, KEY).unwrap(),
                Gosumdb::Official,
                "{text}"
            );
        }
        let at = |url: &str| Gosumdb::At(Url::parse(url).unwrap());
        assert_eq!(
            Gosumdb::parse("sum.golang.google.cn", KEY).unwrap(),
            at("https://sum.golang.google.cn")
        );
        assert_eq!(
            Gosumdb::parse(" sum.golang.org  https://log.example/x ", KEY).unwrap(),
            at("https://log.example/x")
        );
    }

    #[test]
    fn another_database_is_reported_not_believed() {
        for text in [
            "sum.example.com",
            "sum.golang.org+00000000+AAAA",
            "sum.example.com+033de0ae+Ac4z https://sum.example.com",
            // With a URL of its own the alias is just a name, as in cmd/go.
            "sum.golang.google.cn https://x.example",
        ] {
            assert!(
                matches!(Gosumdb::parse(text, KEY).unwrap(), Gosumdb::Foreign { .. }),
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense() {
        for text in ["a b c", "sum.golang.org nonsense", "sum.golang.org ftp://x"] {
            assert_eq!(
                Gosumdb::parse(text, KEY).unwrap_err().kind,
                Kind::Config,
                "{text}"
            );
        }
    }
}
