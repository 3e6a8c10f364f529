//! The places a resolution looked at, in order, and what came of each.

use crate::source::Source;

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The place.
    pub source: Source,
    /// True for the place that decided.
    pub used: bool,
    /// What came of it, for people.
    pub why: String,
}

impl Step {
    /// The place that decided.
    #[must_use]
    pub fn used(source: &Source, why: String) -> Self {
        Self {
            source: source.clone(),
            used: true,
            why,
        }
    }

    /// A place that was read and did not decide.
    #[must_use]
    pub fn passed_over(source: &Source, why: String) -> Self {
        Self {
            source: source.clone(),
            used: false,
            why,
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = if self.used { "used" } else { "passed over" };
        let text = crate::escape::text(&self.source.text);
        write!(
            f,
            "{} ({text}): {mark}: {}",
            self.source.place(None),
            self.why
        )
    }
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain(Vec<Step>);

impl Chain {
    /// Adds a place.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// The places in the order they were looked at.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}
