//! A loopback HTTP server whose faults a test chooses.
//!
//! One thread per connection and one response per connection: `Connection: close` keeps every
//! fault on the request it was meant for.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What a client asked.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// The request target as sent: a path with its query, or a whole URL where a proxy is asked.
    pub target: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header; names are compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let same = |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(same)
            .map(|(_, value)| value.as_str())
    }

    /// The path without its query.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }
}

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

    fn send(&self, stream: &mut TcpStream, head_only: bool, stop: &Stop) -> std::io::Result<()> {
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

/// Ends every stall when the server goes away, so no test waits for one.
#[derive(Default)]
struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Waits for `time` or until the server stops; true where it stopped.
    fn wait(&self, time: Duration) -> bool {
        let guard = self.stopped.lock().unwrap();
        let (guard, _) = self
            .changed
            .wait_timeout_while(guard, time, |stopped| !*stopped)
            .unwrap();
        *guard
    }

    fn stop(&self) {
        *self.stopped.lock().unwrap() = true;
        self.changed.notify_all();
    }
}

/// A running server; it stops when dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    stop: Arc<Stop>,
}

impl Server {
    /// Listens on a free loopback port and answers every request with `handler`.
    pub fn start(handler: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            stop: Arc::default(),
        };
        let (seen, stop) = (Arc::clone(&server.seen), Arc::clone(&server.stop));
        let handler = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if *stop.stopped.lock().unwrap() {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (seen, stop, handler) =
                    (Arc::clone(&seen), Arc::clone(&stop), Arc::clone(&handler));
                std::thread::spawn(move || {
                    // A client that hangs up early is part of many tests.
                    let _ = answer(stream, &*handler, &seen, &stop);
                });
            }
        });
        server
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// `http://127.0.0.1:PORT` followed by `path`, which starts with a slash or is empty.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests there were so far.
    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// How many requests asked for this path, queries aside.
    pub fn count_of(&self, path: &str) -> usize {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|request| request.path() == path).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.stop();
        // Wakes the listener, which then sees that it should end.
        let _ = TcpStream::connect(self.address);
    }
}

fn answer(
    mut stream: TcpStream,
    handler: &(dyn Fn(&Request) -> Response + Send + Sync),
    seen: &Mutex<Vec<Request>>,
    stop: &Stop,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).take(64 << 10);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(());
    };
    let mut request = Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
    };
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        request
            .headers
            .push((name.to_owned(), value.trim().to_owned()));
    }
    seen.lock().unwrap().push(request.clone());
    handler(&request).send(&mut stream, request.method == "HEAD", stop)
}
