//! What to write where no shell is started, and so no start file is read: one recipe per kind.

use std::path::{Path, PathBuf};

use gom_shim::Result;
use gom_shim::side::Side;

use super::language::entry;
use super::script::{GopathBin, OnPath};

/// Something that starts programs without a shell, or with one that reads nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Starter {
    /// A unit of systemd's
    Systemd,
    /// A crontab
    Cron,
    /// A command over ssh, for a login shell that reads no file then
    Ssh,
    /// A Dockerfile
    Docker,
    /// Programs that macOS starts from the desktop
    Launchd,
}

/// The label of the agent, and the name of its file.
pub const AGENT: &str = "gom.path";

/// A line near the top of a file that is gom's alone.
pub const OWN_FILE: &str = "<!-- Written by gom setup, which takes it away again. -->";

impl Starter {
    /// The word on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Systemd => "systemd",
            Self::Cron => "cron",
            Self::Ssh => "ssh",
            Self::Docker => "docker",
            Self::Launchd => "launchd",
        }
    }

    /// The lines, to be copied as they are.
    ///
    /// # Errors
    /// `Config` where a directory cannot be on PATH.
    pub fn lines(self, on_path: &OnPath, home: Option<&Path>) -> Result<String> {
        let path = path(self, on_path, home)?;
        Ok(match self {
            // % begins a specifier (systemd.unit(5)).
            Self::Systemd => format!(
                "[Service]\nEnvironment=\"PATH={}\"\n",
                escaped(&path, "\\\"").replace('%', "%%")
            ),
            // Taken literally up to the line's end (crontab(5)).
            Self::Cron => format!("PATH={path}\n"),
            Self::Ssh => format!("SetEnv \"PATH={}\"\n", escaped(&path, "\\\"")),
            Self::Docker => format!("ENV PATH=\"{}\"\n", path),
            Self::Launchd => agent(&path),
        })
    }

    /// Where the lines go, and when they are needed: for people.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Systemd => {
                "for one unit: `systemctl edit UNIT`, or `systemctl --user edit UNIT`, and these lines.\nAll units of your own user manager have it from ~/.config/environment.d (gom setup --for systemd --write)."
            }
            Self::Cron => "above the first job: `crontab -e`.",
            Self::Ssh => {
                "bash, zsh and fish need nothing: `gom setup` wrote what they read. Other login shells read no\nfile for `ssh host command`: this goes into the server's sshd_config, below `Match User NAME`."
            }
            Self::Docker => {
                "in a Dockerfile, below the lines that install gom; RUN, CMD and `docker exec` have it."
            }
            Self::Launchd => {
                "in ~/Library/LaunchAgents/gom.path.plist (gom setup --for launchd --write).\nEditors that ask your shell need nothing."
            }
        }
    }
}

/// The whole PATH: gom's programs, the system's, what `go install` builds.
fn path(starter: Starter, on_path: &OnPath, home: Option<&Path>) -> Result<String> {
    let bin = entry(&on_path.bin, &on_path.side)?.to_owned();
    let gopath_bin = match (&on_path.gopath_bin, home) {
        (GopathBin::Without, _) | (GopathBin::OfHome, None) => None,
        (GopathBin::OfHome, Some(home)) => Some(home.join("go/bin")),
        (GopathBin::At(path), _) => Some(path.join("bin")),
    };
    let gopath_bin = gopath_bin
        .map(|path| entry(&path, &on_path.side).map(str::to_owned))
        .transpose()?;
    // An image has a PATH of its own, and variables are put in.
    if starter == Starter::Docker {
        let quoted = |text: &str| escaped(text, "\\\"$");
        let last = gopath_bin.map_or_else(String::new, |bin| format!(":{}", quoted(&bin)));
        return Ok(format!("{}:$PATH{last}", quoted(&bin)));
    }
    let macos = on_path.side == Side::MacOs || starter == Starter::Launchd;
    let system = if macos {
        "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    } else {
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    };
    let last = gopath_bin.map_or_else(String::new, |bin| format!(":{bin}"));
    Ok(format!("{bin}:{system}{last}"))
}

/// The text with a backslash before each of these characters.
fn escaped(text: &str, special: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Where the agent of the user's launchd is.
#[must_use]
pub fn agent_file(home: &Path) -> PathBuf {
    home.join("Library/LaunchAgents")
        .join(format!("{AGENT}.plist"))
}

/// A property list that sets PATH at login, for what launchd starts after it (launchd.plist(5)).
fn agent(path: &str) -> String {
    let text = |text: &str| {
        let text = text.replace('&', "&amp;");
        text.replace('<', "&lt;").replace('>', "&gt;")
    };
    let arguments: String = ["/bin/launchctl", "setenv", "PATH", path]
        .iter()
        .map(|argument| format!("        <string>{}</string>\n", text(argument)))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
{OWN_FILE}
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
<dict>
    <key>Label</key>
    <string>{AGENT}</string>
    <key>ProgramArguments</key>
    <array>
{arguments}    </array>
    <key>RunAtLoad</key>
    <true/>
</dict>
</plist>
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(starter: Starter, bin: &str, gopath_bin: GopathBin) -> String {
        let on_path = OnPath {
            bin: bin.into(),
            gopath_bin,
            side: Side::Linux,
        };
        starter.lines(&on_path, Some(Path::new("/home/u"))).unwrap()
    }

    #[test]
    fn odd_characters_are_written_as_each_reader_wants_them() {
        let odd = "/a b/100%/\"x\"/c\\d/$e/<&>";
        let has = |starter, part: &str| {
            let lines = lines(starter, odd, GopathBin::Without);
            assert!(lines.contains(part), "{lines}");
        };
        has(
            Starter::Systemd,
            r#"Environment="PATH=/a b/100%%/\"x\"/c\\d/$e/<&>:/usr"#,
        );
        has(Starter::Cron, r#"PATH=/a b/100%/"x"/c\d/$e/<&>:/usr"#);
        has(
            Starter::Ssh,
            r#"SetEnv "PATH=/a b/100%/\"x\"/c\\d/$e/<&>:/usr"#,
        );
        has(
            Starter::Docker,
            r#"ENV PATH="/a b/100%/\"x\"/c\\d/\$e/<&>:$PATH""#,
        );
        has(Starter::Launchd, r#"/a b/100%/"x"/c\d/$e/&lt;&amp;&gt;:"#);
    }

    #[test]
    fn what_go_installs_comes_last() {
        let cron = lines(Starter::Cron, "/g/bin", GopathBin::OfHome);
        assert!(cron.starts_with("PATH=/g/bin:/") && cron.ends_with(":/home/u/go/bin\n"));
        let cron = lines(Starter::Cron, "/g/bin", GopathBin::At("/x".into()));
        assert!(cron.ends_with(":/bin:/x/bin\n"), "{cron}");
        let docker = lines(Starter::Docker, "/g/bin", GopathBin::Without);
        assert_eq!(docker, "ENV PATH=\"/g/bin:$PATH\"\n");
    }
}
