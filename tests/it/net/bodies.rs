//! Bodies that break off, lie about their length, or crawl.

use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gom::http::{Class, Failure, Patience, error_within};
use gom_shim::Kind;

use super::{client, get, said, url};
use crate::support::server::{Request, Response, Server};

/// Bytes whose place can be told from their value.
fn long() -> Vec<u8> {
    (0..300_000_u32).flat_map(u32::to_le_bytes).collect()
}

fn read_all(server: &Server) -> Result<Vec<u8>, (Vec<u8>, gom_shim::Error)> {
    let mut download = client()
        .open(&url(&server.url("/archive")), Patience::Last, "the archive")
        .map_err(|failure: Failure| (Vec::new(), failure.error))?;
    let mut bytes = Vec::new();
    match download.read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err((bytes, error_within(&error).unwrap().clone())),
    }
}

/// Answers ranges of `long()` with one fault at each of the first `faults` requests.
fn faulty(
    etag: &'static str,
    faults: usize,
    fault: impl Fn(Response) -> Response + Send + Sync + 'static,
) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |request: &Request| {
        let response = Response::ok(long()).ranges(request, etag);
        if count.fetch_add(1, Ordering::SeqCst) < faults {
            fault(response)
        } else {
            response
        }
    })
}

#[test]
fn a_cut_body_is_taken_up_where_it_broke() {
    let server = faulty("\"v1\"", 3, |response| response.cut(250_001));
    assert!(read_all(&server).unwrap() == long());
    let ranges: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("Range").map(str::to_owned))
        .collect();
    assert_eq!(ranges[0], None);
    assert_eq!(ranges[1].as_deref(), Some("bytes=250001-"));
    assert_eq!(ranges[3].as_deref(), Some("bytes=750003-"));
    assert_eq!(server.requests()[1].header("If-Range"), Some("\"v1\""));
}

#[test]
fn silence_in_a_body_is_ended_and_resumed() {
    let server = faulty("\"v1\"", 1, |response| {
        response.stall_after(100_000, Duration::from_secs(60))
    });
    assert!(read_all(&server).unwrap() == long());
    let silent = faulty("\"v1\"", 99, |response| {
        response.stall_after(1000, Duration::from_secs(60))
    });
    let begun = Instant::now();
    let (_, error) = read_all(&silent).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(
        error.kind == Kind::Network && error.to_string().contains("nothing came for 300ms"),
        "{error}"
    );
}

#[test]
fn resuming_has_an_end() {
    let server = faulty("\"v1\"", 99, |response| response.cut(1000));
    let (bytes, error) = read_all(&server).unwrap_err();
    assert_eq!((bytes.len(), server.count()), (5000, 5));
    let text = error.to_string();
    assert!(
        text.contains("broke off at 5000 of 1200000 bytes") && text.contains("taken up 4 times"),
        "{text}"
    );
}

#[test]
fn without_a_strong_etag_a_body_is_read_from_its_start_again() {
    for etag in ["W/\"v1\"", "v1", "\"\""] {
        // The second answer breaks off inside what was handed out before, too.
        let count = AtomicUsize::new(0);
        let server = Server::start(move |_| {
            let response = Response::ok(long()).header("ETag", etag);
            match count.fetch_add(1, Ordering::SeqCst) {
                0 => response.cut(700_000),
                1 => response.cut(300_000),
                _ => response,
            }
        });
        assert!(read_all(&server).unwrap() == long(), "{etag}");
        assert_eq!(server.count(), 3);
        let ranged = |request: &Request| request.header("Range").is_some();
        assert!(
            !server.requests().iter().any(ranged),
            "two halves are never joined on a guess"
        );
    }
}

#[test]
fn a_server_that_ignores_the_range_is_read_from_the_start() {
    let server = {
        let count = AtomicUsize::new(0);
        Server::start(move |_| {
            let response = Response::ok(long()).header("ETag", "\"v1\"");
            match count.fetch_add(1, Ordering::SeqCst) {
                0 => response.cut(70_000),
                _ => response,
            }
        })
    };
    assert!(read_all(&server).unwrap() == long());
}

#[test]
fn a_file_that_changed_meanwhile_is_an_error() {
    let changed = |etag: &'static str, second: fn() -> Response| {
        let count = AtomicUsize::new(0);
        let server = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
            0 => Response::ok(long()).header("ETag", etag).cut(1000),
            _ => second(),
        });
        let (bytes, error) = read_all(&server).unwrap_err();
        assert!(
            bytes == long()[..1000] && error.kind == Kind::Network,
            "{error}"
        );
        error.to_string()
    };
    let other = || {
        let mut bytes = long();
        bytes[999] ^= 1;
        Response::ok(bytes).header("ETag", "\"v2\"")
    };
    for etag in ["\"v1\"", "W/\"v1\""] {
        assert!(changed(etag, other).contains("it changed"));
        assert!(changed(etag, || Response::ok(long()[..9].to_vec())).contains("it changed"));
    }
    let part = || {
        Response::status(206)
            .body(long())
            .header("Content-Range", "bytes 7-1199999/1200000")
    };
    let error = changed("\"v1\"", part);
    assert!(error.contains("another part"), "{error}");
    assert!(changed("\"v1\"", || Response::status(404)).contains("404"));
}

#[test]
fn lies_about_the_length() {
    for (name, response) in [
        ("more", Response::ok("hello").claim(9)),
        ("negative", Response::ok("hello").claim(-5)),
        ("nonsense", Response::ok("hello").claim("five")),
        (
            "chunks that end early",
            Response::ok("hello").chunked().cut(3),
        ),
        ("huge", Response::ok("hello").claim(u64::MAX)),
    ] {
        let server = Server::start(move |_| response.clone());
        let failure = get(&client(), &server.url("/")).unwrap_err();
        assert_eq!(
            (failure.class, failure.error.kind),
            (Class::Unavailable, Kind::Network),
            "{name}: {}",
            said(&failure)
        );
    }
    let chunked = Server::start(|_| Response::ok(long()).chunked());
    assert!(read_all(&chunked).unwrap() == long());
    let bare = Server::start(|_| Response::ok("hello").until_close());
    assert_eq!(get(&client(), &bare.url("/")).unwrap(), b"hello");
    // Fewer bytes than announced come through as announced; the proof sees to the rest.
    let less = Server::start(|_| Response::ok("hello").claim(3));
    assert_eq!(get(&client(), &less.url("/")).unwrap(), b"hel");
}

#[test]
fn a_small_body_has_a_limit() {
    for response in [
        Response::ok(vec![0; (1 << 20) + 1]),
        Response::ok(vec![0; (1 << 20) + 1]).chunked(),
    ] {
        let server = Server::start(move |_| response.clone());
        let failure = get(&client(), &server.url("/")).unwrap_err();
        assert!(
            said(&failure).contains("longer than 1048576 bytes"),
            "{}",
            said(&failure)
        );
    }
    let server = Server::start(|_| Response::ok(vec![0; 1 << 20]));
    assert_eq!(get(&client(), &server.url("/")).unwrap().len(), 1 << 20);
}

#[test]
fn a_crawling_body_is_given_up() {
    // 64 bytes for a look at its beginning, then 100 bytes in a second: below 1 KiB/s.
    let server =
        Server::start(|_| Response::ok(vec![1; 5000]).drip(10, Duration::from_millis(100)));
    let begun = Instant::now();
    let (_, error) = read_all(&server).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("slower than 1024 bytes per second"),
        "{error}"
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}
