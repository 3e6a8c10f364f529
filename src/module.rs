//! The name of the module that holds a toolchain, as proxies and the checksum database spell it.

use gom_shim::platform::Platform;
use gom_shim::version::Version;

/// The module path of every toolchain.
pub const PATH: &str = "golang.org/toolchain";

/// The module's version: `v0.0.1-go1.25.0.linux-amd64`. linux/arm stays `linux-arm` here, though
/// its archive on go.dev is named `linux-armv6l`.
#[must_use]
pub fn version(version: &Version, platform: &Platform) -> String {
    format!("v0.0.1-{}.{}", version.go_name(), platform.dashed())
}

/// Path and version as lookups and module zips spell them:
/// `golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64`.
#[must_use]
pub fn name(of: &Version, platform: &Platform) -> String {
    format!("{PATH}@{}", version(of, platform))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_log() {
        let arm = Platform::parse("linux/armv6l").unwrap();
        assert_eq!(
            name(&Version::parse("1.26rc1").unwrap(), &arm),
            "golang.org/toolchain@v0.0.1-go1.26rc1.linux-arm"
        );
        assert_eq!(
            version(&Version::parse("1.20").unwrap(), &arm),
            "v0.0.1-go1.20.linux-arm"
        );
    }
}
