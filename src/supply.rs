//! Where this command gets toolchains and their proof from: origins, checksum database and key,
//! as settings, environment and go env file say.

use std::sync::Arc;

use gom_shim::goenv::{self, GoEnv};
use gom_shim::request::Request;
use gom_shim::source::{Source, SourceKind};
use gom_shim::toolchain::Toolchain;
use gom_shim::{Error, Kind, Result, answer, escape, read};

use crate::gom::Gom;
use crate::goproxy::Goproxy;
use crate::gosumdb::Gosumdb;
use crate::http::{Client, Settings};
use crate::origin::{Origins, Wishes};
use crate::sumdb::Key;
use crate::sumdb::transport::Route;

/// Everything an installation asks others for.
pub struct Supply {
    /// Who has the bytes.
    pub origins: Origins,
    /// True where this is where the user's settings say, not an origin for one command: what it
    /// lists is worth remembering.
    pub is_usual: bool,
    /// The way to the checksum database.
    pub log: Route,
    /// The key that its answers must be signed with.
    pub key: Key,
}

impl Supply {
    /// Reads the settings; opens nothing. `once` is the origin of `--origin`.
    ///
    /// # Errors
    /// `Config` for settings that cannot be used; `Integrity` where GOSUMDB insists on a key that
    /// the user's own settings do not hold.
    pub fn new(gom: &Gom, once: Option<&str>) -> Result<Self> {
        let config = gom.config()?;
        let mut settings = Settings::from_vars(&gom.vars);
        settings.offline = if gom.offline()? {
            settings
                .offline
                .or(Some("--offline or the setting 'offline'".to_owned()))
        } else {
            None
        };
        let client = Arc::new(Client::new(settings));
        let defaults = GoDefaults::find(gom)?;
        let go_setting =
            |name: &str| goenv::lookup(&gom.vars, gom.env_file(), name).map(str::to_owned);
        let users = go_setting("GOPROXY");
        let goproxy_is_users = users.is_some();
        let goproxy = match users.or_else(|| defaults.get("GOPROXY")) {
            Some(text) => Goproxy::parse(&text)?,
            None => Goproxy::direct(),
        };
        let goproxy = goproxy.unless_private(
            go_setting("GONOPROXY").as_deref(),
            go_setting("GOPRIVATE").as_deref(),
        );
        let configured = config
            .setting("origins")
            .values
            .iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>();
        let origins = once
            .map(|once| vec![once.to_owned()])
            .or((!configured.is_empty()).then_some(configured));
        let directory = gom.vars.cwd.clone().unwrap_or_default();
        let origins = Origins::from(
            &client,
            &Wishes {
                origins,
                goproxy,
                goproxy_is_users,
                directory,
            },
        )?;
        let key = match config.text("sumdb_key") {
            Some(text) => Key::parse(&text)?,
            None => Key::golang(),
        };
        let gosumdb = Gosumdb::parse(
            &go_setting("GOSUMDB")
                .or_else(|| defaults.get("GOSUMDB"))
                .unwrap_or_default(),
            &Key::golang().vkey(),
        )?;
        if let Gosumdb::Foreign { key: foreign, .. } = &gosumdb
            && *foreign != key.vkey()
            && foreign != key.name()
        {
            return Err(Error::new(
                Kind::Integrity,
                format!(
                    "GOSUMDB names another checksum database, '{}'",
                    escape::excerpt(foreign, 120)
                ),
            )
            .cause("a key that toolchains are proved with comes from your own settings only")
            .hint("unset GOSUMDB, or, if you know that database: gom config sumdb_key KEY"));
        }
        let log = Route::new(&client, &origins, &gosumdb, key.name())?;
        Ok(Self {
            origins,
            is_usual: once.is_none(),
            log,
            key,
        })
    }
}

/// What the `go.env` files of Go itself say, the default toolchain's before the system's.
struct GoDefaults(Vec<GoEnv>);

impl GoDefaults {
    fn find(gom: &Gom) -> Result<Self> {
        let context = gom.context()?;
        let default = context
            .config
            .text("default")
            .and_then(|text| Request::parse(&text).ok());
        let source = Source::new(SourceKind::Default, "default");
        // A default that is damaged or gone says nothing; it is no reason not to install.
        let default = default
            .and_then(|request| answer::installed(context, &request, &source).ok().flatten());
        let system = Toolchain::system(&gom.vars, &gom.layout);
        let files = default
            .into_iter()
            .chain(system)
            .map(|toolchain| toolchain.root.join("go.env"));
        Ok(Self(
            files
                .filter_map(|path| Some(GoEnv::from_bytes(&read::file(&path).ok()??)))
                .collect(),
        ))
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find_map(|file| file.get(name))
            .map(str::to_owned)
    }
}
