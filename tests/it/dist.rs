//! The server of releases: what install tests take for granted about it.

use std::io::{Read, Write};
use std::net::TcpStream;

use gom_shim::platform::Platform;
use sha2::{Digest, Sha256};

use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

/// Status line and body of a GET.
fn get(server: &DistServer, target: &str, headers: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", server.server().port())).unwrap();
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    (
        head.lines().next().unwrap().to_owned(),
        answer[end + 4..].to_vec(),
    )
}

fn body(server: &DistServer, target: &str) -> String {
    let (status, body) = get(server, target, "");
    assert_eq!(status, "HTTP/1.1 200 Because", "{target}");
    String::from_utf8(body).unwrap()
}

#[test]
fn the_site_lists_and_serves_what_it_lists() {
    let mut dist = Dist::new(&["1.22.6", "1.21.1", "1.22.5", "1.23rc1", "1.20"]);
    dist.add("1.22.6", &Platform::parse("windows/amd64").unwrap());
    dist.add("1.22.6", &Platform::parse("linux/arm").unwrap());
    let server = DistServer::start(dist);
    let index: serde_json::Value =
        serde_json::from_str(&body(&server, "/dl/?mode=json&include=all")).unwrap();
    let versions: Vec<_> = index
        .as_array()
        .unwrap()
        .iter()
        .map(|release| release["version"].as_str())
        .collect();
    let all = ["go1.23rc1", "go1.22.6", "go1.22.5", "go1.21.1", "go1.20"];
    assert_eq!(versions, all.map(Some));
    let files = index[1]["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["arch"] == "armv6l"));
    for file in files.iter().filter(|file| file["kind"] == "archive") {
        let (status, bytes) = get(
            &server,
            &format!("/dl/{}", file["filename"].as_str().unwrap()),
            "",
        );
        assert_eq!(status, "HTTP/1.1 200 Because");
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(
            (file["sha256"].as_str(), file["size"].as_u64()),
            (Some(&*hash), Some(bytes.len() as u64))
        );
    }
    let stable: serde_json::Value = serde_json::from_str(&body(&server, "/dl/?mode=json")).unwrap();
    let stable: Vec<_> = stable
        .as_array()
        .unwrap()
        .iter()
        .map(|release| release["version"].as_str())
        .collect();
    assert_eq!(stable, [Some("go1.22.6"), Some("go1.21.1")]);
    assert!(body(&server, "/dl/go1.22.6.linux-amd64.tar.gz.sha256").contains("<html>"));
    assert_eq!(
        get(&server, "/dl/go1.99.0.linux-amd64.tar.gz", "").0,
        "HTTP/1.1 404 Because"
    );
}

#[test]
fn the_proxy_serves_modules_and_the_log() {
    let server = DistServer::start(Dist::new(&["1.22.6"]));
    let version = format!("v0.0.1-go1.22.6.{}", Platform::host().dashed());
    let module = "/proxy/golang.org/toolchain/@v";
    assert_eq!(
        body(&server, &format!("{module}/list")),
        format!("{version}\n")
    );
    assert!(body(&server, &format!("{module}/{version}.info")).contains(&version));
    assert_eq!(
        body(&server, &format!("{module}/{version}.mod")),
        "module golang.org/toolchain\n"
    );
    let (_, zip) = get(&server, &format!("{module}/{version}.zip"), "");
    let (_, same) = get(
        &server,
        &format!("/dl/mod/golang.org/toolchain/@v/{version}.zip"),
        "",
    );
    assert!(zip.starts_with(b"PK") && zip == same);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let prefix = format!("golang.org/toolchain@{version}");
    assert!(zip.by_name(&format!("{prefix}/src/_go.mod")).is_ok());
    assert!(zip.by_name(&format!("{prefix}/api/go1.txt")).is_err());

    let name = server.dist().log.name().to_owned();
    let h1 = server
        .dist()
        .release("1.22.6", &Platform::host())
        .h1
        .clone();
    let lookup = format!("lookup/golang.org/toolchain@{version}");
    for log in [format!("/proxy/sumdb/{name}"), "/sumdb".to_owned()] {
        assert_eq!(body(&server, &format!("{log}/supported")), "");
        assert!(body(&server, &format!("{log}/{lookup}")).contains(&h1));
    }
    let world = World::new();
    server.dist().write_proxy(&world.dir("proxy"));
    let files = Snapshot::take(&world.path("proxy"));
    for path in [
        format!("golang.org/toolchain/@v/{version}.zip"),
        format!("sumdb/{name}/{lookup}"),
        format!("sumdb/{name}/tile/8/0/000.p/8"),
    ] {
        assert!(
            files.paths().contains(&path.as_str()),
            "{path} in {:?}",
            files.paths()
        );
    }
}

#[test]
fn faults_come_as_ordered_and_can_be_mended() {
    let server = DistServer::start(Dist::new(&["1.22.6"]));
    let archive = format!(
        "/dl/{}",
        server
            .dist()
            .release("1.22.6", &Platform::host())
            .file_name()
    );
    let (_, whole) = get(&server, &archive, "");
    server.fault_times(1, "/sumdb/", |_, honest| honest.cut(0));
    server.fault_times(1, "/dl/go1.22.6.", |_, honest| honest.cut(10));
    assert_eq!(get(&server, &archive, "").1, whole[..10]);
    let (status, rest) = get(&server, &archive, "Range: bytes=10-\r\n");
    assert_eq!(
        (status.as_str(), &*rest),
        ("HTTP/1.1 206 Because", &whole[10..])
    );
    server.fault("/dl", |_, _| crate::support::server::Response::status(503));
    assert!(get(&server, &archive, "").0.contains("503"));
    server.mend();
    assert_eq!(get(&server, &archive, "").1, whole);
    assert_eq!(server.server().count_of(&archive), 5);
}

#[test]
fn a_world_fetches_from_its_server() {
    let server = DistServer::start(Dist::new(&["1.22.6"]));
    let mut world = World::new();
    world.fetch_from(&server);
    let config = std::fs::read_to_string(world.layout().config_file()).unwrap();
    assert!(config.contains(&server.site()) && config.contains("sumdb_key = \"log.example+"));
}
