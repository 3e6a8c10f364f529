//! The Go selected here, asked about its own tables before something is written into a project file.

use gom_shim::resolution::Chosen;
use gom_shim::toolchain::Toolchain;
use gom_shim::{Error, Kind, Result, go_value};

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
            .map_err(|why| Error::new(Kind::Usage, why.message()).cause(why.hint()))
    }
}
