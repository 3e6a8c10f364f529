//! Running the tool on Windows: a child that dies with us, sees our console, and whose code is ours.

use std::ffi::OsString;
use std::io::{Error, Result};
use std::os::windows::ffi::OsStrExt;

use windows_sys::Win32::Foundation::{CloseHandle, FALSE, HANDLE, TRUE};
use windows_sys::Win32::System::Console::SetConsoleCtrlHandler;
use windows_sys::Win32::System::Environment::GetCommandLineW;
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK, JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
    JobObjectExtendedLimitInformation, SetInformationJobObject,
};
use windows_sys::Win32::System::Threading::{
    CREATE_SUSPENDED, CREATE_UNICODE_ENVIRONMENT, CreateProcessW, ExitProcess, GetExitCodeProcess,
    GetStartupInfoW, INFINITE, PROCESS_INFORMATION, ResumeThread, STARTUPINFOW,
    WaitForSingleObject,
};

use super::{Program, command_line};
use crate::environment::Changes;
use crate::vars::Vars;

/// The longest command line that Windows takes, in UTF-16 units, its final zero included.
const LONGEST: usize = 32767;

/// Starts the program, waits for it, and ends this process with its code.
pub(super) fn run(program: &Program<'_>, vars: &Vars, changes: &Changes) -> Result<u8> {
    let path: Vec<u16> = program.path.as_os_str().encode_wide().chain([0]).collect();
    let mut line = line(program)?;
    let mut environment = environment(vars, changes);
    // SAFETY: plain data that Windows fills or reads; all zero is a valid value of each.
    let (mut startup, mut process): (STARTUPINFOW, PROCESS_INFORMATION) =
        unsafe { std::mem::zeroed() };
    // SAFETY: every pointer is to live, zero-terminated memory of this frame; the environment
    // block ends in two zeros; handles are inherited as the caller set them up.
    let created = unsafe {
        SetConsoleCtrlHandler(Some(leave_it_to_the_child), TRUE);
        GetStartupInfoW(&mut startup);
        CreateProcessW(
            path.as_ptr(),
            line.as_mut_ptr(),
            std::ptr::null(),
            std::ptr::null(),
            TRUE,
            CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT,
            environment.as_mut_ptr().cast(),
            std::ptr::null(),
            &startup,
            &mut process,
        )
    };
    if created == FALSE {
        return Err(Error::last_os_error());
    }
    // SAFETY: the handles are those of the child just made; it runs only once it is in the job,
    // so that nothing it starts escapes. The job is kept open until this process ends.
    unsafe {
        join_job(process.hProcess);
        ResumeThread(process.hThread);
        CloseHandle(process.hThread);
        WaitForSingleObject(process.hProcess, INFINITE);
        let mut code = 1;
        GetExitCodeProcess(process.hProcess, &mut code);
        ExitProcess(code)
    }
}

/// The child's command line: its own quoted path, then the caller's arguments to the letter.
fn line(program: &Program<'_>) -> Result<Vec<u16>> {
    // SAFETY: Windows keeps the line for the life of the process, zero-terminated.
    let own = unsafe {
        let start = GetCommandLineW();
        let length = (0..).take_while(|&index| *start.add(index) != 0).count();
        std::slice::from_raw_parts(start, length)
    };
    let quote = u16::from(b'"');
    let mut line: Vec<u16> = std::iter::once(quote)
        .chain(program.path.as_os_str().encode_wide())
        .chain([quote])
        .collect();
    let arguments = command_line::arguments(own, program.had_plus);
    if !arguments.is_empty() {
        line.push(u16::from(b' '));
        line.extend_from_slice(arguments);
    }
    line.push(0);
    if line.len() > LONGEST {
        return Err(Error::other(format!(
            "the command line has {} characters, and Windows takes {LONGEST}",
            line.len()
        )));
    }
    Ok(line)
}

/// An environment block: `NAME=value` texts, each ended by a zero, and one more at the end.
fn environment(vars: &Vars, changes: &Changes) -> Vec<u16> {
    let mut vars = vars.clone();
    for change in changes {
        match &change.value {
            Some(value) => vars.set(&change.name, value.clone()),
            None => vars.remove(&change.name),
        }
    }
    let mut block = Vec::new();
    for (name, value) in vars.all() {
        let mut entry = OsString::from(name);
        entry.push("=");
        entry.push(value);
        block.extend(entry.encode_wide().chain([0]));
    }
    block.extend([0, 0]);
    block
}

/// Puts the child into a job that ends it when this process ends. Where the process already is in
/// a job that cannot be nested, it simply runs without.
///
/// # Safety
/// `process` must be the handle of a live process.
unsafe fn join_job(process: HANDLE) {
    // SAFETY: the limits are plain data of the size that is passed on.
    unsafe {
        let job = CreateJobObjectW(std::ptr::null(), std::ptr::null());
        if job.is_null() {
            return;
        }
        let mut limits: JOBOBJECT_EXTENDED_LIMIT_INFORMATION = std::mem::zeroed();
        limits.BasicLimitInformation.LimitFlags =
            JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
        let size = u32::try_from(size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>()).unwrap_or(0);
        SetInformationJobObject(
            job,
            JobObjectExtendedLimitInformation,
            (&raw const limits).cast(),
            size,
        );
        AssignProcessToJobObject(job, process);
    }
}

/// Ctrl-C goes to the whole console group: the child decides, and this process waits for it.
unsafe extern "system" fn leave_it_to_the_child(_event: u32) -> i32 {
    TRUE
}
