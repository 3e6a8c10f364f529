//! Every platform that some release of Go builds for, by GOOS: for names that must be there before
//! anybody knows which toolchain will ask for them.

/// GOOS with its architectures, as `go tool dist list` of Go 1.21 to 1.27 and
/// `src/internal/platform/zosarch.go` have them; more do no harm.
const PORTS: &[(&str, &str)] = &[
    ("aix", "ppc64"),
    ("android", "386 amd64 arm arm64"),
    ("darwin", "amd64 arm64"),
    ("dragonfly", "amd64"),
    ("freebsd", "386 amd64 arm arm64 riscv64"),
    ("illumos", "amd64"),
    ("ios", "amd64 arm64"),
    ("js", "wasm"),
    (
        "linux",
        "386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc64",
    ),
    ("netbsd", "386 amd64 arm arm64"),
    ("openbsd", "386 amd64 arm arm64 mips64 ppc64 riscv64"),
    ("plan9", "386 amd64 arm"),
    ("solaris", "amd64"),
    ("wasip1", "wasm"),
    ("windows", "386 amd64 arm arm64"),
];

/// Each as `GOOS_GOARCH`.
pub fn underscored() -> impl Iterator<Item = String> {
    PORTS.iter().flat_map(|(os, arches)| {
        let arches = arches.split(' ');
        arches.map(move |arch| format!("{os}_{arch}"))
    })
}

#[cfg(test)]
mod tests {
    use super::underscored;

    #[test]
    fn each_once() {
        let mut names: Vec<String> = underscored().collect();
        assert!(names.contains(&"linux_arm64".to_owned()) && names.contains(&"js_wasm".to_owned()));
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
