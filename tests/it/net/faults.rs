//! Servers that refuse, fail, or say nothing.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gom::http::{Class, Client, Limits, Patience, Settings};
use gom_shim::Kind;
use gom_shim::vars::Vars;

use super::{client, get, quick, said, unresolvable, url};
use crate::support::server::{Response, Server};

#[test]
fn what_a_status_means() {
    for (status, class, kind, asked) in [
        (404, Class::Absent, Kind::NoVersion, 1),
        (410, Class::Absent, Kind::NoVersion, 1),
        (401, Class::Denied, Kind::Network, 1),
        (403, Class::Denied, Kind::Network, 1),
        (407, Class::Denied, Kind::Network, 1),
        (429, Class::Unavailable, Kind::Network, 3),
        (500, Class::Unavailable, Kind::Network, 3),
        (503, Class::Unavailable, Kind::Network, 3),
        (400, Class::Unavailable, Kind::Network, 1),
        (204, Class::Unavailable, Kind::Network, 1),
        (206, Class::Unavailable, Kind::Network, 1),
    ] {
        let server = Server::start(move |_| Response::status(status));
        let failure = get(&client(), &server.url("/x")).unwrap_err();
        assert_eq!(
            (failure.class, failure.error.kind, failure.status),
            (class, kind, Some(status)),
            "{status}"
        );
        assert_eq!(server.count(), asked, "{status}");
        assert!(
            said(&failure).contains(&status.to_string())
                && said(&failure).contains(&server.url("/x"))
        );
    }
}

#[test]
fn trouble_that_passes_is_waited_out() {
    let before = AtomicUsize::new(0);
    let server = Server::start(move |_| match before.fetch_add(1, Ordering::SeqCst) {
        0 => Response::status(503).header("Retry-After", "1"),
        1 => Response::ok("x").claim(5).cut(0),
        _ => Response::ok("at last"),
    });
    let begun = Instant::now();
    // The second answer breaks off before its body can be resumed, so only 503 is waited out.
    let failure = get(&client(), &server.url("/x")).unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    assert!(
        begun.elapsed() >= Duration::from_secs(1),
        "Retry-After is honoured"
    );
    assert_eq!(get(&client(), &server.url("/x")).unwrap(), b"at last");
}

#[test]
fn an_absurd_retry_after_is_not_waited_for() {
    for value in ["61", "99999999999999999999"] {
        let server = Server::start(move |_| Response::status(429).header("Retry-After", value));
        let begun = Instant::now();
        assert_eq!(
            get(&client(), &server.url("/")).unwrap_err().status,
            Some(429)
        );
        assert!(
            begun.elapsed() < Duration::from_secs(5) && server.count() == 1,
            "{value}"
        );
    }
}

#[test]
fn silence_before_headers() {
    let server =
        Server::start(|_| Response::ok("late").stall_before_headers(Duration::from_secs(60)));
    let begun = Instant::now();
    let failure = get(&client(), &server.url("/x")).unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    assert!(
        said(&failure).contains("sent no answer within 300ms"),
        "{}",
        said(&failure)
    );
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[test]
fn nobody_listens() {
    let port = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.local_addr().unwrap().port()
    };
    let failure = get(&client(), &format!("http://127.0.0.1:{port}/x")).unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    assert!(
        said(&failure).contains(&format!("no connection to 127.0.0.1:{port}: ")),
        "{}",
        said(&failure)
    );
}

#[test]
fn a_name_that_does_not_resolve() {
    let name = unresolvable();
    let failure = get(&client(), &format!("http://{name}/x")).unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    let text = said(&failure);
    assert!(
        text.contains(&format!("the name {name} cannot be resolved")),
        "{text}"
    );
}

#[test]
fn a_connection_that_closes_at_once_is_made_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&accepted);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            counter.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    let failure = get(&client(), &format!("http://127.0.0.1:{port}/x")).unwrap_err();
    assert_eq!(
        (failure.class, accepted.load(Ordering::SeqCst)),
        (Class::Unavailable, 3)
    );
    assert!(
        said(&failure).contains("broke") && said(&failure).contains("asked 3 times"),
        "{}",
        said(&failure)
    );
}

