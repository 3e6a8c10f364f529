//! The fake Go as a program: compiled once, used for every version.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use gom_shim::platform::Platform;

const SOURCE: &str = include_str!("../fake_go.rs");

/// The compiled program.
fn path() -> &'static Path {
    static PATH: LazyLock<PathBuf> = LazyLock::new(compile);
    &PATH
}

/// Its bytes, for archives.
pub(crate) fn bytes() -> &'static [u8] {
    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| std::fs::read(path()).unwrap());
    &BYTES
}

/// The compiler beside the cargo that runs this test, else the one on PATH.
fn compiler() -> PathBuf {
    let name = format!("rustc{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("CARGO")
        .map(|cargo| Path::new(&cargo).with_file_name(&name))
        .filter(|path| path.is_file())
        .unwrap_or_else(|| name.into())
}

/// Compiles under a name made of source and compiler, so that later runs and other processes find
/// it, and moves it in place whole.
fn compile() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let compiler = compiler();
    let release = Command::new(&compiler).arg("-vV").output().unwrap().stdout;
    let mut hasher = DefaultHasher::new();
    let platform = Platform::host().to_string();
    (SOURCE, release, &platform).hash(&mut hasher);
    let suffix = std::env::consts::EXE_SUFFIX;
    let done = dir.join(format!("fake-go-{:016x}{suffix}", hasher.finish()));
    if done.is_file() {
        return done;
    }
    let work = dir.join(format!("fake-go-{}", std::process::id()));
    std::fs::create_dir_all(&work).unwrap();
    let (source, program) = (work.join("fake_go.rs"), work.join(format!("go{suffix}")));
    std::fs::write(&source, SOURCE).unwrap();
    let output = Command::new(&compiler)
        .env("FAKE_GO_PLATFORM", platform)
        .args([
            "--edition=2021",
            "-Dwarnings",
            "-Copt-level=s",
            "-Cstrip=symbols",
        ])
        .args(["-Cpanic=abort", "-o"])
        .args([&program, &source])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the fake Go does not compile: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Where another process was faster, its file serves as well.
    let renamed = std::fs::rename(&program, &done);
    assert!(renamed.is_ok() || done.is_file(), "{renamed:?}");
    std::fs::remove_dir_all(&work).unwrap();
    done
}
