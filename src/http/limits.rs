//! How long a server may take, and how often it is asked again.

use std::time::Duration;

/// Values, so that tests need not wait. The defaults keep a server that stays silent from
/// holding gom for more than 120 s, all attempts together (facts: verification.md §6.3).
#[derive(Clone, Debug)]
pub struct Limits {
    /// To resolve, connect and agree on TLS.
    pub connect: Duration,
    /// The same while another origin follows.
    pub connect_followed: Duration,
    /// From the request to the headers, and between two pieces of a body.
    pub silence: Duration,
    /// The slowest acceptable body, in bytes per second, measured over `floor_window`.
    pub floor: u64,
    /// See `floor`; only time spent waiting for the server counts.
    pub floor_window: Duration,
    /// How often one question is asked in all: after 429, 5xx, or a connection that broke.
    pub attempts: u32,
    /// How often a body is resumed without 1 MiB of progress in between.
    pub resumes: u32,
    /// The first pause before asking again; doubled each time.
    pub backoff: Duration,
    /// The longest wait that a server's Retry-After is granted, in all.
    pub retry_after: Duration,
    /// No new attempt starts once nothing has come for this long.
    pub patience: Duration,
    /// The most redirects that are followed.
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            connect_followed: Duration::from_secs(3),
            silence: Duration::from_secs(30),
            floor: 1 << 10,
            floor_window: Duration::from_secs(60),
            attempts: 3,
            resumes: 4,
            backoff: Duration::from_millis(500),
            retry_after: Duration::from_secs(60),
            patience: Duration::from_secs(60),
            redirects: 10,
        }
    }
}

/// Whether something else can be asked if this server does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Nothing follows: `Limits::connect`.
    Last,
    /// Another origin follows: `Limits::connect_followed`.
    Followed,
}

/// How fast a body comes, counting only time spent waiting for it.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// Adds one read. False where the last window was slower than the floor.
    pub(crate) fn keeps(&mut self, waited: Duration, bytes: usize, limits: &Limits) -> bool {
        self.waited += waited;
        self.bytes += bytes as u64;
        if self.waited < limits.floor_window {
            return true;
        }
        let least = limits.floor * limits.floor_window.as_secs().max(1);
        let enough = self.bytes >= least;
        *self = Self::default();
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_judged_per_window() {
        let limits = Limits::default();
        let mut pace = Pace::default();
        for _ in 0..600 {
            assert!(pace.keeps(Duration::from_secs(1), 1 << 10, &limits));
        }
        assert!(pace.keeps(Duration::from_secs(59), 0, &limits));
        assert!(!pace.keeps(Duration::from_secs(1), 100, &limits));
    }
}
