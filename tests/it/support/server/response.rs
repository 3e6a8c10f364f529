//! What the loopback server sends, and how it misbehaves while doing so.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use super::{Request, Stop};

/// What the server sends, and how it misbehaves while doing so.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    length: Length,
    cut: Option<usize>,
    stall_before_headers: Option<Duration>,
    stall_in_body: Option<(usize, Duration)>,
    drip: Option<(usize, Duration)>,
}

/// How the end of a body is announced.
#[derive(Clone, Debug)]
enum Length {
    True,
    Claimed(String),
    Chunked,
    UntilClose,
}

impl Response {
    /// 200 with a body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200).body(body)
    }

    /// A status with an empty body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            length: Length::True,
            cut: None,
            stall_before_headers: None,
            stall_in_body: None,
            drip: None,
        }
    }

    /// 302 to another place.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::status(302).header("Location", location)
    }

    /// 200 with a page for people, as a captive portal sends it.
    pub fn html() -> Self {
        Self::ok("<!DOCTYPE html><html><body>Please log in</body></html>")
            .header("Content-Type", "text/html; charset=utf-8")
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Answers the request's Range where the ETag (with quotes) still holds; else the whole body.
    pub fn ranges(mut self, request: &Request, etag: &str) -> Self {
        self = self.header("ETag", etag).header("Accept-Ranges", "bytes");
        let start = request
            .header("Range")
            .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'))
            .and_then(|start| start.parse::<usize>().ok());
        let holds = request.header("If-Range").is_none_or(|tag| tag == etag);
        if let Some(start) = start.filter(|_| holds) {
            let all = self.body.len();
            if start >= all {
                return Self::status(416).header("Content-Range", format!("bytes */{all}"));
            }
            self.status = 206;
            self.body.drain(..start);
            self = self.header("Content-Range", format!("bytes {start}-{}/{all}", all - 1));
        }
        self
    }

    /// Closes the connection after `bytes` of the body.
    pub fn cut(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self
    }

    /// Announces this length, whatever is sent; the text may be nonsense.
    pub fn claim(mut self, length: impl ToString) -> Self {
        self.length = Length::Claimed(length.to_string());
        self
    }

    /// Sends the body in chunks, without a length.
    pub fn chunked(mut self) -> Self {
        self.length = Length::Chunked;
        self
    }

    /// Sends neither a length nor chunks: the body ends with the connection.
    pub fn until_close(mut self) -> Self {
        self.length = Length::UntilClose;
        self
    }

    /// Says nothing for this long, then answers.
    pub fn stall_before_headers(mut self, time: Duration) -> Self {
        self.stall_before_headers = Some(time);
        self
    }

    /// Falls silent after `bytes` of the body.
    pub fn stall_after(mut self, bytes: usize, time: Duration) -> Self {
        self.stall_in_body = Some((bytes, time));
        self
    }

    /// Sends `bytes` at a time with `pause` in between.
    pub fn drip(mut self, bytes: usize, pause: Duration) -> Self {
        self.drip = Some((bytes, pause));
        self
    }

    pub(super) fn send(
        &self,
        stream: &mut TcpStream,
        head_only: bool,
        stop: &Stop,
    ) -> std::io::Result<()> {
        if let Some(time) = self.stall_before_headers {
            stop.wait(time);
        }
        let mut head = format!("HTTP/1.1 {} Because\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match &self.length {
            Length::True => head.push_str(&format!("Content-Length: {}\r\n", self.body.len())),
            Length::Claimed(text) => head.push_str(&format!("Content-Length: {text}\r\n")),
            Length::Chunked => head.push_str("Transfer-Encoding: chunked\r\n"),
            Length::UntilClose => {}
        }
        stream.write_all(head.as_bytes())?;
        stream.write_all(b"\r\n")?;
        if head_only {
            return Ok(());
        }
        let end = self.cut.unwrap_or(self.body.len()).min(self.body.len());
        let step = self.drip.map_or(64 << 10, |(bytes, _)| bytes);
        let mut sent = 0;
        while sent < end {
            let mut until = (sent + step).min(end);
            if let Some((at, time)) = self.stall_in_body {
                if sent == at {
                    stream.flush()?;
                    stop.wait(time);
                } else if sent < at {
                    until = until.min(at);
                }
            }
            self.piece(stream, &self.body[sent..until])?;
            sent = until;
            if let Some((_, pause)) = self.drip
                && stop.wait(pause)
            {
                return Ok(());
            }
        }
        if matches!(self.length, Length::Chunked) && self.cut.is_none() {
            stream.write_all(b"0\r\n\r\n")?;
        }
        stream.flush()
    }

    fn piece(&self, stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
        if !matches!(self.length, Length::Chunked) {
            return stream.write_all(bytes);
        }
        write!(stream, "{:x}\r\n", bytes.len())?;
        stream.write_all(bytes)?;
        stream.write_all(b"\r\n")
    }
}
