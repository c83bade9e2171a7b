//! Other programs: how they are started, waited for and ended.
//!
//! Each runs in its own process group, so that ending it also ends its children (trunk
//! starts cargo, cargo starts rustc). Ctrl-C therefore reaches only us, and we pass it on.

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;
use std::borrow::BorrowMut;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio, exit};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{park, sleep};
use std::time::{Duration, Instant};

/// The process groups of all running programs.
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How long programs may take to exit before they are killed.
const GRACE: Duration = Duration::from_secs(5);

/// Makes Ctrl-C and SIGTERM end every program that was started here, and then this one.
pub fn handle_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        let groups = lock(&GROUPS).clone();
        end(&groups);
        eprintln!("\nStopped.");
        exit(130);
    })
    .context("Ctrl-C cannot be handled")
}

/// Returns the workspace's folder.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Returns the PATH, with the project's own tools first.
pub fn search_path() -> OsString {
    let ours = [".tools/bin", "npm/build/node_modules/.bin"].map(|folder| root().join(folder));
    let theirs = env::var_os("PATH").unwrap_or_default();
    let all = ours.into_iter().chain(env::split_paths(&theirs));
    env::join_paths(all).unwrap_or(theirs.clone())
}

/// Returns a command in the workspace's folder, with our tools on its PATH and an empty standard input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", search_path())
        .stdin(Stdio::null());
    command
}

/// Returns a command from a line of words separated by spaces.
pub fn line(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = command(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// Returns a command's output; `None` if it is missing or fails.
pub fn stdout_of(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The output of a job and its programs.
pub enum Output {
    Terminal,
    Log(File),
}

impl Output {
    pub fn log(path: &Path) -> Result<Self> {
        let folder = path.parent().unwrap_or(path);
        let file = fs::create_dir_all(folder).and_then(|()| File::create(path));
        Ok(Self::Log(file.with_context(|| {
            format!("{} cannot be written", path.display())
        })?))
    }

    pub fn print(&self, text: &str) {
        match self {
            Self::Terminal => println!("{text}"),
            // If the log cannot be written, the first command fails.
            Self::Log(file) => drop((&mut &*file).write_all(format!("{text}\n").as_bytes())),
        }
    }

    /// Prints the command and runs it.
    pub fn run(&self, mut command: impl BorrowMut<Command>) -> Result<()> {
        self.start(command.borrow_mut())?.wait()
    }

    /// Prints the command and starts it.
    pub fn start(&self, command: &mut Command) -> Result<Running> {
        self.print(&format!("$ {}", shown(command)));
        if let Self::Log(file) = self {
            command.stdout(file.try_clone()?).stderr(file.try_clone()?);
        }
        Running::start(command)
    }
}

/// A program in the background. Dropping it ends the program and its children.
#[must_use = "dropping it ends the program"]
pub struct Running {
    child: Child,
    group: Pid,
    line: String,
}

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        let line = shown(command);
        let mut groups = lock(&GROUPS);
        stop_if_interrupted();
        let child = command.process_group(0).spawn();
        let child = child.with_context(|| format!("`{line}` could not be started"))?;
        let group = Pid::from_raw(i32::try_from(child.id())?);
        groups.push(group);
        Ok(Self { child, group, line })
    }

    /// Waits until it exits. A failure is an error.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.child.wait();
        stop_if_interrupted();
        match status? {
            status if status.success() => Ok(()),
            status => bail!("`{}` failed ({status})", self.line),
        }
    }

    /// Fails if it has exited, for programs that should keep running.
    pub fn check(&mut self) -> Result<()> {
        let status = self.child.try_wait();
        stop_if_interrupted();
        match status? {
            Some(status) => bail!("`{}` ended by itself ({status})", self.line),
            None => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end(&[self.group]);
        // It has exited, so this does not block: it reaps the process.
        let _ = self.child.wait();
        lock(&GROUPS).retain(|group| *group != self.group);
    }
}

/// Ends process groups: terminates them, and kills what is left after a while.
fn end(groups: &[Pid]) {
    let signal_all = |signal: Option<Signal>| {
        // No short-circuit: each of them must be signalled.
        groups
            .iter()
            .filter(|group| killpg(**group, signal).is_ok())
            .count()
            > 0
    };
    let asked = Instant::now();
    let mut some_are_left = signal_all(Some(Signal::SIGTERM));
    while some_are_left && asked.elapsed() < GRACE {
        sleep(Duration::from_millis(20));
        for group in groups {
            // A process that exited exists until its status is read.
            let _ = waitpid(*group, Some(WaitPidFlag::WNOHANG));
        }
        some_are_left = signal_all(None);
    }
    if some_are_left {
        signal_all(Some(Signal::SIGKILL));
    }
}

/// Waits forever after Ctrl-C: the handler is about to end this program.
fn stop_if_interrupted() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        park();
    }
}

/// Locks a mutex even if it is poisoned: nothing here is left in an invalid state.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Formats a duration for people.
pub fn human(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// Formats the command as it would be typed in the workspace's folder.
fn shown(command: &Command) -> String {
    let here = format!("{}/", root().display());
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words
        .map(|word| word.to_string_lossy().replace(&here, ""))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = command("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn dropping_a_program_ends_what_it_started() {
        let note = env::temp_dir().join(format!("satline-xtask-{}", std::process::id()));
        let mut parent = shell(&format!("sleep 60 & echo $! >{}; wait", note.display()));
        let running = Running::start(&mut parent).unwrap();
        let grandchild = loop {
            match fs::read_to_string(&note).unwrap_or_default().trim() {
                "" => sleep(Duration::from_millis(20)),
                pid => break Pid::from_raw(pid.parse().unwrap()),
            }
        };
        let is_alive = || nix::sys::signal::kill(grandchild, None).is_ok();
        assert!(is_alive());
        drop(running);
        fs::remove_file(&note).unwrap();
        // The system removes a grandchild a moment after it exited.
        let dropped = Instant::now();
        while is_alive() && dropped.elapsed() < GRACE {
            sleep(Duration::from_millis(20));
        }
        assert!(!is_alive());
    }

    #[test]
    fn failures_are_sentences_that_name_the_command() {
        let failure = |mut command| Output::Terminal.run(&mut command).unwrap_err().to_string();
        assert_eq!(
            failure(shell("exit 3")),
            "`sh -c exit 3` failed (exit status: 3)"
        );
        assert_eq!(
            failure(command("no-such-program")),
            "`no-such-program` could not be started"
        );
    }
}
