//! Starts without a shell that reads its files: the recipes, and the shim with next to nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::{new_user, set_mode};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::tree;
use crate::support::world::World;

/// A directory that every user may enter, which a checkout of root's may not be.
pub(super) struct OpenHome(PathBuf);

impl OpenHome {
    pub(super) fn empty() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gom-open-{}-{count}", std::process::id());
        let path = std::env::temp_dir().canonicalize().unwrap().join(name);
        fs::create_dir(&path).unwrap();
        set_mode(&path, 0o755);
        Self(path)
    }

    /// With gom in `gom/`, whose default is this Go.
    pub(super) fn with(version: &str) -> Self {
        let open = Self::empty();
        let layout = Layout::contained(open.0.join("gom"));
        for dir in [layout.bin(), layout.state()] {
            fs::create_dir_all(dir).unwrap();
        }
        for (name, built) in [
            ("gom", env!("CARGO_BIN_EXE_gom")),
            ("go", env!("CARGO_BIN_EXE_gom-shim")),
            ("gofmt", env!("CARGO_BIN_EXE_gom-shim")),
        ] {
            fs::copy(built, layout.bin().join(name)).unwrap();
        }
        fs::write(
            layout.side_file(),
            format!("side = {:?}\n", std::env::consts::OS),
        )
        .unwrap();
        fs::write(layout.config_file(), format!("default = \"go{version}\"\n")).unwrap();
        let version = Version::parse(version).unwrap();
        let root = layout.toolchain(&version, &Platform::host());
        tree::unpack(&root, &version, &Platform::host());
        let name = Layout::toolchain_name(&version, &Platform::host());
        fs::create_dir_all(root.join(".gom")).unwrap();
        let receipt = format!("{{\"schema\": 1, \"name\": \"{name}\"}}");
        fs::write(root.join(gom_shim::layout::RECEIPT_FILE), receipt).unwrap();
        open
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// `go` of that home, with nothing in its environment.
    fn go(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.0.join("gom/bin/go"));
        command.args(args).env_clear().current_dir("/");
        command
    }
}

