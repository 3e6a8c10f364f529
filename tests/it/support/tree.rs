//! The files of a Go release in small: every kind of file that gom treats in its own way.

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::fake_go;

/// A file of a release, by its path below GOROOT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// With `/` between its parts.
    pub(crate) path: String,
    /// 0o755 for programs, 0o644 for the rest, as in Go's archives.
    pub(crate) mode: u32,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// Parts of a release that its module zip leaves out, and the log's hash with it
/// (facts: go-semantics.md §4.4).
pub(crate) const NOT_IN_MODULE: [&str; 5] = ["api/", "doc/", "misc/", "test/", ".github/"];

/// All files of release `version` for `platform`. Versions differ in content where real releases
/// do, and share the rest. Only a release for this machine has programs that run.
pub(crate) fn release(version: &Version, platform: &Platform) -> Vec<File> {
    let name = version.go_name();
    let exe = platform.exe_suffix();
    let tools = format!("pkg/tool/{}_{}", platform.os(), platform.arch());
    let modern = version.is_logged_line();
    let line = version.line().to_string();
    let wasm = if at_least(version, "1.24") {
        "lib/wasm"
    } else {
        "misc/wasm"
    };
    let mut files = Vec::new();
    let mut add = |path: String, mode: u32, bytes: Vec<u8>| files.push(File { path, mode, bytes });
    let mut text = |path: &str, text: String| add(path.to_owned(), 0o644, text.into_bytes());
    text(
        "VERSION",
        if modern {
            format!("{name}\ntime 2024-07-01T21:33:19Z\n")
        } else {
            name.clone()
        },
    );
    text("LICENSE", "Do with this fake what you like.\n".into());
    text(
        "README.md",
        "# The Go Programming Language, in small\n".into(),
    );
    text(
        "api/go1.txt",
        "pkg fmt, func Println(...interface{}) (int, error)\n".into(),
    );
    text(
        "doc/go_spec.html",
        format!("<!-- the specification of {line} -->\n"),
    );
    text("misc/editors", "For editors, see elsewhere.\n".into());
    text(
        "test/helloworld.go",
        "package main\n\nfunc main() { print(\"hello\\n\") }\n".into(),
    );
    text("lib/time/README", "time zones\n".into());
    text("src/go.mod", format!("module std\n\ngo {line}\n"));
    text("src/cmd/go.mod", format!("module cmd\n\ngo {line}\n"));
    text("src/fmt/print.go", format!("package fmt // as of {name}\n"));
    text(
        "src/fmt/doc.go",
        "// Package fmt prints.\npackage fmt\n".into(),
    );
    text("src/internal/empty.s", String::new());
    if modern {
        text("go.env", "GOTOOLCHAIN=auto\n".into());
    }
    let program = |of: &str| {
        if *platform == Platform::host() {
            fake_go::bytes().to_vec()
        } else {
            format!("{of} of {name} for {platform}\n").into_bytes()
        }
    };
    add(format!("bin/go{exe}"), 0o755, program("go"));
    add(format!("bin/gofmt{exe}"), 0o755, program("gofmt"));
    let compiler = format!("the compiler of {name} for {platform}\n");
    add(
        format!("{tools}/compile{exe}"),
        0o755,
        compiler.into_bytes(),
    );
    let runner = b"#!/bin/sh\nexec node \"$@\"\n".to_vec();
    add(format!("{wasm}/go_js_wasm_exec"), 0o755, runner);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// True from the first prerelease of a line on.
fn at_least(version: &Version, line: &str) -> bool {
    gom_shim::gover::compare(&version.to_string(), line).is_ge()
}
