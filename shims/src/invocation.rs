//! How a shim was called: under which name, with which `+request`, for which directory and command.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::request::Request;
use crate::target_exec;
use crate::vars::Vars;
use crate::version::Version;

/// Commands of cmd/go that may stand before `-C`, and those with commands of their own.
const COMMANDS: &[&str] = &[
    "bug",
    "build",
    "clean",
    "doc",
    "env",
    "fix",
    "fmt",
    "generate",
    "get",
    "install",
    "list",
    "run",
    "telemetry",
    "test",
    "tool",
    "version",
    "vet",
];
/// Flags of `go install` and `go run` whose value is a word of its own (`go help build`).
const VALUE_FLAGS: &[&str] = &[
    "C",
    "asmflags",
    "buildmode",
    "compiler",
    "covermode",
    "coverpkg",
    "exec",
    "gccgoflags",
    "gcflags",
    "installsuffix",
    "ldflags",
    "mod",
    "modfile",
    "o",
    "overlay",
    "p",
    "pgo",
    "pkgdir",
    "tags",
    "toolexec",
];
const MOD_COMMANDS: &[&str] = &[
    "download", "edit", "graph", "init", "tidy", "vendor", "verify", "why",
];
const WORK_COMMANDS: &[&str] = &["edit", "init", "sync", "use", "vendor"];

/// A call of `go`, `gofmt` or `go1.X.Y`, taken apart as far as gom cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// `go` or `gofmt`.
    pub tool: String,
    /// The version in the name, where it was called as `go1.X.Y`.
    pub named: Option<Version>,
    /// The `+request` that stood first.
    pub plus: Option<Request>,
    /// The arguments for the tool, without the `+request`.
    pub args: Vec<OsString>,
}

impl Invocation {
    /// Takes a call apart.
    ///
    /// # Errors
    /// `Usage` for a `+request` that is none.
    pub fn read(vars: &Vars) -> Result<Self> {
        let name = tool_name(vars);
        let named = Version::from_go_name(&name);
        let mut args = vars.args.clone();
        let mut plus = None;
        if named.is_none()
            && let Some(word) = args
                .first()
                .and_then(|first| first.to_str()?.strip_prefix('+'))
        {
            plus = Some(Request::parse(word)?);
            args.remove(0);
        }
        let tool = if named.is_some() {
            "go".to_owned()
        } else {
            name
        };
        Ok(Self {
            tool,
            named,
            plus,
            args,
        })
    }

    /// The words of cmd/go's command: `["mod", "tidy"]`; empty where the first argument is a flag.
    fn command(&self) -> &[OsString] {
        let word = |index: usize| self.args.get(index).and_then(|arg| arg.to_str());
        let nested = match word(0) {
            Some("mod") => MOD_COMMANDS,
            Some("work") => WORK_COMMANDS,
            Some(command) if COMMANDS.contains(&command) => return &self.args[..1],
            _ => return &[],
        };
        let used = if word(1).is_some_and(|word| nested.contains(&word)) {
            2
        } else {
            1
        };
        &self.args[..used]
    }

    /// The first word of the command, `mod` for `go mod tidy`. A leading `-C` is skipped.
    #[must_use]
    pub fn command_name(&self) -> Option<&str> {
        let rest = match self.chdir_at(0) {
            Some((_, used)) => &self.args[used..],
            None => &self.args,
        };
        rest.first()?.to_str()
    }

    /// The directory of a `-C` flag at `index`, and the index after it.
    fn chdir_at(&self, index: usize) -> Option<(&OsStr, usize)> {
        let flag = self.args.get(index)?;
        if flag == "-C" || flag == "--C" {
            return Some((self.args.get(index + 1)?, index + 2));
        }
        let bytes = flag.as_encoded_bytes();
        let value = bytes
            .strip_prefix(b"-C=")
            .or_else(|| bytes.strip_prefix(b"--C="))?;
        // SAFETY: what follows an ASCII prefix of an encoded OsStr is itself well encoded.
        Some((
            unsafe { OsStr::from_encoded_bytes_unchecked(value) },
            index + 1,
        ))
    }

    /// Where resolution starts: the current directory, or the one that Go's own `-C` names.
    /// After `-C` links are resolved, since the process is there physically
    /// (`src/cmd/go/main.go`, `handleChdirFlag`).
    ///
    /// # Errors
    /// `FileSystem` where `-C` names no directory.
    pub fn directory(&self, cwd: Option<&Path>) -> Result<Option<PathBuf>> {
        let chdir = self
            .chdir_at(0)
            .or_else(|| self.chdir_at(self.command().len()));
        let Some((target, _)) = chdir.filter(|_| self.tool == "go") else {
            return Ok(cwd.map(Path::to_owned));
        };
        let target = cwd.unwrap_or(Path::new("")).join(target);
        match target.canonicalize() {
            Ok(directory) if directory.is_dir() => Ok(Some(directory)),
            Ok(_) => Err(Error::new(
                Kind::FileSystem,
                format!("-C {} is not a directory", escape::path(&target)),
            )),
            Err(error) => Err(Error::io("change to", &target, &error)),
        }
    }

    /// True for `go env -w` and `-u`, which would take a target's variables for the caller's.
    #[must_use]
    pub fn changes_go_env(&self) -> bool {
        let is_flag = |arg: &OsString| ["-w", "--w", "-u", "--u"].iter().any(|flag| arg == flag);
        self.command_name() == Some("env") && self.args.iter().any(is_flag)
    }

