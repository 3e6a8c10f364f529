//! Hostile names of entries, in all three formats.

use crate::support::archive::{module_entries, tar_entries, zip_entries};
use crate::support::unpacking::{FORMATS, Format, good, pack, platform, refused, version};
use crate::support::{tar, zip};

/// The good archive's entries plus one more file at each of `paths`, relative to its prefix.
fn with_files(format: Format, paths: &[&str]) -> Vec<u8> {
    match format {
        Format::TarGz => {
            let mut entries = tar_entries(&good());
            for path in paths {
                entries.push(tar::Entry::file(&format!("go/{path}"), b"evil"));
            }
            tar::gzip(&tar::tar(&entries))
        }
        Format::Zip => {
            let mut entries = zip_entries(&good());
            for path in paths {
                entries.push(zip::Entry::file(&format!("go/{path}"), b"evil"));
            }
            zip::zip(&entries, &zip::End::default())
        }
        Format::Module => {
            let mut entries = module_entries(&good(), &version(), &platform());
            let prefix = gom::module::name(&version(), &platform());
            for path in paths {
                entries.push(zip::Entry::file(&format!("{prefix}/{path}"), b"evil"));
            }
            zip::zip(&entries, &zip::End::default())
        }
    }
}

#[test]
fn hostile_names() {
    for (paths, says) in [
        (&["../evil"][..], "'{}/../evil'"),
        (&["src/../../evil"], "'{}/src/../../evil'"),
        (&["/etc/evil"], "'{}//etc/evil'"),
        (&["src/./evil"], "ends with a dot"),
        (&["src\\evil"], "'{}/src\\evil'"),
        (&["C:evil"], "'{}/C:evil'"),
        (&["src/a.go:stream"], "'{}/src/a.go:stream'"),
        (&["src/nul.txt"], "Windows device"),
        (&["src/COM1"], "Windows device"),
        (&["src/evil."], "ends with a dot"),
        (&["src/evil "], "with a space"),
        (&["src/\u{1b}[31mevil"], "\\u{1b}[31mevil"),
        (&["src/\u{202e}evil"], "\\u{202e}evil"),
        (&["src/a\u{301}"], "not allowed in names"),
        (&["src/evil", "src/evil"], "'src/evil' is there twice"),
        (&["bin/go"], "'bin/go' is there twice"),
        (
            &["src/evil", "src/EVIL"],
            "'src/EVIL' differs from another in case only",
        ),
        (
            &["SRC/evil"],
            "'SRC/evil' differs from another in case only",
        ),
        (&["src"], "'src' is both a file and a directory"),
        (
            &["bin/go/evil"],
            "'bin/go/evil' is both a file and a directory",
        ),
        (&[".gom/receipt.json"], "gom's own files"),
        (&["src/Go.mod"], "misnamed"),
    ] {
        for format in FORMATS {
            let prefix = match format {
                Format::Module => gom::module::name(&version(), &platform()),
                _ => "go".into(),
            };
            let says = says.replace("{}", &prefix);
            refused(format, &with_files(format, paths), &says);
        }
    }
    refused(
        Format::TarGz,
        &with_files(Format::TarGz, &["x/_go.mod"]),
        "'go/x/_go.mod' is misnamed",
    );
    refused(
        Format::Zip,
        &with_files(Format::Zip, &["x/_go.mod"]),
        "'go/x/_go.mod' is misnamed",
    );
    refused(
        Format::Module,
        &with_files(Format::Module, &["x/go.mod"]),
        "/x/go.mod' is misnamed",
    );
    refused(
        Format::Module,
        &with_files(Format::Module, &["test/a"]),
        "modules leave out",
    );
}

#[test]
fn wrong_prefixes() {
    let module = pack(Format::Module, &good());
    refused(Format::Zip, &module, "does not begin with 'go/'");
    let archive = pack(Format::Zip, &good());
    refused(
        Format::Module,
        &archive,
        "does not begin with 'golang.org/toolchain@v0.0.1-go1.22.6",
    );
    for name in [
        "evil",
        "go",
        "Go/evil",
        "./go/evil",
        "/go/evil",
        "gopher/evil",
    ] {
        let mut entries = tar_entries(&good());
        entries.push(tar::Entry::file(name, b"evil"));
        refused(
            Format::TarGz,
            &tar::gzip(&tar::tar(&entries)),
            &format!("'{name}'"),
        );
        let mut entries = zip_entries(&good());
        entries.push(zip::Entry::file(name, b"evil"));
        refused(
            Format::Zip,
            &zip::zip(&entries, &zip::End::default()),
            &format!("'{name}'"),
        );
    }
}
