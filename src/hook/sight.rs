//! How paths looked when they were first looked at, before anything was read from them: what is
//! changed after that is seen by the shell, which compares with this.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::mount;

/// Longer than a tick of the clocks that file systems use (10 ms at most).
const TICK: Duration = Duration::from_millis(15);

/// What a shell that compares whole seconds, or a file system that keeps no more, cannot tell apart.
const COARSE: Duration = Duration::from_secs(2);

/// Paths and how they looked.
#[derive(Debug)]
pub struct Sight {
    now: SystemTime,
    seen: HashMap<PathBuf, Option<SystemTime>>,
    far: HashMap<PathBuf, bool>,
}

impl Sight {
    /// Nothing looked at yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            now: SystemTime::now(),
            seen: HashMap::new(),
            far: HashMap::new(),
        }
    }

    /// The time of change of what a path leads to; `None` where that is nothing.
    pub fn look(&mut self, path: &Path) -> Option<SystemTime> {
        if let Some(seen) = self.seen.get(path) {
            return *seen;
        }
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        let seen = modified.ok();
        self.seen.insert(path.to_owned(), seen);
        seen
    }

    /// True where a directory is on a mount where every look is a message to another machine.
    pub fn is_far(&mut self, directory: &Path) -> bool {
        if let Some(far) = self.far.get(directory) {
            return *far;
        }
        let far = mount::is_far(directory);
        self.far.insert(directory.to_owned(), far);
        far
    }

    /// How long to wait until what is written then has another time than all that was seen;
    /// `None` where it has already.
    #[must_use]
    pub fn unsettled(&self) -> Option<Duration> {
        self.ages()
            .filter(|age| *age < TICK)
            .map(|age| TICK - age)
            .max()
    }

    /// True where something is so new that a coarse clock may show the next change as the same.
    #[must_use]
    pub fn has_young(&self) -> bool {
        self.ages().any(|age| age < COARSE)
    }

    /// True where something new has a time of whole seconds, which finer clocks seldom give.
    #[must_use]
    pub fn has_young_in_whole_seconds(&self) -> bool {
        self.seen.values().flatten().any(|time| {
            let whole = time
                .duration_since(SystemTime::UNIX_EPOCH)
                .is_ok_and(|time| time.subsec_nanos() == 0);
            whole && self.now.duration_since(*time).is_ok_and(|age| age < COARSE)
        })
    }

    /// The ages of what was seen, at the time of the first look. What is from the future has none.
    fn ages(&self) -> impl Iterator<Item = Duration> {
        self.seen
            .values()
            .flatten()
            .filter_map(|time| self.now.duration_since(*time).ok())
    }
}

impl Default for Sight {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(ages: &[u64]) -> Sight {
        let mut sight = Sight::new();
        for (index, age) in ages.iter().enumerate() {
            let time = sight.now - Duration::from_millis(*age);
            sight.seen.insert(index.to_string().into(), Some(time));
        }
        sight.seen.insert("absent".into(), None);
        sight
    }

    #[test]
    fn what_was_just_written_is_waited_for() {
        assert_eq!(seen(&[]).unsettled(), None);
        assert_eq!(seen(&[15, 3000]).unsettled(), None);
        assert_eq!(
            seen(&[5, 3000]).unsettled(),
            Some(Duration::from_millis(10))
        );
        assert_eq!(seen(&[5, 1]).unsettled(), Some(Duration::from_millis(14)));
        let mut future = seen(&[]);
        let time = future.now + Duration::from_secs(60);
        future.seen.insert("f".into(), Some(time));
        assert_eq!((future.unsettled(), future.has_young()), (None, false));
    }

    #[test]
    fn a_coarse_clock_is_not_trusted_with_the_last_seconds() {
        assert!(seen(&[1999]).has_young() && !seen(&[2000]).has_young());
        let mut whole = Sight::new();
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_500);
        whole.now = now;
        whole
            .seen
            .insert("f".into(), Some(now - Duration::from_millis(500)));
        assert!(whole.has_young_in_whole_seconds());
        whole
            .seen
            .insert("f".into(), Some(now - Duration::from_millis(501)));
        assert!(!whole.has_young_in_whole_seconds());
    }
}
