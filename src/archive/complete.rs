//! Whether an unpacked tree is the toolchain that was asked for.

use std::io::Read as _;

use gom_shim::{Error, Result, escape};

use super::root::Root;
use super::{Unpack, broken};

/// Checks VERSION's first line and that `go` and, since 1.21, the compiler for the platform are
/// there: the right hash of a wrong request must not pass.
pub(super) fn check(root: &Root, unpack: &Unpack<'_>) -> Result<()> {
    let mut text = Vec::new();
    let path = root.join("VERSION");
    match std::fs::File::open(&path) {
        Ok(file) => file
            .take(4096)
            .read_to_end(&mut text)
            .map_err(|error| Error::io("read", &path, &error))?,
        Err(_) => return Err(broken("has no file VERSION")),
    };
    let expected = unpack.version.go_name();
    let text = String::from_utf8_lossy(&text);
    let actual = text.lines().next().unwrap_or_default();
    if actual != expected {
        return Err(broken("holds another version of Go")
            .cause(format!("expected {expected}"))
            .cause(format!("VERSION says '{}'", escape::excerpt(actual, 60))));
    }
    let (platform, exe) = (unpack.platform, unpack.platform.exe_suffix());
    let mut wanted = vec![format!("bin/go{exe}")];
    if unpack.version.is_logged_line() {
        let (os, arch) = (platform.os(), platform.arch());
        wanted.push(format!("pkg/tool/{os}_{arch}/compile{exe}"));
    }
    for path in wanted {
        let found = std::fs::symlink_metadata(root.join(&path));
        if !found.is_ok_and(|metadata| metadata.is_file()) {
            return Err(broken(&format!("has no file {path}"))
                .cause(format!("every {expected} for {platform} has one")));
        }
    }
    Ok(())
}
