//! What one request of `gom install` came to.

use gom_shim::Result;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::install::Done;
use crate::json_path;

/// What one request came to.
#[derive(Debug)]
pub struct Outcome {
    /// The request as it was written.
    pub request: String,
    /// The version it means, where one was found.
    pub version: Option<Version>,
    /// What came of it.
    pub result: Result<Done>,
}

impl Outcome {
    /// True where a toolchain is there that was not before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.result.as_ref().is_ok_and(|done| done.installed)
    }

    /// The outcome as interface.md fixes it.
    #[must_use]
    pub fn to_json(&self, gom: &Gom, platform: &Platform) -> Value {
        let mut object = Map::new();
        let name = self
            .version
            .as_ref()
            .map(|version| gom_shim::layout::Layout::toolchain_name(version, platform));
        object.insert("name".into(), json!(name));
        object.insert("request".into(), json!(self.request));
        object.insert(
            "version".into(),
            json!(self.version.as_ref().map(ToString::to_string)),
        );
        object.insert("platform".into(), json!(platform.to_string()));
        match (&self.result, &self.version) {
            (Ok(done), Some(version)) => {
                json_path::insert(
                    &mut object,
                    "root",
                    &gom.layout.toolchain(version, platform),
                );
                object.insert(
                    "outcome".into(),
                    json!(if done.installed {
                        "installed"
                    } else {
                        "present"
                    }),
                );
                object.insert("proof".into(), json!(done.receipt.proof));
                object.insert("origin".into(), json!(done.receipt.origin));
                object.insert("bytes".into(), json!(done.receipt.bytes));
            }
            (Err(error), _) => {
                object.insert("outcome".into(), json!("failed"));
                object.insert("error".into(), json!({"code": error.kind.exit_code(), "message": error.message, "causes": error.causes, "hint": error.hint}));
            }
            (Ok(_), None) => {}
        }
        Value::Object(object)
    }
}
