//! A line of a start file as text: the commands in it and their words, as far as they are simple.

/// True for the name of a variable.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The names in a text, whatever they are names of.
pub(super) fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|name| !name.is_empty())
}

/// The commands of a line: what `;`, `&&` and `||` part, outside quotes.
pub(super) fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '&' | '|') if !line[at + 1..].starts_with(c) => {}
            (None, ';' | '&' | '|') => {
                parts.push(line[start..at].trim());
                start = at + 1;
            }
            (None, '#') if line[..at].ends_with([' ', '\t']) => {
                return parts_of(parts, &line[start..at]);
            }
            (None, _) => {}
        }
    }
    parts_of(parts, &line[start..])
}

/// All parts, without the second halves of `&&` and `||`.
fn parts_of<'l>(mut parts: Vec<&'l str>, last: &'l str) -> Vec<&'l str> {
    parts.push(last.trim());
    for part in &mut parts {
        *part = part.trim_start_matches(['&', '|', ' ', '\t']);
    }
    parts
}

/// The words of a command, without their quotes.
pub(super) fn words(part: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut any = false;
    for c in part.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                any = true;
            }
            (None, ' ' | '\t') => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => word.push(c),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}
