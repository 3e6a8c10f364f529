//! The environment a toolchain runs in (design §6).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::resolution::Resolution;
use crate::resolve::Context;
use crate::source::SourceKind;
use crate::toolchain::Toolchain;
use crate::vars::Vars;
use crate::{escape, gotoolchain};

/// Set by cmd/go when it switches toolchains; the child must report exactly this version.
pub const SWITCH_VERSION: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";

/// What shims set or removed, by name; `None` for removed.
pub type Changes = Vec<(&'static str, Option<OsString>)>;

/// What running `invocation` on `toolchain` changes in the caller's environment.
///
/// # Errors
/// `FileSystem` where the toolchain's path cannot be an entry of PATH.
pub fn changes(
    context: Context<'_>,
    resolution: &Resolution,
    toolchain: &Toolchain,
    invocation: &Invocation,
) -> Result<Changes> {
    let Context {
        vars,
        layout,
        config,
        ..
    } = context;
    let mut changes: Changes = Vec::new();
    let clean = config.text("goroot").as_deref() == Some("clean");
    changes.push((
        "GOROOT",
        (!clean).then(|| toolchain.root.clone().into_os_string()),
    ));
    let gotoolchain = gotoolchain(context, resolution, toolchain, invocation);
    let switches = gotoolchain
        .as_ref()
        .is_some_and(|value| value == "path" || value.to_string_lossy().ends_with("+path"));
    changes.push(("PATH", Some(path(vars, toolchain, layout, switches)?)));
    if let Some(value) = gotoolchain {
        changes.push(("GOTOOLCHAIN", Some(value)));
    }
    if vars.non_empty(SWITCH_VERSION).is_some()
        && let Some(version) = &toolchain.version
    {
        // cmd/go asked for at least this; the one that runs must say it is the one asked for.
        changes.push((SWITCH_VERSION, Some(version.go_name().into())));
    }
    changes.extend(caches(vars, layout));
    Ok(changes)
}

/// The value of GOTOOLCHAIN for the child; `None` leaves what was inherited.
fn gotoolchain(
    context: Context<'_>,
    resolution: &Resolution,
    toolchain: &Toolchain,
    invocation: &Invocation,
) -> Option<OsString> {
    let vars = context.vars;
    let named = gotoolchain::read(vars).ok().flatten();
    let unselected = invocation.tool == "go" && invocation.is_unselected();
    let decided = resolution.source.kind == SourceKind::GoToolchain && resolution.pinned;
    if decided || vars.non_empty(SWITCH_VERSION).is_some() || (unselected && named.is_some()) {
        return None;
    }
    let ignores_go_mod = context.config.text("gomod").as_deref() == Some("ignore");
    if resolution.pinned || invocation.named.is_some() || ignores_go_mod {
        let value = if invocation.names_package_at_version() {
            "path"
        } else {
            "local"
        };
        return Some(value.into());
    }
    let inherited = vars.text("GOTOOLCHAIN").unwrap_or_default();
    if resolution.source.kind == SourceKind::GoToolchain
        && let Some((_, suffix)) = inherited.split_once('+')
    {
        // cmd/go would start with the very version that is named; the one that runs satisfies it.
        let version = toolchain.version.as_ref();
        return Some(version.map_or_else(
            || suffix.into(),
            |version| format!("{}+{suffix}", version.go_name()).into(),
        ));
    }
    if inherited == "auto" || inherited == "local+auto" {
        return None;
    }
    Some("path".into())
}

/// PATH with the toolchain's `bin` first and once, and gom's `switch/` behind it where cmd/go may look there.
fn path(vars: &Vars, toolchain: &Toolchain, layout: &Layout, switches: bool) -> Result<OsString> {
    let own = [toolchain.root.join("bin"), layout.switch()];
    let front = if switches { &own[..] } else { &own[..1] };
    let inherited = vars.get("PATH").unwrap_or_default();
    let rest = std::env::split_paths(inherited)
        .filter(|entry| !inherited.is_empty() && !own.contains(entry));
    std::env::join_paths(front.iter().cloned().chain(rest)).map_err(|error| {
        Error::new(
            Kind::FileSystem,
            format!("{} cannot be put on PATH", escape::path(&own[0])),
        )
        .cause(error.to_string())
    })
}

/// Without a home directory Go knows no place for its caches and refuses to build; a writable
/// home of gom has one.
fn caches(vars: &Vars, layout: &Layout) -> Changes {
    let home = if cfg!(windows) {
        "LocalAppData"
    } else {
        "HOME"
    };
    let usable = |path: &Path| is_writable(path);
    if vars.non_empty(home).is_some() || !usable(layout.home()) {
        return Vec::new();
    }
    let has_cache = vars.non_empty("GOCACHE").is_some()
        || (!cfg!(windows) && vars.non_empty("XDG_CACHE_HOME").is_some());
    let place = |name: &'static str, path: PathBuf| (name, Some(path.into_os_string()));
    let mut changes = Vec::new();
    if !has_cache {
        changes.push(place("GOCACHE", layout.cache().join("go-build")));
    }
    if vars.non_empty("GOPATH").is_none()
        && (!cfg!(windows) || vars.non_empty("USERPROFILE").is_none())
    {
        changes.push(place("GOPATH", layout.cache().join("go")));
    }
    changes
}

/// True where this process may write into a directory.
fn is_writable(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let Ok(name) = std::ffi::CString::new(path.as_os_str().as_bytes()) else {
            return false;
        };
        // SAFETY: `name` is a valid C string for the length of the call.
        unsafe { libc::access(name.as_ptr(), libc::W_OK) == 0 }
    }
    #[cfg(not(unix))]
    path.metadata()
        .is_ok_and(|metadata| !metadata.permissions().readonly())
}
