//! What an install costs: `cargo bench --bench install [-- VERSION [CACHE]]`.
//!
//! Pairs of cmd/go's own download (`GOTOOLCHAIN=goVERSION go version` with a fresh module cache)
//! and `gom install VERSION` into a fresh home, all proofs included in both. Both ask a loopback
//! server, which fetched what they ask for through the user's own GOPROXY in a first, unmeasured
//! pair, and keeps it in CACHE. Needs a Go of 1.21 or newer and curl on PATH, and 4 GB of disk.
#![allow(missing_docs)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use support::Run;

/// Measured pairs; the first pair of all only fills the cache.
const PAIRS: usize = 7;

fn main() {
    let args: Vec<_> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let version = args.first().map_or("1.25.0", String::as_str);
    let work = support::work_dir("install");
    let cache = args
        .get(1)
        .map_or_else(|| work.join("served"), PathBuf::from);
    let dist = support::build();
    let upstream = go_env("GOPROXY");
    let upstream = upstream
        .split([',', '|'])
        .find(|proxy| proxy.starts_with("http"));
    let upstream = upstream
        .expect("GOPROXY names a server")
        .trim_end_matches('/')
        .to_owned();
    let proxy = serve(Proxy { upstream, cache });

    let go = |index: usize| {
        let dir = work.join(format!("go-{index}"));
        let mut command = bare(Path::new("go"), &dir, &proxy);
        command
            .arg("version")
            .env("GOTOOLCHAIN", format!("go{version}"));
        measure(&mut command)
    };
    let gom = |index: usize| {
        let dir = work.join(format!("gom-{index}"));
        let mut command = bare(&dist.join("gom"), &dir, &proxy);
        command
            .args(["-q", "install", version])
            .env("GOM_HOME", dir.join("gom"));
        measure(&mut command)
    };
    println!("go{version}, served from loopback; the first pair fills the cache");
    go(PAIRS);
    gom(PAIRS);
    let pairs = support::pairs(PAIRS, go, gom);
    support::report("install", ("cmd/go", "gom"), &pairs, 0.35);
    let peak = |run: fn(&(Run, Run)) -> u64| pairs.iter().map(run).max().unwrap_or(0) / (1 << 20);
    println!(
        "  {:<28} {:>10} MB cmd/go, {} MB gom (at most 64)",
        "peak memory",
        peak(|pair| pair.0.peak),
        peak(|pair| pair.1.peak)
    );
    println!(
        "left in {}: remove it when you have no more to measure",
        work.display()
    );
}

/// A program that has nothing but its own fresh directory and the loopback server.
fn bare(program: &Path, dir: &Path, proxy: &str) -> Command {
    fs::create_dir_all(dir).expect("the directory is ours");
    let mut command = Command::new(program);
    command.current_dir(dir).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
        .env("HOME", dir)
        .env("GOPATH", dir.join("go"))
        .env("GOCACHE", dir.join("cache"));
    command
        .env("GOPROXY", proxy)
        .env("GOENV", "off")
        .env("NO_PROXY", "127.0.0.1");
    command
}

fn measure(command: &mut Command) -> Run {
    // What the run before wrote is not written on this one's time.
    let _ = Command::new("sync").status();
    support::run_and_watch(command)
}

fn go_env(name: &str) -> String {
    let output = Command::new("go")
        .args(["env", name])
        .output()
        .expect("a Go on PATH");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A GOPROXY in front of another one, which it asks once for each path.
struct Proxy {
    upstream: String,
    cache: PathBuf,
}

/// Serves in the background until the benchmark ends. Gives the server's address.
fn serve(proxy: Proxy) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    let proxy = Arc::new(proxy);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let proxy = Arc::clone(&proxy);
            // A client that went away is no concern of the others.
            std::thread::spawn(move || drop(proxy.talk(&stream)));
        }
    });
    format!("http://{address}")
}

impl Proxy {
    /// Answers the requests of one connection.
    fn talk(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        loop {
            let mut request = String::new();
            if reader.read_line(&mut request)? == 0 {
                return Ok(());
            }
            let mut header = String::new();
            while reader.read_line(&mut header)? > 2 {
                header.clear();
            }
            let path = request.split(' ').nth(1).unwrap_or("/");
            let (status, body) = self.answer(path)?;
            let length = body.metadata()?.len();
            write!(
                stream,
                "HTTP/1.1 {status} x\r\nContent-Length: {length}\r\nContent-Type: application/octet-stream\r\n\r\n"
            )?;
            if !request.starts_with("HEAD") {
                std::io::copy(&mut body.take(length), &mut stream)?;
            }
        }
    }

    /// Status and body for a path, from the cache or from upstream.
    fn answer(&self, path: &str) -> std::io::Result<(u16, fs::File)> {
        let name: String = path
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b".-@".contains(&byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02x}")
                }
            })
            .collect();
        let file = self.cache.join(&name);
        let status = self.cache.join(format!("{name}.status"));
        if !status.is_file() {
            fs::create_dir_all(&self.cache)?;
            let output = Command::new("curl")
                .args(["-sSL", "--max-time", "600", "-w", "%{http_code}", "-o"])
                .arg(&file)
                .arg(format!("{}{path}", self.upstream))
                .output()?;
            assert!(
                output.status.success(),
                "{path}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            if !file.exists() {
                fs::write(&file, "")?;
            }
            fs::write(&status, output.stdout)?;
        }
        let code = fs::read_to_string(status)?.trim().parse().unwrap_or(500);
        Ok((code, fs::File::open(file)?))
    }
}