#[test]
fn a_page_for_people_is_not_data() {
    let labelled = Server::start(|_| Response::html());
    let bare = Server::start(|_| Response::ok("\n<!doctype HTML><title>Log in</title>"));
    for server in [labelled, bare] {
        let failure = get(&client(), &server.url("/")).unwrap_err();
        assert_eq!(
            (failure.class, failure.status),
            (Class::Unavailable, Some(200))
        );
        assert!(
            said(&failure).contains("captive portal"),
            "{}",
            said(&failure)
        );
    }
}

#[test]
fn offline_opens_no_socket() {
    let server = Server::start(|_| Response::ok("x"));
    let vars = |value: &str| Vars::new(vec![("GOM_OFFLINE".into(), value.into())], vec![], None);
    let offline = Arc::new(Client::new(Settings::from_vars(&vars("1"))));
    let failure = get(&offline, &server.url("/")).unwrap_err();
    assert_eq!(
        (failure.class, failure.error.kind),
        (Class::Unavailable, Kind::Network)
    );
    assert!(said(&failure).contains("GOM_OFFLINE"), "{}", said(&failure));
    assert_eq!(server.count(), 0);
    for value in ["", "0", "false"] {
        assert!(
            Settings::from_vars(&vars(value)).offline.is_none(),
            "{value}"
        );
    }
}

/// The true limits, a hundred times as fast: nothing may take longer than 1.2 s.
#[test]
fn a_silent_server_cannot_hold_gom_for_two_minutes() {
    let slow = Limits::default();
    let limits = Limits {
        connect: slow.connect / 100,
        connect_followed: slow.connect_followed / 100,
        silence: slow.silence / 100,
        floor_window: slow.floor_window / 100,
        backoff: slow.backoff / 100,
        patience: slow.patience / 100,
        ..slow
    };
    let client = Arc::new(Client::new(Settings { limits, ..quick() }));
    let forever = Duration::from_secs(60);
    for (name, response) in [
        (
            "no headers",
            Response::ok("x").stall_before_headers(forever),
        ),
        ("no body", Response::ok("x").stall_after(0, forever)),
        (
            "silence",
            Response::ok(vec![1; 9000])
                .header("ETag", "\"v1\"")
                .stall_after(5000, forever),
        ),
        (
            "crawling",
            Response::ok(vec![1; 900])
                .header("ETag", "\"v1\"")
                .drip(1, Duration::from_millis(200)),
        ),
        (
            "trouble",
            Response::status(503).stall_before_headers(Duration::from_millis(250)),
        ),
    ] {
        let server = Server::start(move |_| response.clone());
        let begun = Instant::now();
        assert_eq!(
            get(&client, &server.url("/")).unwrap_err().class,
            Class::Unavailable,
            "{name}"
        );
        assert!(
            begun.elapsed() < Duration::from_millis(1200),
            "{name}: {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn a_server_that_accepts_and_says_nothing_is_left_sooner_while_another_follows() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let limits = Limits {
        connect: Duration::from_millis(250),
        connect_followed: Duration::from_millis(100),
        ..quick().limits
    };
    let client = Arc::new(Client::new(Settings { limits, ..quick() }));
    for (patience, time) in [(Patience::Followed, 100), (Patience::Last, 250)] {
        let begun = Instant::now();
        // The handshake of TLS is part of connecting.
        let url = url(&format!("https://127.0.0.1:{port}/"));
        let failure = client.get(&url, patience, 9, "the thing").unwrap_err();
        let expected = format!("no connection to 127.0.0.1:{port} within {time}ms");
        assert!(said(&failure).contains(&expected), "{}", said(&failure));
        assert!(begun.elapsed() >= Duration::from_millis(time));
    }
}
