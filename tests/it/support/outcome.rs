//! What a program did: exit code and output, and the claims a test makes about them.

use std::process::ExitStatus;

use snapbox::{Assert, IntoData, Redactions};

/// A finished program. Claims return the outcome again, so that they chain.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// What was run, for messages.
    pub(crate) title: String,
    /// Exit code; 128 + signal where a signal ended it.
    pub(crate) code: i32,
    /// Standard output; on a terminal everything that was shown.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// Placeholders for what differs from run to run.
    pub(crate) redactions: Redactions,
}

impl Outcome {
    /// Fails unless it ended with `code`.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert!(
            self.code == code,
            "{} ended with {}, not {code}\nstdout:\n{}\nstderr:\n{}",
            self.title,
            self.code,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Compares standard output with `str![…]`, paths replaced: `[WORLD]`, `[GOM_HOME]`, `[HOME]`,
    /// `[PLATFORM]` (linux/amd64), `[OS_ARCH]` (linux-amd64). SNAPSHOTS=overwrite writes it anew.
    #[track_caller]
    pub(crate) fn stdout_eq(&self, expected: impl IntoData) -> &Self {
        self.assert().eq(&*self.stdout, expected);
        self
    }

    /// Compares standard error, likewise.
    #[track_caller]
    pub(crate) fn stderr_eq(&self, expected: impl IntoData) -> &Self {
        self.assert().eq(&*self.stderr, expected);
        self
    }

    /// Standard output with the placeholders in.
    pub(crate) fn redacted(&self) -> String {
        self.redactions.redact(&self.stdout)
    }

    /// Standard error with the placeholders in.
    pub(crate) fn redacted_error(&self) -> String {
        self.redactions.redact(&self.stderr)
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!(
                "{}: {error}\nstdout:\n{}\nstderr:\n{}",
                self.title, self.stdout, self.stderr
            )
        })
    }

    fn assert(&self) -> Assert {
        Assert::new()
            .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
            .redact_with(self.redactions.clone())
    }
}

/// The exit code as a shell would show it.
pub(crate) fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(-1)
}
