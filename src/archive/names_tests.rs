//! Tests of the names of archive entries.

use super::*;

fn names(flavour: Flavour) -> Names {
    let platform = Platform::new("linux", "amd64").unwrap();
    Names::new(flavour, &Version::parse("1.22.6").unwrap(), &platform)
}

#[test]
fn archive_and_module_names_meet() {
    let (archive, modules) = (names(Flavour::Archive), names(Flavour::Module));
    let prefix = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/";
    for (path, renamed) in [
        ("go.mod", "_go.mod"),
        ("src/go.mod", "src/_go.mod"),
        ("src/xgo.mod", "src/xgo.mod"),
        ("src/go.mod.x", "src/go.mod.x"),
        ("bin/go", "bin/go"),
        ("lib/a b~1.txt", "lib/a b~1.txt"),
        ("apix/y", "apix/y"),
    ] {
        let name = archive.file(format!("go/{path}").as_bytes()).unwrap();
        assert_eq!(
            name,
            modules
                .file(format!("{prefix}{renamed}").as_bytes())
                .unwrap()
        );
        assert_eq!((name.path.as_str(), name.covered), (path, true));
        assert_eq!(archive.in_module(path), format!("{prefix}{renamed}"));
    }
    for path in ["api/a", "doc/a", "misc/wasm/a", "test/Äfoo.go", ".github/a"] {
        assert!(
            !archive
                .file(format!("go/{path}").as_bytes())
                .unwrap()
                .covered
        );
        modules
            .file(format!("{prefix}{path}").as_bytes())
            .unwrap_err();
    }
    assert_eq!(archive.dir(b"go/").unwrap(), "");
    assert_eq!(archive.dir(b"go/src/").unwrap(), "src");
}

#[test]
fn dangerous_names_are_refused() {
    for path in [
        "",
        ".",
        "..",
        "../x",
        "a/../b",
        "a//b",
        "a/",
        "/a",
        "a/./b",
        "a\\b",
        "C:",
        "a:b",
        "a\0b",
        "a\nb",
        "a\u{7f}",
        "a\u{301}",
        "\u{212b}",
        "a*",
        "a?",
        "a\"",
        "a'",
        "a<",
        "a>",
        "a|",
        "a`",
        "a;",
        "x.",
        "x ",
        " x",
        "...",
        "con",
        "CON.txt",
        "aux.a.b",
        "nul",
        "PRN",
        "com1",
        "COM0.x",
        "lpt9",
        "com¹",
        "conin$",
        "CON .txt",
        "_go.mod",
        "src/_go.mod",
        "src/Go.mod",
        "GO.MOD",
        ".gom/receipt.json",
        "漢",
        "a\u{202e}b",
    ] {
        let error = names(Flavour::Archive)
            .file(format!("go/{path}").as_bytes())
            .expect_err(path);
        assert_eq!(error.kind, gom_shim::Kind::Integrity);
    }
    for entry in [
        "", "x", "go", "/go/x", "Go/x", "gopher/x", "./go/x", "../go/x",
    ] {
        names(Flavour::Archive)
            .file(entry.as_bytes())
            .expect_err(entry);
    }
    names(Flavour::Archive).file(b"go/\xff").unwrap_err();
    let long = format!("go/{}", "a".repeat(256));
    names(Flavour::Archive).file(long.as_bytes()).unwrap_err();
    let deep = format!("go/{}", "a/".repeat(600));
    names(Flavour::Archive).dir(deep.as_bytes()).unwrap_err();
    for path in ["go.mod", "src/go.mod", "test/a"] {
        let entry = format!("golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/{path}");
        names(Flavour::Module)
            .file(entry.as_bytes())
            .expect_err(path);
    }
    let other = b"golang.org/toolchain@v0.0.1-go1.22.7.linux-amd64/bin/go";
    names(Flavour::Module).file(other).unwrap_err();
}
