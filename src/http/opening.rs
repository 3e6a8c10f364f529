//! The beginning of a body: looked at before anything is handed out.

use std::io::Read;
use std::sync::Arc;

use super::asking::Question;
use super::{Class, Client, Download, Failure, Patience, Url};

/// How much of a body is looked at, in bytes.
const FRONT: usize = 64;

/// A small body, whole.
#[derive(Clone, Debug)]
pub struct Body {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// True where no redirect led to another scheme, host or port.
    pub stayed: bool,
}

impl Client {
    /// Opens a body. `what` says in messages what it should be: `the archive`.
    ///
    /// # Errors
    /// See `Class`; a page for people is `Unavailable`.
    pub fn open(
        self: &Arc<Self>,
        url: &Url,
        patience: Patience,
        what: impl Into<String>,
    ) -> Result<Download, Failure> {
        let question = Question {
            url: url.clone(),
            what: what.into(),
            patience,
        };
        let answer = self.ask(&question, None)?;
        let html = answer
            .reply
            .header("content-type")
            .is_some_and(|kind| kind.trim_start().to_lowercase().starts_with("text/html"));
        let mut download = Download::new(Arc::clone(self), question, answer);
        let mut front = vec![0; FRONT];
        let mut filled = 0;
        while !html && filled < FRONT {
            match download.read(&mut front[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) => return Err(Failure::from_read("read", &error)),
            }
        }
        front.truncate(filled);
        if html || is_html(&front) {
            let cause = "a web page came instead: a captive portal, or a proxy's login page?";
            let mut failure = download.question.failure(Class::Unavailable, cause);
            failure.status = Some(200);
            return Err(failure);
        }
        download.front = front;
        Ok(download)
    }

    /// Gets a small body whole, of at most `limit` bytes.
    ///
    /// # Errors
    /// As `open`; also `Unavailable` where the body is longer.
    pub fn get(
        self: &Arc<Self>,
        url: &Url,
        patience: Patience,
        limit: u64,
        what: impl Into<String>,
    ) -> Result<Body, Failure> {
        let download = self.open(url, patience, what)?;
        let question = download.question.clone();
        let stayed = download.stayed;
        let too_long = || {
            question.failure(
                Class::Unavailable,
                format!("it is longer than {limit} bytes"),
            )
        };
        if download.total().is_some_and(|total| total > limit) {
            return Err(too_long());
        }
        let mut bytes = Vec::new();
        download
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::from_read("read", &error))?;
        if bytes.len() as u64 > limit {
            return Err(too_long());
        }
        Ok(Body { bytes, stayed })
    }
}

fn is_html(front: &[u8]) -> bool {
    let text = String::from_utf8_lossy(front).to_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    text.starts_with("<!doctype html") || text.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_for_people() {
        for text in [
            "<!DOCTYPE HTML PUBLIC",
            "\u{feff} \r\n<html lang=en>",
            "<HTML",
        ] {
            assert!(is_html(text.as_bytes()), "{text}");
        }
        for text in ["[{", "<htm", "", "\u{1f}\u{8b}"] {
            assert!(!is_html(text.as_bytes()), "{text}");
        }
    }
}
