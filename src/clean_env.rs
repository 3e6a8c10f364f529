//! The variables that `gom exec --clean` keeps: who, where and how a process talks; nothing that
//! changes what Go builds.

/// Kept by name. Where Go fetches from is a matter of the network, not of the build: proxies and
/// roots stay.
const KEPT: &[&str] = &[
    "ALL_PROXY",
    "COLORTERM",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "NO_COLOR",
    "NO_PROXY",
    "PATH",
    "PWD",
    "SHELL",
    "SSH_AUTH_SOCK",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TERM",
    "TERMINFO",
    "TMPDIR",
    "TZ",
    "USER",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    // gom's own, so that the same gom is found and behaves the same.
    "GOM_HOME",
    "GOM_LOG",
    "GOM_OFFLINE",
    "GOM_ORIGINS",
    // WSL: which side this is.
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
];

/// Kept by the start of their names.
const PREFIXES: &[&str] = &["LC_", "XDG_"];

/// What programs of Windows cannot start without, in any case of letters.
const WINDOWS: &[&str] = &[
    "APPDATA",
    "COMMONPROGRAMFILES",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// True for a variable that a clean environment keeps.
#[must_use]
pub fn keeps(name: &str, windows: bool) -> bool {
    KEPT.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || (windows && WINDOWS.contains(&name.to_ascii_uppercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::keeps;

    #[test]
    fn what_a_build_depends_on_is_not_kept() {
        for name in ["HOME", "PATH", "LC_ALL", "XDG_CACHE_HOME"] {
            assert!(keeps(name, false), "{name}");
        }
        for name in [
            "GOFLAGS",
            "GOROOT",
            "GOOS",
            "CC",
            "CGO_CFLAGS",
            "LD_PRELOAD",
            "GOM_TOOLCHAIN",
            "GOM_TRUST",
            "__GOM_DIFF",
            "SystemRoot",
        ] {
            assert!(!keeps(name, false), "{name}");
        }
        assert!(keeps("SystemRoot", true) && keeps("Path", true) && !keeps("GOFLAGS", true));
    }
}
