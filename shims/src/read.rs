//! Reading a small file that somebody else wrote: bounded, regular, never a hang.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::escape;

/// No file that gom reads for a decision is larger: 1 MiB.
pub const LIMIT: u64 = 1 << 20;

/// The bytes of a regular file of at most [`LIMIT`]; `None` where there is none, or a directory,
/// or a link that leads nowhere or to itself (cmd/go passes over those too).
///
/// # Errors
/// `Config` for a FIFO, a device, a file that is too large; for one that cannot be read.
pub fn file(path: &Path) -> Result<Option<Vec<u8>>> {
    let unreadable =
        |error: std::io::Error| Error::io("read", path, &error).with_kind(Kind::Config);
    let refused = |why: &str| Error::new(Kind::Config, format!("{} is {why}", escape::path(path)));
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Ok(None);
    }
    if !metadata.is_file() {
        return Err(refused("not a regular file").hint(format!(
            "look at it with: ls -l {}",
            crate::quote::path(path)
        )));
    }
    let too_large = || {
        refused(&format!(
            "larger than {} KiB, too large for what it should be",
            LIMIT >> 10
        ))
    };
    if metadata.len() > LIMIT {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(too_large());
    }
    Ok(Some(bytes))
}

/// True for a file of another user's in a directory where everybody may leave files, such as
/// `/tmp`: nobody who works below it asked for that.
#[must_use]
pub fn is_planted(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // Writable by all, and sticky: made for strangers to share.
        let shared = |parent: &Path| {
            parent
                .metadata()
                .is_ok_and(|parent| parent.mode() & 0o1002 == 0o1002)
        };
        // SAFETY: it has no arguments and cannot fail.
        let own = unsafe { libc::geteuid() };
        path.parent().is_some_and(shared)
            && path
                .symlink_metadata()
                .is_ok_and(|file| file.uid() != own && file.uid() != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Opens what may be no file: it must not wait for a writer at the other end of a FIFO, nor take a
/// terminal as ours.
///
/// # Errors
/// The system's.
pub fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NONBLOCK | libc::O_NOCTTY,
    );
    options.open(path)
}

/// True for errors that mean there is no such file.
fn is_absent(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return true;
    }
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
    )
}

/// The text of a file as lines see it: a leading byte order mark removed, invalid UTF-8 an error.
///
/// # Errors
/// `Config` where the bytes are not UTF-8, with the line.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|&&b| b == b'\n').count() + 1;
            Err(Error::new(
                Kind::Config,
                format!("{}:{line} is not UTF-8", escape::path(path)),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_utf8_names_the_line() {
        let error = text(Path::new("/p/x"), b"a\nb\xff".to_vec()).unwrap_err();
        assert!(error.message.contains("/p/x:2"));
        assert_eq!(text(Path::new("x"), "\u{feff}a".into()).unwrap(), "a");
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_is_refused_and_never_waited_for() {
        let path = std::env::temp_dir().join(format!("gom-fifo-{}", std::process::id()));
        let name = std::ffi::CString::new(path.to_str().unwrap()).unwrap();
        // SAFETY: `name` is a valid C string for the length of the call.
        assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
        let error = file(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert!(error.message.contains("not a regular file"));
        assert!(file(&path).unwrap().is_none());
        assert!(file(&std::env::temp_dir()).unwrap().is_none());
    }
}
