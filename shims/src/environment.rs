//! The environment a toolchain runs in (design §6).

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::project_env::Given;
use crate::resolution::Resolution;
use crate::resolve::Context;
use crate::source::{Source, SourceKind};
use crate::toolchain::{Provenance, Toolchain};
use crate::vars::Vars;
use crate::{escape, gotoolchain, project_env, target_env};

/// Set by cmd/go when it switches toolchains; the child must report exactly this version.
pub const SWITCH_VERSION: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";

/// One variable that gom sets or removes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its value; `None` for removed.
    pub value: Option<OsString>,
    /// The line of the project file that gives it; `None` where the choice of the toolchain does.
    pub source: Option<Source>,
}

impl Change {
    /// Sets a variable.
    #[must_use]
    pub fn set(name: impl Into<Cow<'static, str>>, value: impl Into<OsString>) -> Self {
        Self {
            name: name.into(),
            value: Some(value.into()),
            source: None,
        }
    }

    /// Removes a variable.
    #[must_use]
    pub fn removed(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            value: None,
            source: None,
        }
    }
}

/// Every variable that changes, each once.
pub type Changes = Vec<Change>;

/// What running `invocation` on `toolchain` changes in the caller's environment.
///
/// # Errors
/// `FileSystem` where the toolchain's path cannot be an entry of PATH; `Config` for what the
/// project gives and this toolchain does not know.
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
    let given = project_env::given(context, resolution.project.as_ref(), toolchain, invocation)?;
    let executes = given
        .iter()
        .any(|given| given.name == target_env::TARGET_EXEC);
    let without_home = caches(vars, layout, &given);
    let mut changes = project_env::changes(vars, given);
    if toolchain.provenance == Provenance::System {
        // A Go outside gom finds its own root and PATH; only what the project asks for is added.
        return Ok(changes);
    }
    if config.text("goroot").as_deref() == Some("clean") {
        changes.push(Change::removed("GOROOT"));
    } else {
        changes.push(Change::set("GOROOT", &toolchain.root));
    }
    let gotoolchain = gotoolchain(context, resolution, toolchain, invocation);
    let switches = gotoolchain
        .as_ref()
        .is_some_and(|value| value == "path" || value.to_string_lossy().ends_with("+path"));
    let mut front = vec![toolchain.root.join("bin")];
    if switches {
        front.push(layout.switch());
    }
    if executes {
        front.push(layout.exec());
    }
    changes.push(Change::set("PATH", path(vars, layout, front)?));
    if let Some(value) = gotoolchain {
        changes.push(Change::set("GOTOOLCHAIN", value));
    }
    if vars.non_empty(SWITCH_VERSION).is_some()
        && let Some(version) = &toolchain.version
    {
        // cmd/go asked for at least this; the one that runs must say it is the one asked for.
        changes.push(Change::set(SWITCH_VERSION, version.go_name()));
    }
    changes.extend(without_home);
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

/// PATH with these directories first and once: the toolchain's `bin`, then gom's `switch/` and
/// `exec/` where cmd/go may look there.
fn path(vars: &Vars, layout: &Layout, front: Vec<PathBuf>) -> Result<OsString> {
    let own = [front[0].clone(), layout.switch(), layout.exec()];
    let inherited = vars.get("PATH").unwrap_or_default();
    let rest = std::env::split_paths(inherited)
        .filter(|entry| !inherited.is_empty() && !own.contains(entry));
    std::env::join_paths(front.into_iter().chain(rest)).map_err(|error| {
        Error::new(
            Kind::FileSystem,
            format!("{} cannot be put on PATH", escape::path(&own[0])),
        )
        .cause(error.to_string())
    })
}

/// Without a home directory Go knows no place for its caches and refuses to build; a writable
/// home of gom has one.
fn caches(vars: &Vars, layout: &Layout, given: &[Given]) -> Changes {
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
    let is_given = |name: &str| given.iter().any(|given| given.name == name);
    let mut changes = Vec::new();
    if !has_cache && !is_given("GOCACHE") {
        changes.push(Change::set("GOCACHE", layout.cache().join("go-build")));
    }
    if vars.non_empty("GOPATH").is_none()
        && !is_given("GOPATH")
        && (!cfg!(windows) || vars.non_empty("USERPROFILE").is_none())
    {
        changes.push(Change::set("GOPATH", layout.cache().join("go")));
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
