//! Names and passwords: for which URL, and in which header.

use base64::Engine as _;
use gom_shim::{Error, Kind};

use super::{Client, Url, address, shown};

impl Client {
    /// The Authorization header for a URL: its own user and password, else those of netrc. Like
    /// cmd/go over TLS only, or to this machine itself.
    ///
    /// # Errors
    /// Where the URL holds a password that would cross the network in the clear.
    pub(crate) fn authorization(&self, url: &Url) -> Result<Option<String>, Error> {
        let safe = url.scheme() == "https" || address::is_loopback(url);
        let in_url = !url.username().is_empty() || url.password().is_some();
        if in_url && !safe {
            return Err(Error::new(
                Kind::Config,
                format!(
                    "the credentials for {} would not be sent encrypted",
                    shown(url)
                ),
            )
            .hint("use an https:// URL"));
        }
        let basic = |user: &str, password: &str| {
            let pair =
                base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
            format!("Basic {pair}")
        };
        if in_url {
            let password = decoded(url.password().unwrap_or_default());
            return Ok(Some(basic(&decoded(url.username()), &password)));
        }
        let found = safe.then(|| self.settings.netrc.find(&address::authority(url)));
        Ok(found
            .flatten()
            .map(|(login, password)| basic(login, password)))
    }
}

/// A name or password of a URL with its `%xx` read back.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        if let Some(Ok(code)) = digits.map(|digits| u8::from_str_radix(digits, 16)) {
            out.push(code);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Settings;
    use crate::netrc::Netrc;

    fn header(url: &str) -> Result<Option<String>, Error> {
        let client = Client::new(Settings {
            netrc: Netrc::parse(
                "machine h.example login n password p\nmachine localhost login l password p",
            ),
            ..Settings::default()
        });
        client.authorization(&Url::parse(url).unwrap())
    }

    #[test]
    fn the_url_wins_over_netrc_and_nothing_goes_in_the_clear() {
        let basic = |pair: &str| {
            Some(format!(
                "Basic {}",
                base64::engine::general_purpose::STANDARD.encode(pair)
            ))
        };
        assert_eq!(header("https://h.example/x").unwrap(), basic("n:p"));
        assert_eq!(
            header("https://u:p%40%3a%zz@h.example/x").unwrap(),
            basic("u:p@:%zz")
        );
        assert_eq!(header("http://localhost/x").unwrap(), basic("l:p"));
        for url in [
            "http://h.example/",
            "https://h.example:8443/",
            "https://x.h.example/",
        ] {
            assert_eq!(header(url).unwrap(), None, "{url}");
        }
        let error = header("http://u:secret@h.example/x").unwrap_err();
        assert!(
            error.kind == Kind::Config && !error.to_string().contains("secret"),
            "{error}"
        );
    }
}