impl Drop for OpenHome {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn said(output: std::io::Result<Output>) -> String {
    let output = output.unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What a recipe prints.
fn recipe(world: &World, starter: &str) -> String {
    world.gom(["setup", "--for", starter]).ok().stdout
}

const OWN: &str = "go version go1.22.6";

#[test]
fn the_shim_needs_no_environment_and_no_home() {
    let open = OpenHome::with("1.22.6");
    assert!(said(open.go(&["version"]).output()).starts_with(OWN));
    // Go refuses to build without a cache: gom's home has room for one.
    let env = said(open.go(&["env", "GOCACHE", "GOPATH", "GOROOT"]).output());
    let lines: Vec<_> = env.lines().collect();
    let home = open.path().join("gom");
    assert!(lines[0].starts_with(home.to_str().unwrap()), "{env}");
    assert!(
        lines[2].starts_with(home.join("toolchains").to_str().unwrap()),
        "{env}"
    );
    let cached = said(open.go(&["env", "GOCACHE"]).env("GOCACHE", "/x").output());
    assert_eq!(cached, "/x\n");
}

#[test]
fn the_shim_serves_another_user() {
    use std::os::unix::process::CommandExt;
    if !rustix::process::geteuid().is_root() {
        skip!("only root can be another user");
    }
    let open = OpenHome::with("1.22.6");
    let before = Snapshot::take(open.path());
    let nobody = |args: &[&str]| {
        let mut command = open.go(args);
        command.uid(65534).gid(65534);
        command
    };
    assert!(said(nobody(&["version"]).output()).starts_with(OWN));
    let output = nobody(&["build"]).env("HOME", "/nonexistent").output();
    assert_eq!(said(output), "go1.22.6 [\"build\"]\n");
    before.assert_unchanged(open.path());
}

/// cron gives `/bin/sh` HOME, LOGNAME, SHELL and a PATH of its own; a crontab's assignments are
/// taken as they stand, up to the end of the line (crontab(5)).
#[test]
fn cron() {
    for home in ["plain", "it's $HOME \"x\" `y` \\ % *"] {
        let mut world = new_user();
        world.set_env("GOM_HOME", world.home().join(home));
        fs::rename(world.gom_home(), world.home().join(home)).unwrap();
        let config = world.home().join(home).join("config.toml");
        fs::write(config, "default = \"go1.22.6\"\n").unwrap();
        let gom = world.home().join(home).join("bin/gom");
        let crontab = world.program(gom, ["setup", "--for", "cron"]).ok();
        crontab.stderr_eq("above the first job: `crontab -e`.\n");
        let (name, path) = crontab
            .stdout
            .trim_end_matches('\n')
            .split_once('=')
            .unwrap();
        assert_eq!(name, "PATH");
        assert!(
            path.ends_with(&format!("{}/go/bin", world.home().display())),
            "{path}"
        );
        let job = |path: &str| {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", "go version || true"]).env_clear();
            command.env("HOME", world.home()).env("LOGNAME", "u");
            command.env("SHELL", "/bin/sh").env("PATH", path);
            let output = command.current_dir(world.home()).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        assert_eq!(job("/usr/bin:/bin"), "");
        assert!(job(path).starts_with(OWN), "{path}");
    }
}

#[test]
fn a_unit_of_systemd() {
    let world = new_user();
    let lines = recipe(&world, "systemd");
    let bin = world.layout().bin();
    let expected = format!(
        "[Service]\nEnvironment=\"PATH={}:/usr/local/sbin",
        bin.display()
    );
    assert!(lines.starts_with(&expected), "{lines}");
    let quiet = world.gom(["setup", "--for", "systemd", "-q"]).ok();
    assert_eq!((quiet.stdout, quiet.stderr), (lines.clone(), String::new()));
    let unit = format!("{lines}Type=oneshot\nExecStart=/bin/true\n");
    let unit = world.file("gom-test.service", unit);
    let verify = Command::new("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no"])
        .arg(unit)
        .output();
    let Ok(output) = verify else {
        skip!("systemd is not installed");
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("gom-test.service"), "{errors}");
}

/// The user's own manager reads a file: the one that setup writes where systemd runs.
#[test]
fn the_users_systemd_is_written_on_request_and_taken_back() {
    let world = new_user();
    let before = Snapshot::take(world.home());
    let write = ["setup", "--for", "systemd", "--write"];
    let dry = world.gom(write.iter().chain(&["--dry-run"])).ok();
    dry.stdout_eq(str![[r#"
--- /dev/null
+++ [HOME]/.config/environment.d/50-gom.conf
@@ -0,0 +1,3 @@
+# >>> gom >>>
+PATH="${HOME}/.local/share/gom/bin${PATH:+:$PATH}:${HOME}/go/bin"
+# <<< gom <<<

"#]]);
    before.assert_unchanged(world.home());
    world
        .gom(write)
        .ok()
        .stderr_eq("wrote [HOME]/.config/environment.d/50-gom.conf\n");
    world.gom(write).ok().stderr_eq("");
    let json = world.gom(write.iter().chain(&["--json"])).ok().json();
    assert_eq!(json["files"][0]["action"], "unchanged");
    world.gom(["setup", "--remove"]).ok();
    assert!(!world.home().join(".config/environment.d").exists());
}

#[test]
fn a_launch_agent_is_a_file_of_its_own() {
    let world = new_user();
    let agent = world.home().join("Library/LaunchAgents/gom.path.plist");
    let before = Snapshot::take(world.home());
    let printed = recipe(&world, "launchd");
    before.assert_unchanged(world.home());
    let write = || world.gom(["setup", "--for", "launchd", "--write"]);
    write()
        .ok()
        .stderr_eq("wrote [HOME]/Library/LaunchAgents/gom.path.plist\n");
    assert_eq!(fs::read_to_string(&agent).unwrap(), printed);
    let python = "import plistlib, sys\nd = plistlib.load(open(sys.argv[1], 'rb'))\nprint(d['Label'], d['RunAtLoad'], d['ProgramArguments'])";
    let output = Command::new("python3")
        .args(["-c", python])
        .arg(&agent)
        .output();
    match output {
        Ok(output) => {
            let bin = world.layout().bin();
            let arguments = format!(
                "gom.path True ['/bin/launchctl', 'setenv', 'PATH', '{}:",
                bin.display()
            );
            assert!(said(Ok(output)).starts_with(&arguments));
        }
        Err(_) => crate::support::skip::tell("python3 is not installed to read the property list"),
    }
    // Somebody's own now.
    fs::write(&agent, "mine").unwrap();
    let told = world.gom(["setup", "--remove"]).ok().stderr;
    assert!(
        told.contains("is left as it is: it is not as gom wrote it"),
        "{told}"
    );
    write().fails(7);
    fs::remove_file(&agent).unwrap();
    write().ok();
    world.gom(["self", "uninstall", "-y"]).ok();
    assert!(!world.home().join("Library").exists());
}

#[test]
fn what_is_an_administrators_to_write_is_printed_only() {
    let world = new_user();
    let bin = world.layout().bin();
    let ssh = recipe(&world, "ssh");
    assert!(
        ssh.starts_with(&format!("SetEnv \"PATH={}:", bin.display())),
        "{ssh}"
    );
    let home = world.home().display();
    assert_eq!(
        recipe(&world, "docker"),
        format!("ENV PATH=\"{}:$PATH:{home}/go/bin\"\n", bin.display())
    );
    world
        .gom(["setup", "--for", "docker", "--write"])
        .fails(2)
        .stderr_eq(str![[r#"
error: the lines for docker are yours to add

hint: gom setup --for docker

"#]]);
}
