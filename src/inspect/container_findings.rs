//! What is wrong with the Go variables of a container image.

use std::path::Path;

use gom_shim::escape;
use gom_shim::source::{Source, SourceKind};

use super::container::{Image, Variable};
use crate::finding::{Finding, Severity};

/// The findings of some images, the worst first. `path` is the JSON they were read from; there is
/// none for standard input.
#[must_use]
pub fn findings(images: &[Image], path: Option<&Path>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for image in images {
        for variable in &image.variables {
            let Some((id, severity, why, fix)) = judge(variable) else {
                continue;
            };
            let words = format!("{}={}", variable.name, variable.shown());
            let shown = escape::excerpt(&words, 100);
            let of = match image.name.as_str() {
                "" => "the image".to_owned(),
                name => format!("the image {}", escape::excerpt(name, 100)),
            };
            let message = format!("{of} sets {shown}: {why}");
            let finding = Finding::new(id, severity, message).fix(fix);
            findings.push(match path {
                Some(path) => {
                    let source = Source::file(SourceKind::Argument, path, variable.line, words);
                    finding.at(source)
                }
                None => finding,
            });
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

type Judgement = (&'static str, Severity, &'static str, &'static str);

/// What one variable does, where that is worth saying. An empty value is to Go as if it were not set.
fn judge(variable: &Variable) -> Option<Judgement> {
    use Severity::{Error, Note, Warning};
    let value = variable.value.as_str();
    if value.is_empty() {
        return None;
    }
    let all = value.split(',').any(|pattern| pattern == "*");
    Some(match variable.name {
        "GODEBUG" => (
            "image-godebug",
            Warning,
            "every Go program in it behaves differently",
            "remove it from the Dockerfile; for one run: docker run -e GODEBUG=… IMAGE",
        ),
        "GOTRACEBACK" => return traceback(value),
        "GOROOT" => (
            "image-goroot",
            Warning,
            "a Go of another version in it fails, and every Go finds its own root without",
            "remove it from the Dockerfile",
        ),
        "GOEXPERIMENT" => (
            "image-goexperiment",
            Warning,
            "what is built in it is built unlike elsewhere",
            "remove it from the Dockerfile, or set it for every build of the project",
        ),
        "GOFLAGS"
            if value
                .split_whitespace()
                .any(|flag| flag.trim_start_matches('-') == "mod=mod") =>
        {
            (
                "image-goflags",
                Warning,
                "every go command in it may change go.mod, and passes over the vendor directory",
                "remove -mod=mod from it",
            )
        }
        "GOFLAGS" => (
            "image-goflags",
            Note,
            "it is a flag of every go command in it",
            "give the flags to the command that needs them",
        ),
        "GOSUMDB" if value == "off" => (
            "image-gosumdb",
            Error,
            "no module that is downloaded in it is checked against the log",
            "remove it; for private modules set GONOSUMDB to their paths",
        ),
        "GOSUMDB" if !value.starts_with("sum.golang.org") => (
            "image-gosumdb",
            Note,
            "modules are checked against another log than Go's own",
            "remove it, unless that log is yours",
        ),
        "GONOSUMDB" if all => (
            "image-gonosumdb",
            Error,
            "no module that is downloaded in it is checked against the log",
            "set it to the paths of private modules only",
        ),
        "GOINSECURE" => (
            "image-goinsecure",
            if all { Error } else { Warning },
            "modules are fetched from servers that prove nothing, over plain HTTP if need be",
            "remove it; add your own authority's certificate to the image instead",
        ),
        "GOTOOLCHAIN" if value != "local" => (
            "image-gotoolchain",
            Note,
            "the Go that runs in it may be another than the one that the image is named after",
            "GOTOOLCHAIN=local",
        ),
        "GOPROXY" if variable.has_credentials() => (
            "image-goproxy-credentials",
            Error,
            "everyone who can pull it can read the name or password in the URL",
            "docker build --secret id=netrc,src=$HOME/.netrc, and a new password",
        ),
        "GOPROXY"
            if value
                .split([',', '|'])
                .any(|proxy| proxy.trim().starts_with("http://")) =>
        {
            (
                "image-goproxy-plain",
                Warning,
                "modules come over plain HTTP",
                "use https://",
            )
        }
        _ => return None,
    })
}

/// The levels of `src/runtime/runtime1.go`, `setTraceback`: a word it does not know is level 0.
fn traceback(value: &str) -> Option<Judgement> {
    let (severity, why, fix) = match value {
        "none" | "0" => (
            Severity::Warning,
            "a crash says what happened, and not where",
            "GOTRACEBACK=single, which is what Go does by itself",
        ),
        "crash" => (
            Severity::Note,
            "a crash also ends with SIGABRT, exit code 134, and perhaps a core file",
            "GOTRACEBACK=all for every goroutine without that",
        ),
        "wer" => (
            Severity::Warning,
            "only Windows knows that level; elsewhere no goroutine is printed when a program crashes",
            "GOTRACEBACK=crash",
        ),
        "single" | "all" | "system" => return None,
        _ if value.parse::<u32>().is_ok() => return None,
        _ => (
            Severity::Error,
            "Go knows no such level, and prints no goroutine when a program crashes",
            "one of none, single, all, system, crash",
        ),
    };
    Some(("image-gotraceback", severity, why, fix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(entry: &str) -> Option<String> {
        let json = serde_json::json!([{"RepoTags": ["app:1"], "Config": {"Env": [entry]}}]);
        let images = super::super::container::read(json.to_string().as_bytes()).unwrap();
        let findings = findings(&images, Some(Path::new("/p/image.json")));
        let finding = findings.first()?;
        assert!(finding.fix.is_some() && findings.len() == 1);
        let source = finding.source.as_ref().unwrap();
        assert_eq!(
            (source.path.as_deref(), source.line),
            (Some(Path::new("/p/image.json")), Some(1))
        );
        Some(format!("{}[{}]", finding.severity, finding.id))
    }

    #[test]
    fn a_rule_for_every_variable() {
        for (entry, expected) in [
            ("GODEBUG=gctrace=1", "warning[image-godebug]"),
            ("GODEBUG=", ""),
            ("GOTRACEBACK=full", "error[image-gotraceback]"),
            ("GOTRACEBACK=none", "warning[image-gotraceback]"),
            ("GOTRACEBACK=0", "warning[image-gotraceback]"),
            ("GOTRACEBACK=crash", "note[image-gotraceback]"),
            ("GOTRACEBACK=wer", "warning[image-gotraceback]"),
            ("GOTRACEBACK=all", ""),
            ("GOTRACEBACK=2", ""),
            ("GOTRACEBACK=-1", "error[image-gotraceback]"),
            ("GOROOT=/usr/local/go", "warning[image-goroot]"),
            ("GOEXPERIMENT=arenas", "warning[image-goexperiment]"),
            ("GOFLAGS=-v -mod=mod", "warning[image-goflags]"),
            ("GOFLAGS=--mod=mod", "warning[image-goflags]"),
            ("GOFLAGS=-mod=vendor", "note[image-goflags]"),
            ("GOSUMDB=off", "error[image-gosumdb]"),
            ("GOSUMDB=sum.golang.org", ""),
            ("GOSUMDB=sum.example.com+ab+cd", "note[image-gosumdb]"),
            ("GONOSUMDB=*", "error[image-gonosumdb]"),
            ("GONOSUMDB=git.example.com/*", ""),
            ("GOINSECURE=git.example.com", "warning[image-goinsecure]"),
            ("GOINSECURE=a,*", "error[image-goinsecure]"),
            ("GOTOOLCHAIN=local", ""),
            ("GOTOOLCHAIN=auto", "note[image-gotoolchain]"),
            (
                "GOPROXY=https://me:x@proxy.example,direct",
                "error[image-goproxy-credentials]",
            ),
            (
                "GOPROXY=off|http://proxy.example",
                "warning[image-goproxy-plain]",
            ),
            ("GOPROXY=https://proxy.example,direct", ""),
        ] {
            let shown = found(entry).unwrap_or_default();
            assert_eq!(shown, expected, "{entry}");
        }
    }

    #[test]
    fn the_worst_is_first_and_no_password_is_in_it() {
        let json =
            r#"[{"Config":{"Env":["GODEBUG=a=1","GOPROXY=https://me:hunter2@proxy.example"]}}]"#;
        let images = super::super::container::read(json.as_bytes()).unwrap();
        let findings = findings(&images, None);
        let message = &findings[0].message;
        assert!(
            message.starts_with("the image sets GOPROXY=https://***@proxy.example: "),
            "{message}"
        );
        assert_eq!(findings[1].id, "image-godebug");
        assert!(!format!("{findings:?}").contains("hunter2"));
    }
}
