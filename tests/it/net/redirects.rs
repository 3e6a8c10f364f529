//! Where redirects may lead.

use gom::http::Class;

use super::{client, get, said};
use crate::support::server::{Response, Server};

#[test]
fn ten_are_followed_and_the_eleventh_is_not() {
    let server = Server::start(|request| {
        let left: u32 = request.path()[1..].parse().unwrap();
        match left {
            0 => Response::ok("arrived"),
            _ => Response::redirect(format!("/{}", left - 1)),
        }
    });
    assert_eq!(get(&client(), &server.url("/10")).unwrap(), b"arrived");
    let failure = get(&client(), &server.url("/11")).unwrap_err();
    assert!(
        failure.class == Class::Unavailable && said(&failure).contains("10 redirects"),
        "{}",
        said(&failure)
    );
}

#[test]
fn a_loop_ends() {
    let server = Server::start(|_| Response::redirect("/again"));
    assert_eq!(
        get(&client(), &server.url("/again")).unwrap_err().class,
        Class::Unavailable
    );
    assert_eq!(server.count(), 11);
}

#[test]
fn some_targets_are_refused() {
    for target in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[",
        "",
    ] {
        let server = Server::start(move |request| match request.path() {
            "/" => Response::redirect(target),
            _ => Response::ok("never"),
        });
        let failure = get(&client(), &server.url("/")).unwrap_err();
        assert_eq!(failure.class, Class::Unavailable, "{target}");
    }
}
