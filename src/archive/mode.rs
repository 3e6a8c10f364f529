//! Which files of a toolchain are executable: decided by their names, never by the archive.

/// True where Go's release builder gives a file mode 0755 (`cmd/distpack/pack.go`): `bin/`,
/// `pkg/tool/`, scripts, and the wrappers `go_GOOS_GOARCH_exec`.
pub(super) fn is_executable(path: &str) -> bool {
    let script = [".bash", ".sh", ".pl", ".rc"];
    path.starts_with("bin/")
        || path.starts_with("pkg/tool/")
        || script.iter().any(|suffix| path.ends_with(suffix))
        || is_exec_wrapper(path.rsplit('/').next().unwrap_or(path))
}

/// The glob `go_?*_?*_exec`.
fn is_exec_wrapper(name: &str) -> bool {
    let middle = name
        .strip_prefix("go_")
        .and_then(|rest| rest.strip_suffix("_exec"));
    middle.is_some_and(|middle| {
        let inner = middle.get(1..middle.len().saturating_sub(1));
        inner.is_some_and(|inner| inner.contains('_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide() {
        for path in [
            "bin/go",
            "bin/gofmt",
            "pkg/tool/linux_amd64/compile",
            "src/make.bash",
            "src/make.rc",
            "src/x.pl",
            "a.sh",
            "lib/wasm/go_js_wasm_exec",
            "go_a_b_exec",
            "misc/go_ios_arm64_x_exec",
        ] {
            assert!(is_executable(path), "{path}");
        }
        for path in [
            "src/bin/go",
            "pkg/include/x.h",
            "src/make.bat",
            "go_js_exec",
            "go__x_exec",
            "go_x__exec",
            "xgo_js_wasm_exec",
            "go_js_wasm_execs",
            "go_js_wasm_exec/readme",
            "VERSION",
        ] {
            assert!(!is_executable(path), "{path}");
        }
    }
}
