//! Interruption: Ctrl-C and its kin end gom at once, and what was unfinished goes with it.
//!
//! A signal may arrive in the middle of anything, so the handler only tells a thread, and that
//! thread removes the live scratch directories and ends the process. Killed for good (SIGKILL, a
//! power cut), gom leaves them to the next run (`Scratch::sweep`).

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use gom_shim::{Error, Kind};

use crate::remove;
use crate::ui::Printer;

/// How long other threads, which know nothing yet, may go on filling what is being removed.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Default)]
struct State {
    /// Scratch directories of this process.
    live: Vec<PathBuf>,
    /// Steps under way that are short and must be whole.
    steps: usize,
    /// From here on, whoever would begin something waits for the end.
    begun: bool,
}

static STATE: Mutex<State> = Mutex::new(State {
    live: Vec::new(),
    steps: 0,
    begun: false,
});
static CHANGED: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The state while no interruption is under way; else this thread has nothing more to do.
fn state_unless_begun() -> MutexGuard<'static, State> {
    CHANGED
        .wait_while(state(), |state| state.begun)
        .unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption removes `path`.
pub(crate) fn register(path: &Path) {
    state_unless_begun().live.push(path.to_owned());
}

/// `path` is its owner's again to remove. Does not come back once an interruption has begun, so
/// that nobody reports what the interruption itself took away.
pub(crate) fn forget(path: &Path) {
    state_unless_begun().live.retain(|live| live != path);
}

/// A step that an interruption waits for; it must be short.
#[derive(Debug)]
pub(crate) struct Step(());

impl Step {
    /// Begins one.
    pub(crate) fn begin() -> Self {
        state_unless_begun().steps += 1;
        Self(())
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        state().steps -= 1;
        CHANGED.notify_all();
    }
}

/// From now on, Ctrl-C, SIGTERM and SIGHUP remove what is unfinished and end gom with 130, 143
/// and 129. A signal that whoever started gom wants ignored (`nohup`) stays ignored.
pub fn watch(printer: &Printer) {
    static WATCHING: Once = Once::new();
    WATCHING.call_once(|| {
        let printer = printer.clone();
        // Without it signals do what they always did, and the next run removes what is left.
        let _ = platform::on_interruption(move |code| end(code, &printer));
    });
}

/// Ends the process.
fn end(code: u8, printer: &Printer) -> ! {
    let mut state = CHANGED
        .wait_while(state(), |state| state.steps > 0)
        .unwrap_or_else(PoisonError::into_inner);
    state.begun = true;
    let live = std::mem::take(&mut state.live);
    drop(state);
    let until = Instant::now() + PATIENCE;
    for path in live {
        while remove::tree(&path).is_err() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    printer.interrupted(&Error::new(Kind::Child(code), "interrupted"));
    std::process::exit(code.into());
}

#[cfg(unix)]
mod platform {
    use std::io::{Error, Read, Result, pipe};
    use std::os::fd::IntoRawFd;
    use std::sync::atomic::{AtomicI32, Ordering};

    /// Where the handler writes the number of the signal.
    static WAKE: AtomicI32 = AtomicI32::new(-1);

    /// Calls `end` in a thread of its own with 128 + the number of the first signal.
    pub(super) fn on_interruption(end: impl FnOnce(u8) + Send + 'static) -> Result<()> {
        let (mut told, tell) = pipe()?;
        WAKE.store(tell.into_raw_fd(), Ordering::SeqCst);
        std::thread::Builder::new()
            .name("interruption".to_owned())
            .spawn(move || {
                let mut signal = [0];
                if told.read_exact(&mut signal).is_ok() {
                    end(128 + signal[0]);
                }
            })?;
        for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
            take(signal)?;
        }
        Ok(())
    }

    extern "C" fn tell(signal: libc::c_int) {
        let byte = signal as u8;
        // SAFETY: `write` may be called from a signal handler; it reads one byte of this frame.
        // The pipe is never closed, and takes far more signals than a person sends.
        unsafe { libc::write(WAKE.load(Ordering::SeqCst), (&raw const byte).cast(), 1) };
    }

    /// Handles a signal that is not ignored.
    fn take(signal: libc::c_int) -> Result<()> {
        // SAFETY: both structures are plain data for which zero is a valid value and that outlive
        // the calls; the handler does nothing but what handlers may do.
        unsafe {
            let mut former: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(signal, std::ptr::null(), &raw mut former) != 0 {
                return Err(Error::last_os_error());
            }
            if former.sa_sigaction == libc::SIG_IGN {
                return Ok(());
            }
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = tell as extern "C" fn(libc::c_int) as libc::sighandler_t;
            action.sa_flags = libc::SA_RESTART;
            libc::sigemptyset(&raw mut action.sa_mask);
            if libc::sigaction(signal, &raw const action, std::ptr::null_mut()) != 0 {
                return Err(Error::last_os_error());
            }
        }
        Ok(())
    }
}

#[cfg(windows)]
mod platform {
    use std::io::{Error, Result};
    use std::sync::Mutex;

    use windows_sys::Win32::Foundation::{FALSE, TRUE};
    use windows_sys::Win32::System::Console::{
        CTRL_BREAK_EVENT, CTRL_C_EVENT, SetConsoleCtrlHandler,
    };
    use windows_sys::core::BOOL;

    type End = Box<dyn FnOnce(u8) + Send>;

    static END: Mutex<Option<End>> = Mutex::new(None);

    /// Calls `end` in a thread that Windows starts for it: 130 for Ctrl-C and Ctrl-Break, 129
    /// where the window closes.
    pub(super) fn on_interruption(end: impl FnOnce(u8) + Send + 'static) -> Result<()> {
        *END.lock().map_err(|_| Error::other("poisoned"))? = Some(Box::new(end));
        // SAFETY: the handler is a function of this program, which never ends before it.
        if unsafe { SetConsoleCtrlHandler(Some(tell), TRUE) } == FALSE {
            return Err(Error::last_os_error());
        }
        Ok(())
    }

    unsafe extern "system" fn tell(event: u32) -> BOOL {
        let end = END.lock().ok().and_then(|mut end| end.take());
        if let Some(end) = end {
            let typed = matches!(event, CTRL_C_EVENT | CTRL_BREAK_EVENT);
            end(if typed { 130 } else { 129 });
        }
        TRUE
    }
}