    /// True where the arguments ask for help.
    #[must_use]
    pub fn is_help(&self) -> bool {
        let is_flag = |arg: &OsString| {
            ["-h", "--h", "-help", "--help"]
                .iter()
                .any(|flag| arg == flag)
        };
        self.args.iter().any(is_flag)
    }

    /// True for the calls that cmd/go answers without selecting a toolchain (`toolchain.Select`).
    #[must_use]
    pub fn is_unselected(&self) -> bool {
        let words: Vec<&str> = self.args.iter().filter_map(|arg| arg.to_str()).collect();
        match words[..] {
            ["env", "GOTOOLCHAIN" | "GOMOD" | "GOWORK"] => true,
            ["env", "-w", setting] => setting.starts_with("GOTOOLCHAIN="),
            _ => false,
        }
    }

    /// True for `go install pkg@version` and `go run pkg@version`, which may need a newer Go than
    /// the one that is pinned.
    #[must_use]
    pub fn names_package_at_version(&self) -> bool {
        if !matches!(self.command_name(), Some("install" | "run")) {
            return false;
        }
        let from = self.chdir_at(0).map_or(0, |(_, used)| used) + 1;
        let mut words = self.args[from..].iter().map(|arg| arg.to_string_lossy());
        // The package is the first word that is neither a flag nor a flag's value; what follows it
        // belongs to the program.
        while let Some(word) = words.next() {
            let Some(flag) = word.strip_prefix('-') else {
                return word.contains('@');
            };
            let flag = flag.strip_prefix('-').unwrap_or(flag);
            if VALUE_FLAGS.contains(&flag) {
                words.next();
            }
        }
        false
    }
}

/// The name the shim was called by: the running file's own, since cmd/go passes `go` as the first
/// word also when it switches to `go1.X.Y`, and a Windows shell passes what was typed. Where
/// that is no name of ours (a link to the shim), the first word counts. Only a final `.exe` is cut.
fn tool_name(vars: &Vars) -> String {
    let name = |path: &Path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if cfg!(windows) {
            let name = name.to_ascii_lowercase();
            return name.strip_suffix(".exe").map(str::to_owned).unwrap_or(name);
        }
        name
    };
    let known = |name: &String| {
        name == "go"
            || name == "gofmt"
            || target_exec::is_name(name)
            || Version::from_go_name(name).is_some()
    };
    let own = vars.exe.as_deref().map(name).filter(known);
    own.unwrap_or_else(|| name(Path::new(&vars.arg0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(words: &[&str]) -> Invocation {
        let mut vars = Vars::new(
            vec![],
            words[1..].iter().map(OsString::from).collect(),
            None,
        );
        vars.arg0 = words[0].into();
        vars.exe = Some(words[0].into());
        Invocation::read(&vars).unwrap()
    }

    #[test]
    fn names_and_plus() {
        let go = call(&["/b/go", "+1.22", "build"]);
        assert_eq!((go.tool.as_str(), go.args.len()), ("go", 1));
        assert_eq!(go.plus, Some(Request::parse("1.22").unwrap()));
        let named = call(&["go1.22.6", "version"]);
        assert_eq!(
            (named.tool.as_str(), named.named),
            ("go", Version::parse("1.22.6"))
        );
        assert_eq!(call(&["gofmt", "-l"]).tool, "gofmt");
    }

    #[test]
    fn chdir_is_found_where_cmd_go_finds_it() {
        let root = std::env::temp_dir().canonicalize().unwrap();
        let found = |words: &[&str]| {
            call(words).directory(Some(Path::new("/"))).unwrap() == Some(root.clone())
        };
        let tmp = root.to_str().unwrap();
        assert!(
            found(&["go", "-C", tmp, "build"])
                && found(&["go", &format!("-C={tmp}"), "build"])
                && found(&["go", &format!("--C={tmp}")])
        );
        assert!(
            found(&["go", "mod", "tidy", "-C", tmp])
                && found(&["go", "build", "--C", tmp, "./..."])
                && found(&["go", "work", "use", "-C", tmp])
        );
        for not in [
            &["go", "build", "-v", "-C", tmp][..],
            &["go", "nonsense", "-C", tmp],
            &["gofmt", "-C", tmp],
            &["go", "build", "-C"],
        ] {
            assert!(!found(not), "{not:?}");
        }
        assert!(
            call(&["go", "-C", "/nonexistent-gom"])
                .directory(None)
                .is_err()
        );
        assert_eq!(
            call(&["go", "-C", "x", "mod", "tidy"]).command_name(),
            Some("mod")
        );
    }

    #[test]
    fn packages_at_versions() {
        assert!(
            call(&["go", "install", "golang.org/x/tools/gopls@latest"]).names_package_at_version()
        );
        assert!(
            call(&["go", "-C", "x", "run", "-v", "example.com/a@v1"]).names_package_at_version()
        );
        assert!(
            !call(&["go", "get", "a@v1"]).names_package_at_version()
                && !call(&["go", "install", "."]).names_package_at_version()
        );
        assert!(
            call(&["go", "env", "GOMOD"]).is_unselected()
                && !call(&["go", "env", "GOROOT"]).is_unselected()
        );
    }
}
