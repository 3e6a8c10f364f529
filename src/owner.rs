//! Whose home this is: writing into another user's would leave files they cannot change.

use gom_shim::{Error, Kind, Result, escape};

use crate::gom::Gom;

/// Refuses to write into a home that belongs to another user. Running checks no owner.
///
/// # Errors
/// `FileSystem`, with the command to use instead.
pub fn check(gom: &Gom) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let home = gom.layout.home();
        let Some(existing) = home.ancestors().find(|path| path.exists()) else { return Ok(()) };
        let owner = existing.metadata().map_err(|error| Error::io("look at", existing, &error))?.uid();
        let user = rustix::process::geteuid().as_raw();
        if existing == home && owner != user {
            return Err(Error::new(Kind::FileSystem, format!("{} belongs to another user (number {owner}; this is {user})", escape::path(home)))
                .hint(format!("sudo -u '#{owner}' gom …, or set GOM_HOME to a directory of your own")));
        }
    }
    #[cfg(not(unix))]
    let _ = (gom, Error::new(Kind::Failure, ""), escape::text(""));
    Ok(())
}
