//! Which directories are so far away that looking for a file there is a message to another machine,
//! or to the other side of this one.

use std::path::Path;

/// Kinds of file systems by the numbers of `statfs(2)`, `<linux/magic.h>` and their own headers.
#[cfg(target_os = "linux")]
const FAR: &[u32] = &[
    0x0102_1997, // 9p: Windows' drives in WSL 2, shared directories of virtual machines
    0x5346_4846, // drvfs of WSL 1
    0x6573_5546, // FUSE: sshfs, virtiofs, Docker Desktop
    0x0000_6969, // NFS
    0xff53_4d42, // CIFS
    0xfe53_4d42, // SMB 2
    0x0000_517b, // SMB
    0x0000_0187, // autofs: a name that is not there is asked for in the network
    0x00c3_6400, // Ceph
    0x5346_414f, // AFS
    0x6b41_4653, // AFS of the kernel
    0x7375_7245, // Coda
    0x0bd0_0bd0, // Lustre
    0x4750_4653, // GPFS
    0x786f_4256, // shared directories of VirtualBox
    0xbacb_acbc, // of VMware
    0x7c7c_6673, // of Parallels
];

/// True for a directory on such a mount; false where nothing can be found out.
#[cfg(target_os = "linux")]
#[must_use]
pub(super) fn is_far(directory: &Path) -> bool {
    // The type of the field differs between architectures; the numbers have 32 bits.
    rustix::fs::statfs(directory).is_ok_and(|statfs| FAR.contains(&(statfs.f_type as u32)))
}

/// True for a directory on such a mount; false where nothing can be found out.
#[cfg(target_os = "macos")]
#[must_use]
pub(super) fn is_far(directory: &Path) -> bool {
    let local = u32::try_from(libc::MNT_LOCAL).unwrap_or_default();
    rustix::fs::statfs(directory).is_ok_and(|statfs| statfs.f_flags & local == 0)
}

/// True for a path that names another machine; drives that stand for one look like any other.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[must_use]
pub(super) fn is_far(directory: &Path) -> bool {
    directory.as_os_str().as_encoded_bytes().starts_with(br"\\")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_machines_own_are_near() {
        assert!(!is_far(Path::new("/proc")) && !is_far(&std::env::temp_dir()));
        assert!(!is_far(Path::new("/no/such/directory")));
    }
}
