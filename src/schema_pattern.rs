//! Regular expressions for the texts in a gotoolchain.toml, as editors' validators read them: what
//! ECMA 262 and Rust's `regex` have in common, without looking ahead.

/// Any text: it must not hold a zero byte.
pub const TEXT: &str = r"^[^\x00]*$";
/// A text with something in it.
pub const FULL: &str = r"^[^\x00]*[^\x00\s][^\x00]*$";
/// One of Go's experiments, by its form.
pub const EXPERIMENT: &str = r"^[a-z0-9]+$";
/// A variable, alone or with a word that it must not hold.
pub const FORBIDDEN: &str = r"^[A-Za-z_][A-Za-z0-9_]*(=[^\x00]*[^\x00\s][^\x00]*)?$";
/// The name of a target or a profile (`project_table::is_name`).
pub const NAME: &str = r"^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,63}$";
/// The name of a variable (`project_table::is_variable_name`).
pub const VARIABLE: &str = r"^[A-Za-z_][A-Za-z0-9_]*$";
/// GOOS and GOARCH (`Platform::new`).
pub const WORD: &str = r"^([a-z][a-z0-9]*|386)$";
/// The words among requests.
pub const WORDS: &str = r"^\s*(go\.mod|latest|stable|oldstable|rc|system)\s*$";
/// What could be the name of a linked Go (`request::is_link_name`).
pub const LINK: &str = r"^\s*[A-Za-z]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?\s*$";
/// Comparators without an operator, a comma or a star: a version or a name, or nothing.
pub const NO_RANGE: &str = r"^\s*[^><=^~*,\s][^,*]*$";

/// A number without leading zeros.
const N: &str = "(0|[1-9][0-9]*)";

/// What follows the major number of a version that has more than two: `.22.6`, `.23rc1`, `.9.2rc2`.
fn patch() -> String {
    format!(r"\.{N}([a-z]+{N}?|\.{N}([a-z]+{N}?)?)")
}

/// A version or a line, with or without `go`.
#[must_use]
pub fn version() -> String {
    format!(r"^\s*(go)?{N}(\.{N}|{})?\s*$", patch())
}

/// What `[policy] minimum` takes: of lines with `go`, only those that are names of releases, too.
#[must_use]
pub fn minimum() -> String {
    let patch = patch();
    format!(r"^({N}(\.{N}|{patch})?|go{N}(\.([0-9]|1[0-9]|20)|{patch})?)$")
}

/// A range in semver's syntax, with Go's spelling of prereleases.
#[must_use]
pub fn range() -> String {
    let end = r"(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?";
    let stars = r"\.[*xX]";
    let comparator = format!(
        r"(>=|<=|>|<|=|\^|~)?\s*(go)?{N}(\.{N}[a-z]+{N}?|\.{N}(\.{N}({end}|[a-z]+{N}?)|{stars})?|{stars}({stars})?)?"
    );
    format!(r"^\s*([*xX]|{comparator}(\s*,\s*{comparator})*)\s*$")
}

/// What `gom` takes: semver's own syntax.
#[must_use]
pub fn requirement() -> String {
    let end = r"(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?";
    let stars = r"\.[*xX]";
    let comparator =
        format!(r"(>=|<=|>|<|=|\^|~)?\s*{N}(\.{N}(\.{N}{end}|{stars})?|{stars}({stars})?)?");
    format!(r"^\s*([*xX]|{comparator}(\s*,\s*{comparator})*)\s*$")
}

/// Names that a link cannot have although their letters are right.
#[must_use]
pub fn no_link() -> String {
    let reserved = gom_shim::request::RESERVED
        .iter()
        .map(|name| letters(name))
        .collect::<Vec<_>>();
    format!(r"^\s*(go[0-9][^-]*|[vV][0-9].*|{})\s*$", reserved.join("|"))
}

/// These names, in any case.
#[must_use]
pub fn any_case<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(letters).collect();
    names.sort();
    names.dedup();
    format!("^({})$", names.join("|"))
}

/// A word in any case.
fn letters(word: &str) -> String {
    let letters = word.chars().map(|c| match c {
        'a'..='z' | 'A'..='Z' => {
            format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase())
        }
        '.' => r"\.".to_owned(),
        other => other.to_string(),
    });
    letters.collect()
}
