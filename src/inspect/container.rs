//! The environment of container images, from what `docker image inspect` and its like print.

use gom_shim::{Error, Kind, Result};
use serde_json::Value;

/// The variables by which an image changes what Go does, at build or at run time.
pub const NAMES: [&str; 10] = [
    "GODEBUG",
    "GOTRACEBACK",
    "GOROOT",
    "GOEXPERIMENT",
    "GOFLAGS",
    "GOSUMDB",
    "GONOSUMDB",
    "GOINSECURE",
    "GOTOOLCHAIN",
    "GOPROXY",
];

/// One variable of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// One of [`NAMES`].
    pub name: &'static str,
    /// As it is in the image; foreign text, which may hold a password.
    pub value: String,
    /// The line of the JSON that it stands on, where there is only one such line.
    pub line: Option<usize>,
}

impl Variable {
    /// The value for people: in every URL, what stands before the host is `***`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut parts = self.value.split("://");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str("://");
            match user_info(part) {
                Some(user) => out.extend(["***", &part[user.len()..]]),
                None => out.push_str(part),
            }
        }
        out
    }

    /// True where a URL in it has a name or a password.
    #[must_use]
    pub fn has_credentials(&self) -> bool {
        self.value
            .split("://")
            .skip(1)
            .any(|part| user_info(part).is_some())
    }
}

/// What stands before the last `@` of a URL's host.
fn user_info(after_scheme: &str) -> Option<&str> {
    let end = after_scheme.find(['/', '?', '#', ',', '|', ' ']);
    let authority = &after_scheme[..end.unwrap_or(after_scheme.len())];
    Some(authority.rsplit_once('@')?.0)
}

/// One image, or one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its first tag, its name or its digest; empty where the JSON names it nowhere.
    pub name: String,
    /// Those of [`NAMES`] that it sets, in its order.
    pub variables: Vec<Variable>,
}

/// Reads the images of a JSON text: what `docker inspect`, `podman inspect` and `skopeo inspect` print,
/// an image's own configuration, or several platforms' of them under their names.
///
/// # Errors
/// `Failure` for what is no JSON, and for JSON without an image.
pub fn read(text: &[u8]) -> Result<Vec<Image>> {
    let json: Value = serde_json::from_slice(text)
        .map_err(|error| Error::new(Kind::Failure, "it is not JSON").cause(error.to_string()))?;
    let text = String::from_utf8_lossy(text);
    let images = match &json {
        Value::Array(items) => items.iter().map(|item| image(item, &text)).collect(),
        Value::Object(entries) => match image(&json, &text) {
            Some(image) => Some(vec![image]),
            // One configuration for each platform: `docker buildx imagetools inspect --format '{{json .Image}}'`.
            None => entries
                .iter()
                .map(|(platform, item)| {
                    let image = image(item, &text)?;
                    let name = if image.name.is_empty() {
                        platform.clone()
                    } else {
                        image.name
                    };
                    Some(Image { name, ..image })
                })
                .collect(),
        },
        _ => None,
    };
    images
        .filter(|images: &Vec<Image>| !images.is_empty())
        .ok_or_else(|| {
            Error::new(
                Kind::Failure,
                "it describes no image: it has neither Config.Env nor config.Env",
            )
            .hint("docker image inspect IMAGE | gom inspect --image -")
        })
}

/// One image; `None` where the value describes none.
fn image(item: &Value, text: &str) -> Option<Image> {
    let item = item.as_object()?;
    let env = match item.get("Config").or_else(|| item.get("config")) {
        Some(Value::Object(config)) => config.get("Env"),
        Some(_) => return None,
        None => Some(item.get("Env")?),
    };
    // An image that sets nothing has no list, or null.
    let env = match env {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(env)) => env,
        Some(_) => return None,
    };
    let name = [
        item.get("RepoTags").and_then(|tags| tags.get(0)),
        item.get("Name"),
        item.get("Id"),
    ];
    let name = name.into_iter().flatten().find_map(Value::as_str);
    let variables = env
        .iter()
        .filter_map(|entry| variable(entry.as_str()?, text));
    Some(Image {
        name: name.unwrap_or_default().trim_start_matches('/').to_owned(),
        variables: variables.collect(),
    })
}

