//! Edits of one file: what is changed, what is left alone, and that the very bytes come back.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use gom::block::{Mark, Place};
use gom::profile::{self, Edit, Wanted};
use gom::record::{Record, Wrote};
use gom_shim::layout::Layout;

use super::set_mode;
use crate::support::temp::TempDir;

/// A home directory, and gom's home below it with its record.
struct Files {
    root: TempDir,
    home: PathBuf,
    record: Record,
}

impl Files {
    fn new() -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let layout = Layout::contained(home.join("data/gom"));
        fs::create_dir_all(layout.bin()).unwrap();
        Self {
            record: Record::new(&layout),
            home,
            root,
        }
    }

    fn plan(&self, name: &str, wanted: &[Wanted]) -> Result<Edit, String> {
        let path = self.home.join(name);
        let entries = self.record.entries().unwrap();
        let created = entries
            .iter()
            .any(|entry| entry.path == path && entry.wrote == Wrote::Created);
        Edit::new(&path, &self.home, wanted, created)
    }

    fn add(&self, name: &str) -> Result<Edit, String> {
        let block = |mark, place| Wanted {
            mark,
            place,
            body: "x\n".to_owned(),
        };
        let wanted = [
            block(Mark::Path, Place::Top),
            block(Mark::Hook, Place::End),
            block(Mark::Last, Place::Bottom),
        ];
        let edit = self.plan(name, &wanted)?;
        edit.apply(&self.record).unwrap();
        Ok(edit)
    }

    fn take(&self, name: &str) {
        let edit = self.plan(name, &[]).unwrap();
        edit.apply(&self.record).unwrap();
        profile::remove_directories(&self.record).unwrap();
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

#[test]
fn what_is_taken_out_leaves_bytes_and_modes_as_they_were() {
    let files = Files::new();
    for text in ["", "a\n", "a", "a\r\nb\r\n", "a\r\nb", "\n\n"] {
        let path = files.file(".profile", text);
        set_mode(&path, 0o600);
        files.add(".profile").unwrap();
        let with = fs::read(&path).unwrap();
        assert!(files.add(".profile").unwrap().is_nothing());
        assert_eq!(fs::read(&path).unwrap(), with);
        files.take(".profile");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(files.record.entries().unwrap(), []);
    }
}

#[test]
fn a_created_file_goes_with_its_directories_unless_something_else_is_in_it() {
    let files = Files::new();
    let name = ".config/fish/conf.d/gom.fish";
    assert_eq!(files.add(name).unwrap().verb(), "create");
    files.take(name);
    assert!(!files.home.join(".config").exists());

    files.add(".profile").unwrap();
    let path = files.home.join(".profile");
    fs::write(&path, [&fs::read(&path).unwrap()[..], b"mine\n"].concat()).unwrap();
    files.take(".profile");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
}

#[test]
fn a_link_inside_home_is_kept_and_its_file_edited() {
    let files = Files::new();
    // As stow makes it: the user's own repository of dotfiles, and a relative link into it.
    let target = files.file("dotfiles/bash/.profile", "a\n");
    symlink("dotfiles/bash/.profile", files.home.join(".profile")).unwrap();
    files.add(".profile").unwrap();
    assert!(files.home.join(".profile").is_symlink());
    let text = fs::read_to_string(&target).unwrap();
    assert!(text.contains("# >>> gom >>>"));
    files.take(".profile");
    assert!(files.home.join(".profile").is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "a\n");
}

#[test]
fn what_is_not_a_plain_file_of_the_users_own_is_left_alone() {
    let files = Files::new();
    let store = files.root.path().join("nix/store");
    fs::create_dir_all(&store).unwrap();
    fs::write(store.join("profile"), "a\n").unwrap();
    symlink(store.join("profile"), files.home.join("away")).unwrap();
    symlink("/dev/null", files.home.join("null")).unwrap();
    symlink("nowhere", files.home.join("dangling")).unwrap();
    symlink(&store, files.home.join("linked")).unwrap();
    fs::create_dir(files.home.join("dir")).unwrap();
    let locked = files.file("locked", "a\n");
    set_mode(&locked, 0o444);
    files.file("open", "# >>> gom >>>\n");
    files.file("wide", b"\xff\xfea\0\n\0");
    for (name, why) in [
        ("away", "something else manages"),
        ("null", "something else manages"),
        ("dangling", "not there"),
        ("linked/new", "out of the home directory"),
        ("dir", "not a file"),
        ("locked", "read-only"),
        ("open", "without its end"),
        ("wide", "UTF-16"),
    ] {
        let reason = files.add(name).expect_err(name);
        assert!(reason.contains(why), "{name}: {reason}");
    }
    assert_eq!(fs::read_to_string(store.join("profile")).unwrap(), "a\n");
    assert_eq!(fs::read_dir(&store).unwrap().count(), 1);
    assert_eq!(files.record.entries().unwrap(), []);
}

#[test]
fn a_block_is_taken_out_alone_and_a_file_without_any_goes_where_gom_made_it() {
    let files = Files::new();
    files.file(".zshrc", "a");
    files.add(".zshrc").unwrap();
    let path = files.home.join(".zshrc");
    let edit = Edit::without(&path, &files.home, Mark::Hook, false).unwrap();
    edit.apply(&files.record).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("gom hook") && text.contains("gom last"));
    files.take(".zshrc");
    assert_eq!(fs::read_to_string(&path).unwrap(), "a");

    let hook = [Wanted {
        mark: Mark::Hook,
        place: Place::End,
        body: "x\n".to_owned(),
    }];
    let edit = files.plan(".other", &hook).unwrap();
    edit.apply(&files.record).unwrap();
    let path = files.home.join(".other");
    let edit = Edit::without(&path, &files.home, Mark::Hook, true).unwrap();
    edit.apply(&files.record).unwrap();
    assert!(!path.exists());
    assert_eq!(files.record.entries().unwrap(), []);
}
