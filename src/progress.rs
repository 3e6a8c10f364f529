//! How far an installation is: a moving bar on a terminal, nothing elsewhere.

use std::io::Read;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ui::Printer;

/// The bar of one download.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for `name`; hidden where stderr is no terminal, or with `-q`.
    #[must_use]
    pub fn new(printer: &Printer, name: &str) -> Self {
        let target = if printer.progress() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        // Nothing is drawn before `start` says what it looks like.
        Self(ProgressBar::with_draw_target(None, target).with_message(name.to_owned()))
    }

    /// Starts over with `size` bytes to come, if their number is known.
    pub fn start(&self, size: Option<u64>) {
        let template = match size {
            Some(_) => "{msg}  {bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left",
            None => "{msg}  {spinner} {bytes}  {bytes_per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style.progress_chars("━╸─"));
        }
        match size {
            Some(size) => self.0.set_length(size),
            None => self.0.unset_length(),
        }
        self.0.reset();
    }

    /// More bytes have come.
    pub fn add(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// What is being done now.
    pub fn say(&self, what: &str) {
        self.0.set_message(what.to_owned());
        self.0.tick();
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A reader that tells a bar what passes.
pub struct Counted<R> {
    /// What is read.
    pub inner: R,
    /// Who is told.
    pub progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.add(read as u64);
        Ok(read)
    }
}
