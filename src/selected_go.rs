//! The Go selected here, asked about its own tables before something is written into a project file.

use gom_shim::go_value::{self, Rejected};
use gom_shim::platform::Platform;
use gom_shim::ports::{self, Port};
use gom_shim::resolution::Chosen;
use gom_shim::toolchain::Toolchain;
use gom_shim::{Error, Kind, Result};

use crate::gom::Gom;

/// The Go of this directory; none where it is not installed, or nothing says which.
#[derive(Clone, Debug)]
pub struct SelectedGo(Option<Toolchain>);

impl SelectedGo {
    /// Resolves as the shims do.
    #[must_use]
    pub fn find(gom: &Gom) -> Self {
        let chosen = gom.resolve_as_shims().map(|resolution| resolution.chosen);
        Self(match chosen {
            Ok(Chosen::Toolchain(toolchain)) => Some(toolchain),
            Ok(Chosen::Missing(_)) | Err(_) => None,
        })
    }

    /// What it builds for; nothing where its table cannot be read.
    #[must_use]
    pub fn ports(&self) -> Vec<Port> {
        let ports = self
            .0
            .as_ref()
            .and_then(|toolchain| ports::ports(&toolchain.root));
        ports.unwrap_or_default()
    }

    /// Asks whether it builds for a platform, and with cgo if that is wanted.
    ///
    /// # Errors
    /// `Usage` with the ports there are.
    pub fn check_port(&self, platform: &Platform, cgo: bool) -> Result<()> {
        let Some(toolchain) = &self.0 else {
            return Ok(());
        };
        ports::check(&toolchain.root, platform)
            .map_err(|rejected| refused(&rejected).hint("gom target list --ports"))?;
        let has_cgo = |port: &Port| port.cgo || port.platform != *platform;
        if cgo && !self.ports().iter().all(has_cgo) {
            return Err(Error::new(
                Kind::Usage,
                format!("{} has no cgo for {platform}", toolchain.name),
            )
            .hint("gom target list --ports"));
        }
        Ok(())
    }

    /// The toolchain.
    #[must_use]
    pub fn toolchain(&self) -> Option<&Toolchain> {
        self.0.as_ref()
    }

    /// Asks whether it knows the value of a variable; a Go that is not there refuses nothing.
    ///
    /// # Errors
    /// `Usage` with what it does know.
    pub fn check(&self, name: &str, value: &str) -> Result<()> {
        let Some(toolchain) = &self.0 else {
            return Ok(());
        };
        let version = toolchain.version.as_ref();
        go_value::check(name, value, &toolchain.root, version)
            .map_err(|rejected| refused(&rejected))
    }
}

/// The refusal of a word on the command line.
fn refused(rejected: &Rejected) -> Error {
    Error::new(Kind::Usage, rejected.message()).cause(rejected.hint())
}
