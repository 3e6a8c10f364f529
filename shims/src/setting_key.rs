//! The settings there are: names, built-in values, what is allowed.

/// A setting's name, what it is for, and what it is when nobody sets it.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name in `config.toml`; the variable is `GOM_` and this in capitals.
    pub name: &'static str,
    /// The built-in value, empty where there is none.
    pub default: &'static str,
    /// The only values allowed, empty where any text is.
    pub values: &'static [&'static str],
    /// One line for people.
    pub about: &'static str,
}

/// Every setting there is, by name.
pub const KEYS: &[Key] = &[
    Key {
        name: "auto_install",
        default: "tty",
        values: &["tty", "always", "never"],
        about: "whether a shim installs a missing toolchain",
    },
    Key {
        name: "default",
        default: "",
        values: &[],
        about: "the Go used where no project asks for one",
    },
    Key {
        name: "floor",
        default: "1.21",
        values: &[],
        about: "the oldest Go that a project file may ask for without trust",
    },
    Key {
        name: "gomod",
        default: "minimum",
        values: &["minimum", "exact", "ignore"],
        about: "what the go line of a go.mod means",
    },
    Key {
        name: "gopath",
        default: "shared",
        values: &["shared", "toolchain", "project"],
        about: "whether toolchains or projects have a GOPATH of their own",
    },
    Key {
        name: "goroot",
        default: "set",
        values: &["set", "clean"],
        about: "whether shims set GOROOT for the toolchain or remove it",
    },
    Key {
        name: "log",
        default: "",
        values: &["", "error", "warn", "info", "debug", "trace"],
        about: "which decisions are told on stderr",
    },
    Key {
        name: "offline",
        default: "false",
        values: &["true", "false", "1", "0"],
        about: "whether no socket is ever opened",
    },
    Key {
        name: "origins",
        default: "",
        values: &[],
        about: "where toolchains come from, in order",
    },
    Key {
        name: "sumdb_key",
        default: "",
        values: &[],
        about: "another key of the checksum database, shown in every proof",
    },
    Key {
        name: "toolchain",
        default: "",
        values: &[],
        about: "a request that wins over every project file",
    },
];

/// The key of that name.
#[must_use]
pub fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