fn variable(entry: &str, text: &str) -> Option<Variable> {
    let (name, value) = entry.split_once('=')?;
    let name = NAMES.into_iter().find(|known| *known == name)?;
    let quoted = Value::from(entry).to_string();
    let mut lines = text.lines().zip(1..);
    let mut line = || lines.find(|(line, _)| line.contains(&quoted));
    let (first, second) = (line(), line());
    Some(Variable {
        name,
        value: value.to_owned(),
        line: first.filter(|_| second.is_none()).map(|(_, number)| number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(images: &[Image]) -> Vec<(&str, &str, Option<usize>)> {
        let all = images.iter().flat_map(|image| &image.variables);
        all.map(|v| (v.name, v.value.as_str(), v.line)).collect()
    }

    #[test]
    fn every_shape_that_tools_print() {
        let config = r#"{"Env": ["PATH=/bin", "GODEBUG=a=1,b=2", "GOFLAGS"]}"#;
        let found = [("GODEBUG", "a=1,b=2", Some(1))];
        for (json, name) in [
            (
                format!(r#"[{{"Id":"sha256:ab","RepoTags":["app:1","x"],"Config":{config}}}]"#),
                "app:1",
            ),
            (
                format!(r#"[{{"Id":"sha256:ab","RepoTags":[],"Config":{config}}}]"#),
                "sha256:ab",
            ),
            (format!(r#"[{{"Name":"/web","Config":{config}}}]"#), "web"),
            (
                format!(r#"{{"architecture":"amd64","os":"linux","config":{config}}}"#),
                "",
            ),
            (
                format!(r#"{{"linux/arm64":{{"config":{config}}}}}"#),
                "linux/arm64",
            ),
            (
                format!(r#"{{"Name":"docker.io/x",{}"#, &config[1..]),
                "docker.io/x",
            ),
        ] {
            let images = read(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
            assert_eq!(images[0].name, name, "{json}");
            assert_eq!(variables(&images), found, "{json}");
        }
    }

    #[test]
    fn an_image_that_sets_nothing_is_one() {
        for json in [
            r#"[{"Config":{"Env":null}}]"#,
            r#"{"config":{}}"#,
            r#"{"Env":[]}"#,
            r#"[{"Config":{"Env":["novalue", "PATH=/bin", 7]}}]"#,
        ] {
            let images = read(json.as_bytes()).unwrap();
            assert_eq!((images.len(), variables(&images).len()), (1, 0), "{json}");
        }
    }

    #[test]
    fn what_describes_no_image() {
        let deep = "[".repeat(100_000);
        for json in [
            "",
            "x",
            "{",
            "[]",
            "{}",
            "null",
            "7",
            "[[]]",
            r#"{"a":1}"#,
            r#"[{"Config":7}]"#,
            r#"{"config":{"Env":"x"}}"#,
            r#"[{"Config":{}},{"a":1}]"#,
            &deep,
        ] {
            let error = read(json.as_bytes()).unwrap_err();
            assert_eq!(error.kind, Kind::Failure, "{json:.30}");
        }
    }

    #[test]
    fn lines_are_given_where_they_are_certain() {
        let json = "[{\"Config\":{\"Env\":[\n\"GOROOT=/a\",\n\"GOFLAGS=-x\"]}},\n\
                    {\"Config\":{\"Env\":[\n\"GOFLAGS=-x\"]}}]";
        assert_eq!(
            variables(&read(json.as_bytes()).unwrap()),
            [
                ("GOROOT", "/a", Some(2)),
                ("GOFLAGS", "-x", None),
                ("GOFLAGS", "-x", None)
            ]
        );
    }

    #[test]
    fn passwords_are_not_shown() {
        for (value, shown) in [
            (
                "https://me:secret@proxy.example/x,direct",
                "https://***@proxy.example/x,direct",
            ),
            (
                "https://a|http://token@b:80|off",
                "https://a|http://***@b:80|off",
            ),
            (
                "https://me:se@cret@proxy.example",
                "https://***@proxy.example",
            ),
            ("https://proxy.example/@v/x", "https://proxy.example/@v/x"),
            ("direct", "direct"),
        ] {
            let variable = Variable {
                name: "GOPROXY",
                value: value.to_owned(),
                line: None,
            };
            assert_eq!(variable.shown(), shown);
            assert_eq!(variable.has_credentials(), value != shown);
        }
    }
}
