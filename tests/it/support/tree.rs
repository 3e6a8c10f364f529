//! The files of a Go release in small: every kind of file that gom treats in its own way.

use std::path::Path;

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::archive::Tree;
use super::{fake_go, program};

/// Release `version` for `platform`. Versions differ in content where real releases do, and share
/// the rest. Only a release for this machine has programs that run.
pub(crate) fn release(version: &Version, platform: &Platform) -> Tree {
    let name = version.go_name();
    let exe = platform.exe_suffix();
    let line = version.line().to_string();
    let modern = version.is_logged_line();
    let since_1_24 = gom_shim::gover::compare(&version.to_string(), "1.24").is_ge();
    let wasm = if since_1_24 { "lib" } else { "misc" };
    let tools = format!("pkg/tool/{}_{}", platform.os(), platform.arch());
    let program = |of: &str| {
        if *platform == Platform::host() {
            fake_go::bytes().to_vec()
        } else {
            format!("{of} of {name} for {platform}\n").into_bytes()
        }
    };
    let mut tree = Tree::default();
    for (path, text) in [
        ("LICENSE", "Do with this fake what you like.\n"),
        ("README.md", "# The Go Programming Language, in small\n"),
        (
            "api/go1.txt",
            "pkg fmt, func Println(...interface{}) (int, error)\n",
        ),
        ("misc/editors", "For editors, look elsewhere.\n"),
        (
            "test/helloworld.go",
            "package main\n\nfunc main() { print(\"hello\\n\") }\n",
        ),
        ("lib/time/README", "time zones\n"),
        ("src/make.bash", "#!/bin/bash\necho no\n"),
        ("src/internal/empty.s", ""),
        ("src/fmt/doc.go", "// Package fmt prints.\npackage fmt\n"),
    ] {
        tree = tree.file(path, text);
    }
    let version_file = if modern {
        format!("{name}\ntime 2024-07-01T21:33:19Z\n")
    } else {
        name.clone()
    };
    if modern {
        tree = tree.file("go.env", "GOTOOLCHAIN=auto\n");
    }
    tree.file("VERSION", version_file)
        .file(
            "doc/go_spec.html",
            format!("<!-- the specification of {line} -->\n"),
        )
        .file("src/go.mod", format!("module std\n\ngo {line}\n"))
        .file("src/cmd/go.mod", format!("module cmd\n\ngo {line}\n"))
        .file("src/fmt/print.go", format!("package fmt // as of {name}\n"))
        .file(
            &format!("{wasm}/wasm/go_js_wasm_exec"),
            "#!/bin/sh\nexec node \"$@\"\n",
        )
        .file(&format!("bin/go{exe}"), program("go"))
        .file(&format!("bin/gofmt{exe}"), program("gofmt"))
        .file(
            &format!("{tools}/compile{exe}"),
            format!("the compiler of {name} for {platform}\n"),
        )
}

/// The mode Go's release builder gives a file (facts: verification.md §1.1): 0o755 or 0o644.
pub(crate) fn mode(path: &str) -> u32 {
    let name = path.rsplit('/').next().unwrap_or(path);
    let script = [".bash", ".sh", ".pl", ".rc"]
        .iter()
        .any(|end| name.ends_with(end));
    let runner = name.starts_with("go_") && name.ends_with("_exec");
    let program = path.starts_with("bin/") || path.starts_with("pkg/tool/");
    if script || runner || program {
        0o755
    } else {
        0o644
    }
}

/// Writes a release's files with the modes of an installed toolchain.
pub(crate) fn unpack(root: &Path, version: &Version, platform: &Platform) {
    for (name, bytes) in release(version, platform).files() {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        program::write(&path, bytes, mode(name) & 0o555).unwrap();
    }
}
