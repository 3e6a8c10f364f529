//! What a `go` call through the shim costs: `cargo bench --bench shim [-- GOROOT]`.
//!
//! Pairs of `go version`, bare and through the shim, with the programs as install.sh builds them
//! and the `go` of a real toolchain: the one given, else the first on PATH.
#![allow(missing_docs)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gom::shims::Shims;
use gom_shim::layout::{Layout, RECEIPT_FILE};
use gom_shim::platform::Platform;
use gom_shim::side::Side;
use gom_shim::vars::Vars;
use gom_shim::version::Version;

/// Pairs for each kind of project.
const PAIRS: usize = 500;

fn main() {
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let goroot = given.map_or_else(goroot, PathBuf::from);
    let dist = support::build();
    let work = support::work_dir("shim");
    let layout = Layout::contained(work.join("gom"));
    let side = Side::of_this_machine(&Vars::capture());
    Shims::new(&layout)
        .install_programs(&dist, &side)
        .expect("the programs were built");
    let version = version_of(&goroot);
    let root = install(&goroot, &version, &layout);
    let size = fs::metadata(Layout::shim(&dist, "gom-shim"))
        .expect("it was built")
        .len();
    println!(
        "{} from {}, shim of {size} bytes",
        version.go_name(),
        goroot.display()
    );

    let pin = format!("[toolchain]\ngo = \"{version}\"\n");
    let minimum = format!("module example.com/m\n\ngo {version}\n");
    for (name, file, text) in [
        (
            "go version, gotoolchain.toml",
            "gotoolchain.toml",
            pin.as_str(),
        ),
        ("go version, go.mod", "go.mod", minimum.as_str()),
    ] {
        let project = work.join(file.replace('.', "-"));
        fs::create_dir_all(project.join("a/b")).expect("the directory is ours");
        fs::write(project.join(file), text).expect("the directory is ours");
        let bare = root.join("bin/go");
        let shim = Layout::shim(&layout.bin(), "go");
        if name.ends_with("go.mod") {
            fs::write(layout.config_file(), format!("default = \"{version}\"\n"))
                .expect("the directory is ours");
        }
        let call = |program: &Path| {
            let mut command = Command::new(program);
            command
                .arg("version")
                .current_dir(project.join("a/b"))
                .env("GOTOOLCHAIN", "local")
                .env_remove("GOROOT")
                .env_remove("GOM_HOME");
            command
        };
        for _ in 0..20 {
            support::run(&mut call(&bare));
            support::run(&mut call(&shim));
        }
        let pairs = support::pairs(
            PAIRS,
            |_| support::run(&mut call(&bare)),
            |_| support::run(&mut call(&shim)),
        );
        support::report(name, ("bare", "through the shim"), &pairs, 1.25);
        if let (Some(bare), Some(shim)) = (system_calls(&call(&bare)), system_calls(&call(&shim))) {
            println!(
                "  {:<28} {bare:>10} bare, {shim} through the shim",
                "system calls"
            );
        }
    }
    println!("left in {}", work.display());
}

/// The root of the Go on PATH.
fn goroot() -> PathBuf {
    let output = Command::new("go").args(["env", "GOROOT"]).output();
    let output = output
        .expect("a Go on PATH, or its GOROOT as argument: cargo bench --bench shim -- GOROOT");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

fn version_of(goroot: &Path) -> Version {
    let text = fs::read_to_string(goroot.join("VERSION")).expect("a GOROOT has a VERSION file");
    let name = text.lines().next().unwrap_or_default();
    Version::from_go_name(name)
        .unwrap_or_else(|| panic!("{} names no release: {name}", goroot.display()))
}

/// As much of the toolchain as `go version` looks at, in gom's home, with a receipt. Nothing is
/// proved about it: what is measured comes after the proof.
fn install(goroot: &Path, version: &Version, layout: &Layout) -> PathBuf {
    let root = layout.toolchain(version, &Platform::host());
    for dir in ["bin", "pkg/tool", "src", ".gom"] {
        fs::create_dir_all(root.join(dir)).expect("the directory is ours");
    }
    for file in ["bin/go", "VERSION", "go.env"] {
        let _ = fs::copy(goroot.join(file), root.join(file));
    }
    let name = Layout::toolchain_name(version, &Platform::host());
    fs::write(
        root.join(RECEIPT_FILE),
        format!("{{\"schema\":1,\"name\":\"{name}\"}}\n"),
    )
    .expect("the directory is ours");
    root
}

/// How many system calls a command makes, all its threads and children included; `None` without strace.
fn system_calls(command: &Command) -> Option<usize> {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-o", "/dev/stdout"])
        .arg(command.get_program());
    strace.args(command.get_args()).envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let dir = command.get_current_dir()?;
    let output = strace
        .current_dir(dir)
        .env_remove(OsStr::new("GOROOT"))
        .output()
        .ok()?;
    let count = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter(|line| line.contains(&b'('))
        .count();
    output.status.success().then_some(count)
}
