//! What Go wrote into a program about its build, read without running Go: `go version -m` for
//! programs of any platform, old and new, whole and hostile.

mod blob;
mod build_info;
pub mod compare;
pub mod container;
pub mod container_findings;
mod elf;
mod fat;
mod fault;
mod fields;
mod image;
pub mod json;
mod macho;
mod modinfo;
mod pe;
mod plan9;
mod quoted;
mod ranges;
pub mod sheet;
mod xcoff;

use std::path::Path;

use gom_shim::read;

pub use build_info::{BuildInfo, Module};
pub use fault::Fault;
use ranges::Ranges;
pub use ranges::ReadSeek;

/// The build info of a program; of one for several architectures, of each that Go built, in the
/// order of the file. Never empty.
///
/// # Errors
/// `FileSystem` where the system refuses; `Failure` for what is no file, no program, not built by Go,
/// cut short or damaged.
pub fn file(path: &Path) -> gom_shim::Result<Vec<BuildInfo>> {
    open(path).map_err(|fault| fault.error(path))
}

fn open(path: &Path) -> fault::Result<Vec<BuildInfo>> {
    // Some devices do something when they are opened.
    regular(&path.metadata()?)?;
    let mut file = read::open(path)?;
    let metadata = file.metadata()?;
    regular(&metadata)?;
    program(&mut file, metadata.len())
}

fn regular(metadata: &std::fs::Metadata) -> fault::Result<()> {
    match metadata {
        _ if metadata.is_file() => Ok(()),
        _ if metadata.is_dir() => Err(Fault::NotAFile("a directory")),
        _ => Err(Fault::NotAFile("a device, a pipe or a socket")),
    }
}

/// The same for anything that can be read by range and has `len` bytes.
///
/// # Errors
/// As [`file()`], without the name.
pub fn program(reader: &mut dyn ReadSeek, len: u64) -> fault::Result<Vec<BuildInfo>> {
    if len == 0 {
        return Err(Fault::Empty);
    }
    let mut file = Ranges::new(reader, len);
    let start = file.up_to(0, 4)?;
    if !matches!(start[..], [0xca, 0xfe, 0xba, 0xbe | 0xbf]) {
        return thin(&mut file, &start).map(|info| vec![info]);
    }
    // Go reads the first architecture only; whoever checks a file wants to know about all of it.
    let (mut found, mut failed) = (Vec::new(), None);
    for (offset, size) in fat::parts(&mut file)? {
        let mut part = file
            .part(offset, size)
            .ok_or(Fault::Truncated("one of its programs"))?;
        let start = part.up_to(0, 4)?;
        match thin(&mut part, &start) {
            Ok(info) => found.push(info),
            Err(Fault::NotGo) => failed = Some(Fault::NotGo),
            Err(fault) => return Err(fault),
        }
    }
    match failed {
        Some(fault) if found.is_empty() => Err(fault),
        _ => Ok(found),
    }
}

/// A program for one architecture, told by its first bytes.
fn thin(file: &mut Ranges<'_>, start: &[u8]) -> fault::Result<BuildInfo> {
    let image = match *start {
        [0x7f, b'E', b'L', b'F'] => elf::image(file)?,
        [b'M', b'Z', ..] => pe::image(file)?,
        [0xfe, 0xed, 0xfa, _] | [_, 0xfa, 0xed, 0xfe] => macho::image(file)?,
        [0x01, 0xdf | 0xf7, ..] => xcoff::image(file)?,
        [0, b'a', b's', b'm'] => return Err(Fault::Unreadable("WebAssembly")),
        [a, b, c, d] if plan9::MAGICS.contains(&[a, b, c, d]) => plan9::image(file)?,
        _ => return Err(Fault::NotAProgram),
    };
    let blob = blob::read(file, &image)?;
    modinfo::parse(&blob.version, &blob.modules)
}
