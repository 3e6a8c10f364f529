//! `gom setup` and `gom self uninstall`, as one: what the first writes the second takes back.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use gom::commands::{self_uninstall, setup};
use gom::gom::Gom;
use gom::ui::{ColorChoice, Printer};
use gom_shim::Kind;
use gom_shim::vars::Vars;

use crate::support::snapshot::Snapshot;
use crate::support::temp::TempDir;

const NO_PATH: setup::Args = setup::Args {
    no_path: true,
    dry_run: false,
    remove: false,
};
const SETUP: setup::Args = setup::Args {
    no_path: false,
    ..NO_PATH
};
const UNINSTALL: self_uninstall::Args = self_uninstall::Args {
    dry_run: false,
    keep_toolchains: false,
    yes: true,
};

/// A user with a home directory full of start files, and freshly built programs.
struct User {
    root: TempDir,
    home: PathBuf,
    gom: Gom,
}

impl User {
    fn new() -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let built = root.path().join("built");
        for dir in [&home, &built] {
            fs::create_dir(dir).unwrap();
        }
        for name in ["gom", "gom-shim"] {
            fs::write(built.join(name), name).unwrap();
        }
        for name in [".profile", ".bashrc", ".zshenv"] {
            fs::write(home.join(name), format!("# {name}")).unwrap();
        }
        fs::create_dir_all(home.join(".config/fish")).unwrap();
        let env = vec![
            ("HOME".into(), home.clone().into()),
            ("PATH".into(), "/nowhere".into()),
            ("SHELL".into(), "/bin/bash".into()),
        ];
        let mut vars = Vars::new(env, vec![], None);
        vars.exe = Some(built.join("gom"));
        let printer = Printer::new(&vars, ColorChoice::Never, true, false);
        let gom = Gom::new(vars, printer, false, false).unwrap();
        Self { root, home, gom }
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::take(self.root.path())
    }

    fn setup(&self) {
        setup::run(&self.gom, &SETUP).unwrap();
    }

    fn file(&self, path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
}

#[test]
fn set_up_twice_and_removed_the_home_directory_is_as_before() {
    let user = User::new();
    let before = user.snapshot();
    user.setup();
    let layout = &user.gom.layout;
    for name in ["gom", "go", "gofmt"] {
        assert!(layout.bin().join(name).is_file(), "{name}");
    }
    for name in [
        ".profile",
        ".bashrc",
        ".zshenv",
        ".config/fish/conf.d/gom.fish",
    ] {
        let text = fs::read_to_string(user.home.join(name)).unwrap();
        assert!(text.contains("# >>> gom >>>"), "{name}");
    }
    let bashrc = fs::read_to_string(user.home.join(".bashrc")).unwrap();
    assert!(bashrc.starts_with("# >>> gom >>>") && bashrc.ends_with("<<<\n# .bashrc"));
    let once = user.snapshot();
    user.setup();
    same(&once, &user);

    // Everything that later commands write.
    let toolchain = layout.toolchains().join("go1.22.6-linux-amd64");
    user.file(&toolchain.join("bin/go"));
    user.file(&layout.config_file());
    user.file(&layout.cache().join("releases.json"));
    let modules = layout.cache().join("go/pkg/mod/example.com");
    user.file(&modules.join("x.go"));
    fs::set_permissions(&modules, fs::Permissions::from_mode(0o555)).unwrap();

    self_uninstall::run(&user.gom, &UNINSTALL).unwrap();
    // The platform's own directories may be new: they are not gom's.
    for dir in [".local/share", ".local", ".cache"] {
        fs::remove_dir(user.home.join(dir)).unwrap();
    }
    same(&before, &user);
}

