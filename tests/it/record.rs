//! The record of what gom wrote outside its home.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use gom::record::{Record, Wrote};
use gom_shim::layout::Layout;

use crate::support::temp::TempDir;

#[test]
fn the_record_takes_every_path_once_and_passes_over_what_it_does_not_know() {
    let root = TempDir::new();
    let layout = Layout::contained(root.path().join("gom"));
    let record = Record::new(&layout);
    let odd = Path::new(OsStr::from_bytes(b"/a\n\t\r\\n\xff z"));
    record.add(Wrote::Created, odd).unwrap();
    record.add(Wrote::Block, odd).unwrap();
    let path = layout.record();
    let text = fs::read(&path).unwrap();
    assert_eq!(text.iter().filter(|&&byte| byte == b'\n').count(), 1);
    fs::write(&path, [b"registry\tHKCU\n", &text[..]].concat()).unwrap();
    let entries = record.entries().unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].wrote, &*entries[0].path), (Wrote::Created, odd));
    record.forget(odd).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"registry\tHKCU\n");
}
