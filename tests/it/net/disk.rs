//! Directories and single archives as origins.

use std::path::Path;
use std::sync::Arc;

use gom::http::{Client, Settings};
use gom::origin::{Expected, Format, Origins};
use gom_shim::Kind;

use super::origins::{INDEX, bytes, fetch, linux, names, version, wishes};
use super::{directory, quick};

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn directories_and_archives_serve_offline() {
    let root = directory("offline");
    write(&root.join("plain/go1.22.6.linux-amd64.tar.gz"), "archive");
    write(&root.join("plain/go1.21.0.linux-amd64.zip"), "zip");
    write(&root.join("plain/go1.23rc1.windows-amd64.zip"), "windows");
    write(&root.join("plain/index.json"), INDEX);
    write(
        &root.join("tree/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-amd64.zip"),
        "module",
    );
    write(
        &root.join("tree/golang.org/toolchain/@v/list"),
        "v0.0.1-go1.22.6.linux-amd64\n",
    );
    let offline = Arc::new(Client::new(Settings {
        offline: Some("--offline".into()),
        ..quick()
    }));
    let from =
        |origin: &str| Origins::from(&offline, &wishes(Some(&[origin]), "off", false)).unwrap();
    let shown = |path: &str| root.join(path).to_str().unwrap().to_owned();
    let as_url = |path: &str| {
        gom::http::Url::from_file_path(root.join(path))
            .unwrap()
            .to_string()
    };

    for plain in [shown("plain"), as_url("plain")] {
        let origins = from(&plain);
        let origin = origins.iter().next().unwrap();
        assert_eq!(
            names(origin.releases(&linux()).unwrap()),
            ["1.21.0", "1.22.6"]
        );
        let mut artifact = origin.fetch(&version("1.22.6"), &linux()).unwrap();
        assert_eq!(
            (bytes(&mut artifact), artifact.size),
            (b"archive".to_vec(), Some(7))
        );
        assert!(matches!(
            artifact.sha256,
            Some(Expected {
                authentic: false,
                ..
            })
        ));
        assert_eq!(
            origin.fetch(&version("1.21.0"), &linux()).unwrap().format,
            Format::Zip
        );
        assert_eq!(fetch(&origins, "1.20").unwrap_err().kind, Kind::NoVersion);
    }
    let tree = from(&shown("tree"));
    assert_eq!(
        names(tree.iter().next().unwrap().releases(&linux()).unwrap()),
        ["1.22.6"]
    );
    assert_eq!(
        fetch(&tree, "1.22.6").unwrap().value,
        (b"module".to_vec(), Format::ModuleZip)
    );
    std::fs::remove_file(root.join("tree/golang.org/toolchain/@v/list")).unwrap();
    assert_eq!(
        names(tree.iter().next().unwrap().releases(&linux()).unwrap()),
        ["1.22.6"],
        "without a list"
    );
    let proxy = Origins::from(&offline, &wishes(None, &as_url("tree"), true)).unwrap();
    assert_eq!(fetch(&proxy, "1.22.6").unwrap().value.0, b"module");

    for archive in [
        shown("plain/go1.22.6.linux-amd64.tar.gz"),
        as_url("plain/go1.22.6.linux-amd64.tar.gz"),
    ] {
        let origins = from(&archive);
        assert_eq!(
            names(origins.iter().next().unwrap().releases(&linux()).unwrap()),
            ["1.22.6"]
        );
        assert_eq!(
            fetch(&origins, "1.22.6").unwrap().value,
            (b"archive".to_vec(), Format::TarGz)
        );
        assert_eq!(fetch(&origins, "1.21.0").unwrap_err().kind, Kind::NoVersion);
    }
    let missing = fetch(&from(&shown("nowhere")), "1.22.6").unwrap_err();
    assert!(missing.to_string().contains("nowhere"), "{missing}");
    write(&root.join("broken/index.json"), "<html>");
    write(&root.join("broken/go1.22.6.linux-amd64.tar.gz"), "archive");
    assert!(
        fetch(&from(&shown("broken")), "1.22.6").is_err(),
        "an index that cannot be read hides a hash"
    );
}