#[test]
fn a_dry_run_and_a_refusal_change_nothing() {
    let user = User::new();
    let before = user.snapshot();
    let dry = setup::Args {
        dry_run: true,
        ..SETUP
    };
    setup::run(&user.gom, &dry).unwrap();
    same(&before, &user);
    let error = self_uninstall::run(&user.gom, &UNINSTALL).unwrap_err();
    assert_eq!(error.kind, Kind::FileSystem);
    assert!(
        error.message.contains("is not a home of gom"),
        "{}",
        error.message
    );
    same(&before, &user);

    user.setup();
    let set_up = user.snapshot();
    let dry = setup::Args {
        dry_run: true,
        remove: true,
        ..SETUP
    };
    setup::run(&user.gom, &dry).unwrap();
    let dry = self_uninstall::Args {
        dry_run: true,
        ..UNINSTALL
    };
    self_uninstall::run(&user.gom, &dry).unwrap();
    let unasked = self_uninstall::Args {
        yes: false,
        ..UNINSTALL
    };
    let error = self_uninstall::run(&user.gom, &unasked).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    same(&set_up, &user);
}

#[test]
fn without_path_no_start_file_is_touched_and_removing_keeps_the_programs() {
    let user = User::new();
    setup::run(&user.gom, &NO_PATH).unwrap();
    assert_eq!(
        fs::read_to_string(user.home.join(".profile")).unwrap(),
        "# .profile"
    );
    user.setup();
    setup::run(
        &user.gom,
        &setup::Args {
            remove: true,
            ..SETUP
        },
    )
    .unwrap();
    assert_eq!(
        fs::read_to_string(user.home.join(".profile")).unwrap(),
        "# .profile"
    );
    assert!(!user.home.join(".config/fish/conf.d").exists());
    assert!(user.gom.layout.bin().join("go").is_file());
}

#[test]
fn foreign_files_links_and_kept_toolchains_stay() {
    let user = User::new();
    user.setup();
    let layout = &user.gom.layout;
    let elsewhere = user.root.path().join("disk");
    user.file(&elsewhere.join("go1.22.6-linux-amd64/bin/go"));
    symlink(&elsewhere, layout.toolchains()).unwrap();
    user.file(&layout.bin().join("mine"));
    user.file(&layout.home().join("notes"));
    user.file(&layout.cache().join("thesis"));
    user.file(&layout.trash().join("report.2023~1"));
    user.file(&layout.config_dir().join("other.toml"));

    let keep = self_uninstall::Args {
        keep_toolchains: true,
        ..UNINSTALL
    };
    self_uninstall::run(&user.gom, &keep).unwrap();
    assert!(layout.toolchains().is_symlink() && layout.side_file().is_file());
    assert!(!layout.bin().join("go").exists());

    self_uninstall::run(&user.gom, &UNINSTALL).unwrap();
    assert!(elsewhere.join("go1.22.6-linux-amd64/bin/go").is_file());
    assert!(!layout.toolchains().is_symlink() && !layout.side_file().exists());
    for path in [
        layout.bin().join("mine"),
        layout.home().join("notes"),
        layout.cache().join("thesis"),
        layout.trash().join("report.2023~1"),
        layout.config_dir().join("other.toml"),
    ] {
        assert!(path.is_file(), "{}", path.display());
    }
}

#[test]
fn a_directory_with_other_things_in_it_is_not_taken_for_a_home() {
    let user = User::new();
    user.file(&user.gom.layout.home().join("photos/1.jpg"));
    let error = setup::run(&user.gom, &NO_PATH).unwrap_err();
    assert!(error.message.contains("is no home of gom's"), "{error}");
    assert!(!user.gom.layout.bin().join("go").exists() && !user.gom.layout.side_file().exists());
}

#[test]
fn another_gom_at_work_is_not_disturbed() {
    let user = User::new();
    user.setup();
    let path = user.gom.layout.locks().join("go1.22.6-linux-amd64");
    let lock = fs::File::create(&path).unwrap();
    lock.lock().unwrap();
    let before = user.snapshot();
    let error = self_uninstall::run(&user.gom, &UNINSTALL).unwrap_err();
    assert!(
        error.message.contains("another gom is at work"),
        "{}",
        error.message
    );
    same(&before, &user);
    drop(lock);
    self_uninstall::run(&user.gom, &UNINSTALL).unwrap();
}

#[track_caller]
fn same(before: &Snapshot, user: &User) {
    assert_eq!(before.changes(&user.snapshot()), Vec::<String>::new());
}
