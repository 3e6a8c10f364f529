//! `gom inspect`: programs of every format, made by hand and by Go, whole and hostile.

mod check;
mod errors;
mod fixture;
mod handmade;
mod hostile;
mod image;
mod output;
pub(crate) mod real;

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use gom::inspect::{BuildInfo, Fault, program};

use crate::support::world::World;

/// Reads a program that is in memory.
fn read(bytes: &[u8]) -> Result<Vec<BuildInfo>, Fault> {
    program(&mut Cursor::new(bytes), bytes.len() as u64)
}

/// What `go version -m` prints for these files: bytes, since names and values may be no text.
fn go_version_m(go: &Path, dir: &Path, files: &[impl AsRef<Path>]) -> Vec<u8> {
    let mut command = Command::new(go);
    command.args(["version", "-m"]).current_dir(dir);
    command.args(files.iter().map(AsRef::as_ref));
    // It reads files and writes none, but for telemetry in the home of whoever runs it.
    command
        .env("GOTELEMETRY", "off")
        .env("HOME", dir)
        .env("GOTOOLCHAIN", "local");
    command.output().unwrap().stdout
}

/// What gom prints for them in the same form.
fn gom_as_go(world: &World, dir: &Path, files: &[impl AsRef<Path>]) -> Vec<u8> {
    let args = ["inspect", "--format", "go"].map(PathBuf::from);
    let files = files.iter().map(|file| file.as_ref().to_owned());
    let call = world.gom(args.into_iter().chain(files)).at(dir);
    call.command().output().unwrap().stdout
}

/// Fails with the first line that differs unless they are the same bytes.
#[track_caller]
fn assert_same(gom: &[u8], go: &[u8]) {
    let lines = |text: &[u8]| -> Vec<String> {
        let lines = text.split_inclusive(|&b| b == b'\n');
        lines.map(|line| line.escape_ascii().to_string()).collect()
    };
    for (ours, theirs) in lines(gom).iter().zip(&lines(go)) {
        assert_eq!(ours, theirs);
    }
    assert!(gom == go, "gom: {} bytes, go: {}", gom.len(), go.len());
}

/// An ELF program of that Go with these `build` lines, for what else looks at programs.
pub(crate) fn made_by(go: &str, settings: &[&str]) -> Vec<u8> {
    let lines: String = settings
        .iter()
        .map(|setting| format!("build\t{setting}\n"))
        .collect();
    let program = fixture::Program {
        version: go.as_bytes().to_vec(),
        modules: format!("path\texample.test/app\n{lines}").into_bytes(),
        ..fixture::Program::new((fixture::Format::Elf, true, false))
    };
    program.file()
}
