//! What setup writes, `gom self uninstall` takes back.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use gom::commands::{self_uninstall, setup};
use gom_shim::Kind;

use super::{User, set_mode};
use crate::support::snapshot::Snapshot;

const UNINSTALL: self_uninstall::Args = self_uninstall::Args {
    dry_run: false,
    keep_toolchains: false,
    yes: true,
};

/// A user with start files of the usual shells.
fn user() -> User {
    let user = User::new();
    for name in [".profile", ".bashrc", ".zshenv"] {
        user.file(name, format!("# {name}"));
    }
    fs::create_dir_all(user.home.join(".config/fish")).unwrap();
    user
}

fn snapshot(user: &User) -> Snapshot {
    Snapshot::take(user.root.path())
}

fn uninstall(user: &User, args: &self_uninstall::Args) -> gom_shim::Result<()> {
    self_uninstall::run(&user.gom(), args)
}

fn file(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "x").unwrap();
}

fn no_path() -> setup::Args {
    setup::Args {
        no_path: true,
        ..setup::Args::default()
    }
}

#[test]
fn set_up_twice_and_removed_the_home_directory_is_as_before() {
    let user = user();
    let before = snapshot(&user);
    user.setup(&setup::Args::default());
    let gom = user.gom();
    let layout = &gom.layout;
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
    assert!(bashrc.starts_with("# >>> gom >>>"), "{bashrc}");
    assert!(bashrc.contains("<<<\n# .bashrc\n# >>> gom hook >>>"));
    let once = snapshot(&user);
    user.setup(&setup::Args::default());
    same(&once, &user);

    // Everything that later commands write.
    let toolchain = layout.toolchains().join("go1.22.6-linux-amd64");
    file(&toolchain.join("bin/go"));
    file(&layout.config_file());
    file(&layout.cache().join("releases.json"));
    let modules = layout.cache().join("go/pkg/mod/example.com");
    file(&modules.join("x.go"));
    set_mode(&modules, 0o555);

    uninstall(&user, &UNINSTALL).unwrap();
    // The platform's own directories may be new: they are not gom's.
    for dir in [".local/share", ".local", ".cache"] {
        fs::remove_dir(user.home.join(dir)).unwrap();
    }
    same(&before, &user);
}

#[test]
fn a_dry_run_and_a_refusal_change_nothing() {
    let user = user();
    let before = snapshot(&user);
    let dry = setup::Args {
        dry_run: true,
        ..setup::Args::default()
    };
    user.setup(&dry);
    same(&before, &user);
    let error = uninstall(&user, &UNINSTALL).unwrap_err();
    assert_eq!(error.kind, Kind::FileSystem);
    assert!(
        error.message.contains("is not a home of gom"),
        "{}",
        error.message
    );
    same(&before, &user);

    user.setup(&setup::Args::default());
    let set_up = snapshot(&user);
    let dry = setup::Args {
        dry_run: true,
        remove: true,
        ..setup::Args::default()
    };
    user.setup(&dry);
    let dry = self_uninstall::Args {
        dry_run: true,
        ..UNINSTALL
    };
    uninstall(&user, &dry).unwrap();
    let unasked = self_uninstall::Args {
        yes: false,
        ..UNINSTALL
    };
    let error = uninstall(&user, &unasked).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    same(&set_up, &user);
}

#[test]
fn without_path_no_start_file_is_touched_and_removing_keeps_the_programs() {
    let user = user();
    user.setup(&no_path());
    assert_eq!(
        fs::read_to_string(user.home.join(".profile")).unwrap(),
        "# .profile"
    );
    user.setup(&setup::Args::default());
    user.setup(&setup::Args {
        remove: true,
        ..setup::Args::default()
    });
    assert_eq!(
        fs::read_to_string(user.home.join(".profile")).unwrap(),
        "# .profile"
    );
    assert!(!user.home.join(".config/fish/conf.d").exists());
    assert!(user.gom().layout.bin().join("go").is_file());
}

#[test]
fn foreign_files_links_and_kept_toolchains_stay() {
    let user = user();
    user.setup(&setup::Args::default());
    let gom = user.gom();
    let layout = &gom.layout;
    let elsewhere = user.root.path().join("disk");
    file(&elsewhere.join("go1.22.6-linux-amd64/bin/go"));
    symlink(&elsewhere, layout.toolchains()).unwrap();
    file(&layout.bin().join("mine"));
    file(&layout.home().join("notes"));
    file(&layout.cache().join("thesis"));
    file(&layout.trash().join("report.2023~1"));
    file(&layout.config_dir().join("other.toml"));

    let keep = self_uninstall::Args {
        keep_toolchains: true,
        ..UNINSTALL
    };
    uninstall(&user, &keep).unwrap();
    assert!(layout.toolchains().is_symlink() && layout.side_file().is_file());
    assert!(!layout.bin().join("go").exists());

    uninstall(&user, &UNINSTALL).unwrap();
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
    let user = user();
    file(&user.gom().layout.home().join("photos/1.jpg"));
    let error = setup::run_on(&user.gom(), &no_path(), &user.machine).unwrap_err();
    assert!(error.message.contains("is no home of gom's"), "{error}");
    assert!(
        !user.gom().layout.bin().join("go").exists() && !user.gom().layout.side_file().exists()
    );
}

#[test]
fn another_gom_at_work_is_not_disturbed() {
    let user = user();
    user.setup(&setup::Args::default());
    let path = user.gom().layout.locks().join("go1.22.6-linux-amd64");
    let lock = fs::File::create(&path).unwrap();
    lock.lock().unwrap();
    let before = snapshot(&user);
    let error = uninstall(&user, &UNINSTALL).unwrap_err();
    assert!(
        error.message.contains("another gom is at work"),
        "{}",
        error.message
    );
    same(&before, &user);
    drop(lock);
    uninstall(&user, &UNINSTALL).unwrap();
}

#[track_caller]
fn same(before: &Snapshot, user: &User) {
    assert_eq!(before.changes(&snapshot(user)), Vec::<String>::new());
}
