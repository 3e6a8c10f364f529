//! Where this user's and the system's start files are: directories, as the environment names them.

use std::path::{Path, PathBuf};

use gom_shim::side::Side;
use gom_shim::vars::Vars;

/// What the places depend on, as values.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    /// The environment.
    pub vars: &'a Vars,
    /// What the machine is.
    pub side: &'a Side,
    /// The root of the file system that the system's files are in: `/`.
    pub root: &'a Path,
    /// Windows' folder for documents, which may lie elsewhere than below the home directory.
    pub documents: Option<PathBuf>,
}

impl Places<'_> {
    /// The user's home directory.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        self.vars.absolute(if *self.side == Side::Windows {
            "USERPROFILE"
        } else {
            "HOME"
        })
    }

    /// A file of the system's, named from the root without a slash.
    #[must_use]
    pub fn system(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Where programs keep settings, on everything but Windows.
    #[must_use]
    pub fn config(&self, home: &Path) -> PathBuf {
        self.vars
            .absolute("XDG_CONFIG_HOME")
            .unwrap_or_else(|| home.join(".config"))
    }

    /// Where zsh looks for its files: ZDOTDIR, where it is not the home directory.
    #[must_use]
    pub fn zdotdir(&self, home: &Path) -> Option<PathBuf> {
        self.vars.absolute("ZDOTDIR").filter(|dir| dir != home)
    }

    /// Where Nushell's config.nu and env.nu are (`$nu.default-config-dir`).
    #[must_use]
    pub fn nu_config(&self, home: &Path) -> PathBuf {
        self.nu("XDG_CONFIG_HOME", home.join(".config"), home)
    }

    /// The directory of Nushell's files that other programs generate (`$nu.vendor-autoload-dirs`,
    /// the last of them). Interactive shells read every file in it, after config.nu.
    #[must_use]
    pub fn nu_autoload(&self, home: &Path) -> PathBuf {
        self.nu("XDG_DATA_HOME", home.join(".local/share"), home)
            .join("vendor/autoload")
    }

    fn nu(&self, xdg: &str, otherwise: PathBuf, home: &Path) -> PathBuf {
        let own = match self.side {
            Side::Windows => self.vars.absolute("APPDATA"),
            Side::MacOs => Some(home.join("Library/Application Support")),
            Side::Linux | Side::Wsl(_) => None,
        };
        let base = self.vars.absolute(xdg).or(own).unwrap_or(otherwise);
        base.join("nushell")
    }

    /// The directories of PowerShell's profiles, and the programs that read them: 7 and 5.1 have
    /// one each on Windows (about_Profiles).
    #[must_use]
    pub fn power_shell(&self, home: &Path) -> Vec<(PathBuf, &'static str)> {
        if *self.side != Side::Windows {
            return vec![(self.config(home).join("powershell"), "pwsh")];
        }
        let documents = self.documents.clone();
        let documents = documents.unwrap_or_else(|| home.join("Documents"));
        vec![
            (documents.join("PowerShell"), "pwsh"),
            (documents.join("WindowsPowerShell"), "powershell"),
        ]
    }

    /// The directory whose files make the environment of the user's systemd (environment.d(5)).
    #[must_use]
    pub fn environment_d(&self, home: &Path) -> PathBuf {
        self.config(home).join("environment.d")
    }

    /// True where systemd runs the machine (sd_booted(3)).
    #[must_use]
    pub fn has_systemd(&self) -> bool {
        matches!(self.side, Side::Linux | Side::Wsl(_))
            && self.system("run/systemd/system").is_dir()
    }
}

/// Windows' folder for documents, which PowerShell's profiles are in; OneDrive may have moved it.
#[cfg(windows)]
#[must_use]
pub fn documents() -> Option<PathBuf> {
    use std::os::windows::ffi::OsStringExt;
    use windows_sys::Win32::System::Com::CoTaskMemFree;
    use windows_sys::Win32::UI::Shell::{FOLDERID_Documents, SHGetKnownFolderPath};

    let mut text: *mut u16 = std::ptr::null_mut();
    // SAFETY: the folder's name is a constant of the system's, and `text` is where the function
    // puts a text that ends in 0, which is freed below whether it succeeded or not.
    unsafe {
        let found = SHGetKnownFolderPath(&FOLDERID_Documents, 0, std::ptr::null_mut(), &mut text);
        let path = (found == 0 && !text.is_null()).then(|| {
            let length = (0..).take_while(|&at| *text.add(at) != 0).count();
            let units = std::slice::from_raw_parts(text, length);
            PathBuf::from(std::ffi::OsString::from_wide(units))
        });
        CoTaskMemFree(text.cast());
        path
    }
}

/// Other systems have no such folder that a shell reads.
#[cfg(not(windows))]
#[must_use]
pub fn documents() -> Option<PathBuf> {
    None
}
