//! The variables that mean something to Go, and where each of them is read from.

/// What the go command takes from the environment, else from the `go env -w` file, else from the
/// toolchain's `go.env` (`src/internal/cfg/cfg.go`, KnownEnv; without what it only reports).
const SETTINGS: &[&str] = &[
    "AR",
    "CC",
    "CGO_CFLAGS",
    "CGO_CFLAGS_ALLOW",
    "CGO_CFLAGS_DISALLOW",
    "CGO_CPPFLAGS",
    "CGO_CPPFLAGS_ALLOW",
    "CGO_CPPFLAGS_DISALLOW",
    "CGO_CXXFLAGS",
    "CGO_CXXFLAGS_ALLOW",
    "CGO_CXXFLAGS_DISALLOW",
    "CGO_ENABLED",
    "CGO_FFLAGS",
    "CGO_FFLAGS_ALLOW",
    "CGO_FFLAGS_DISALLOW",
    "CGO_LDFLAGS",
    "CGO_LDFLAGS_ALLOW",
    "CGO_LDFLAGS_DISALLOW",
    "CXX",
    "FC",
    "GCCGO",
    "GO111MODULE",
    "GO386",
    "GOAMD64",
    "GOARCH",
    "GOARM",
    "GOARM64",
    "GOAUTH",
    "GOBIN",
    "GOCACHE",
    "GOCACHEPROG",
    "GOEXPERIMENT",
    "GOFIPS140",
    "GOFLAGS",
    "GOINSECURE",
    "GOMIPS",
    "GOMIPS64",
    "GOMODCACHE",
    "GONOPROXY",
    "GONOSUMDB",
    "GOOS",
    "GOPATH",
    "GOPPC64",
    "GOPRIVATE",
    "GOPROXY",
    "GORISCV64",
    "GOROOT",
    "GOSUMDB",
    "GOTMPDIR",
    "GOTOOLCHAIN",
    "GOVCS",
    "GOWASM",
    "GOWORK",
    "GO_EXTLINK_ENABLED",
    "PKG_CONFIG",
];

/// What the go command and every Go program take from the environment alone.
const ENVIRONMENT_ONLY: &[&str] = &[
    "GOCOVERDIR",
    "GODEBUG",
    "GOENV",
    "GOGC",
    "GOMAXPROCS",
    "GOMEMLIMIT",
    "GONOSUMCHECK",
    "GOPACKAGESDRIVER",
    "GORACE",
    "GOTRACEBACK",
];

/// All of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().chain(ENVIRONMENT_ONLY).copied()
}

/// True where a line of the `go env -w` file, or of a `go.env`, means something.
pub(super) fn is_setting(name: &str) -> bool {
    SETTINGS.contains(&name)
}

/// True for what is Go's own: its value may be shown. What else a policy forbids may be a secret.
pub(super) fn is_gos(name: &str) -> bool {
    is_setting(name) || ENVIRONMENT_ONLY.contains(&name)
}
