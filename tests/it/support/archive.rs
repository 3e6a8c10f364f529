//! Toolchain archives as Go's release builder writes them, from a list of files.

use std::collections::BTreeSet;

use base64::Engine as _;
use gom::module;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use sha2::{Digest as _, Sha256};

use super::{tar, zip};

/// The files of a toolchain, by their path inside GOROOT.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    files: Vec<(String, Vec<u8>)>,
}

impl Tree {
    /// The smallest tree that passes for a toolchain: VERSION, `bin/go`, the compiler, two
    /// go.mod files and one file in each directory that the module leaves out.
    pub(crate) fn toolchain(version: &Version, platform: &Platform) -> Self {
        let exe = platform.exe_suffix();
        let tool = format!("pkg/tool/{}_{}", platform.os(), platform.arch());
        let name = version.go_name();
        let mut tree = Self::default()
            .file("VERSION", format!("{name}\ntime 2024-07-02T18:26:38Z\n"))
            .file("src/go.mod", "module std\n")
            .file("src/cmd/go.mod", "module cmd\n")
            .file("src/fmt/print.go", "package fmt\n")
            .file("src/make.bash", "#!/bin/bash\n")
            .file("lib/wasm/go_js_wasm_exec", "#!/bin/sh\n")
            .file("misc/wasm/go_js_wasm_exec", "#!/bin/sh\n");
        for path in ["api/go1.txt", "doc/go_spec.html", "test/a.go"] {
            tree = tree.file(path, "not in the module\n");
        }
        for path in ["bin/go", "bin/gofmt", &format!("{tool}/compile")] {
            let text = format!("#!/bin/sh\necho {name} {path}\n");
            tree = tree.file(&format!("{path}{exe}"), &text);
        }
        tree
    }

    /// The tree with a file added, or replaced where there is one at `path`.
    pub(crate) fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.retain(|(other, _)| other != path);
        self.files.push((path.to_owned(), bytes.as_ref().to_vec()));
        self.files.sort();
        self
    }

    /// The tree without the file at `path`.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.retain(|(other, _)| other != path);
        self
    }

    /// Paths with their contents, sorted by path.
    pub(crate) fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }
}

/// Files of the module: renamed as in a module zip, without what the module leaves out.
fn module_files(tree: &Tree, version: &Version, platform: &Platform) -> Vec<(String, Vec<u8>)> {
    let prefix = module::name(version, platform);
    let mut files: Vec<_> = tree
        .files()
        .iter()
        .filter(|(path, _)| {
            let first = path.split('/').next().unwrap_or_default();
            !["api", "doc", "misc", "test"].contains(&first)
        })
        .map(|(path, bytes)| {
            let renamed = match path.strip_suffix("go.mod") {
                Some(dir) if dir.is_empty() || dir.ends_with('/') => format!("{dir}_go.mod"),
                _ => path.clone(),
            };
            (format!("{prefix}/{renamed}"), bytes.clone())
        })
        .collect();
    files.sort();
    files
}

/// The entries of `go1.X.os-arch.tar.gz`, directories first.
pub(crate) fn tar_entries(tree: &Tree) -> Vec<tar::Entry> {
    let mut dirs = BTreeSet::from(["go/".to_owned()]);
    for (path, _) in tree.files() {
        let ends = path.match_indices('/').map(|(end, _)| end);
        dirs.extend(ends.map(|end| format!("go/{}/", &path[..end])));
    }
    let dirs = dirs.iter().map(|dir| tar::Entry::dir(dir));
    let files = tree
        .files()
        .iter()
        .map(|(path, bytes)| tar::Entry::file(&format!("go/{path}"), bytes));
    dirs.chain(files).collect()
}

/// The entries of `go1.X.os-arch.zip`.
pub(crate) fn zip_entries(tree: &Tree) -> Vec<zip::Entry> {
    tree.files()
        .iter()
        .map(|(path, bytes)| zip::Entry::file(&format!("go/{path}"), bytes))
        .collect()
}

/// The entries of the module zip.
pub(crate) fn module_entries(
    tree: &Tree,
    version: &Version,
    platform: &Platform,
) -> Vec<zip::Entry> {
    module_files(tree, version, platform)
        .iter()
        .map(|(name, bytes)| zip::Entry::file(name, bytes))
        .collect()
}

/// `go1.X.os-arch.tar.gz`.
pub(crate) fn tar_gz(tree: &Tree) -> Vec<u8> {
    tar::gzip(&tar::tar(&tar_entries(tree)))
}

/// `go1.X.os-arch.zip`.
pub(crate) fn zip(tree: &Tree) -> Vec<u8> {
    zip::zip(&zip_entries(tree), &zip::End::default())
}

/// The module zip that a proxy serves.
pub(crate) fn module_zip(tree: &Tree, version: &Version, platform: &Platform) -> Vec<u8> {
    zip::zip(
        &module_entries(tree, version, platform),
        &zip::End::default(),
    )
}

/// The `h1:` of the tree's module, computed from the tree itself.
pub(crate) fn h1(tree: &Tree, version: &Version, platform: &Platform) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let mut all = Sha256::new();
    for (name, bytes) in module_files(tree, version, platform) {
        all.update(format!("{}  {name}\n", hex(&Sha256::digest(&bytes))));
    }
    let digest = base64::engine::general_purpose::STANDARD.encode(all.finalize());
    format!("h1:{digest}")
}
