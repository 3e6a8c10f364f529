//! Placed programs: links to one shim, replaced together, and nothing of anybody else's.

use std::fs;
use std::path::PathBuf;

use gom::shims::Shims;
use gom_shim::Kind;
use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::version::Version;

use crate::support::temp::TempDir;

/// A directory with built programs, and a home to put them into.
struct Place {
    root: TempDir,
    layout: Layout,
    shims: Shims,
}

impl Place {
    fn new() -> Self {
        let root = TempDir::new();
        let layout = Layout::contained(root.path().join("gom"));
        fs::create_dir(root.path().join("built")).unwrap();
        let place = Self {
            shims: Shims::new(&layout),
            layout,
            root,
        };
        place.build("one");
        place
    }

    fn built(&self) -> PathBuf {
        self.root.path().join("built")
    }

    fn build(&self, text: &str) {
        for name in ["gom", "gom-shim"] {
            fs::write(Layout::shim(&self.built(), name), format!("{name} {text}")).unwrap();
        }
    }

    fn install(&self) -> gom_shim::Result<()> {
        self.shims.install_programs(&self.built(), &Side::Linux)
    }

    fn bin(&self, name: &str) -> PathBuf {
        Layout::shim(&self.layout.bin(), name)
    }

    fn says(&self, name: &str) -> String {
        fs::read_to_string(self.bin(name)).unwrap()
    }

    fn is_tidy(&self) {
        for dir in [self.layout.staging(), self.layout.trash()] {
            assert_eq!(fs::read_dir(dir).into_iter().flatten().count(), 0);
        }
    }
}

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

#[test]
fn programs_are_placed_and_replaced_together() {
    let place = Place::new();
    place.install().unwrap();
    place.shims.versioned(&version("1.22.6")).unwrap();
    place
        .shims
        .switch(&[version("1.22.6"), version("1.23rc1")])
        .unwrap();
    assert_eq!(place.says("gom"), "gom one");
    for name in ["go", "gofmt", "go1.22.6"] {
        assert_eq!(place.says(name), "gom-shim one", "{name}");
    }
    place.build("another");
    place.install().unwrap();
    assert_eq!(place.says("gom"), "gom another");
    for name in ["go", "gofmt", "go1.22.6"] {
        assert_eq!(place.says(name), "gom-shim another", "{name}");
    }
    let switched = Layout::shim(&place.layout.switch(), "go1.23rc1");
    assert_eq!(fs::read_to_string(switched).unwrap(), "gom-shim another");
    place.is_tidy();

    place.shims.remove_versioned(&version("1.22.6")).unwrap();
    place.shims.remove_versioned(&version("1.22.6")).unwrap();
    assert!(!place.bin("go1.22.6").exists());
    assert_eq!(fs::read_dir(place.layout.bin()).unwrap().count(), 3);
}

#[cfg(unix)]
#[test]
fn names_are_links_to_one_file_with_the_mode_of_a_program() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let place = Place::new();
    place.install().unwrap();
    let releases: Vec<_> = (0..300)
        .map(|patch| version(&format!("1.22.{patch}")))
        .collect();
    place.shims.switch(&releases).unwrap();
    place.shims.switch(&releases).unwrap();
    let go = place.bin("go").metadata().unwrap();
    // The master, two tools, a release each, and a runner for each platform.
    let runners = gom::known_ports::underscored().count() as u64;
    assert_eq!(go.nlink(), 1 + 2 + 300 + runners);
    assert_eq!(go.permissions().mode() & 0o777, 0o755);
    place.is_tidy();
}

#[test]
fn a_crash_between_new_master_and_its_links_is_mended_by_the_next_run() {
    let place = Place::new();
    place.install().unwrap();
    let state = place.layout.state();
    let master = Layout::shim(&state, "gom-shim");
    // As `install_programs` leaves it when it is killed after it has replaced the master.
    fs::rename(&master, Layout::shim(&state, "gom-shim-former")).unwrap();
    fs::write(&master, "gom-shim another").unwrap();
    assert!(place.shims.is_own(&place.bin("go")));
    place.shims.refresh().unwrap();
    for name in ["go", "gofmt"] {
        assert_eq!(place.says(name), "gom-shim another", "{name}");
    }
    assert!(!Layout::shim(&state, "gom-shim-former").exists());
}

#[test]
fn a_lost_master_is_taken_from_go() {
    let place = Place::new();
    place.install().unwrap();
    fs::remove_file(Layout::shim(&place.layout.state(), "gom-shim")).unwrap();
    assert!(place.shims.is_own(&place.bin("gofmt")));
    place.shims.versioned(&version("1.22.6")).unwrap();
    assert_eq!(place.says("go1.22.6"), "gom-shim one");
}

#[test]
fn what_gom_did_not_place_is_in_the_way_and_stays() {
    let place = Place::new();
    place.install().unwrap();
    fs::write(place.bin("go1.22.6"), "mine").unwrap();
    fs::create_dir(place.bin("go1.22.7")).unwrap();
    for text in ["1.22.6", "1.22.7"] {
        let error = place.shims.versioned(&version(text)).unwrap_err();
        assert_eq!(error.kind, Kind::FileSystem);
        assert!(
            error.message.contains(&format!("go{text}")),
            "{}",
            error.message
        );
        place.shims.remove_versioned(&version(text)).unwrap();
    }
    assert_eq!(place.says("go1.22.6"), "mine");
    assert!(place.bin("go1.22.7").is_dir());
}

#[test]
fn a_home_of_another_side_and_a_missing_program_are_refused() {
    let place = Place::new();
    fs::create_dir_all(place.layout.home()).unwrap();
    fs::write(
        place.layout.side_file(),
        Side::Wsl("Debian".into()).to_file(),
    )
    .unwrap();
    let error = place.install().unwrap_err();
    assert!(error.message.contains("wsl:Debian"), "{}", error.message);
    fs::remove_file(place.layout.side_file()).unwrap();
    fs::remove_file(Layout::shim(&place.built(), "gom-shim")).unwrap();
    let error = place.install().unwrap_err();
    assert!(error.message.contains("gom-shim"), "{}", error.message);
}
