//! Other programs: how they are started, followed and ended.
//!
//! Each runs in a process group of its own, so that ending it also ends what it began (`trunk`
//! starts cargo, cargo starts rustc). Ctrl-C therefore reaches only us: every wait looks for it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What fails, fails with a sentence for the person at the keyboard.
pub type Outcome<T = ()> = Result<T, String>;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const GLANCE: Duration = Duration::from_millis(20);
const HEARTBEAT: Duration = Duration::from_secs(20);
/// How long programs may take to end before they are killed.
const GRACE: Duration = Duration::from_secs(5);

/// From here on Ctrl-C and SIGTERM set what [`interrupted`] reads, instead of ending us at once.
pub fn watch_for_interrupts() -> Outcome {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst))
        .map_err(|error| format!("Ctrl-C cannot be listened for: {error}."))
}

/// Whether the person, or the system, asked us to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// The folder of the workspace.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// The project's own tools, ignored by git.
pub fn tools_folder() -> PathBuf {
    root().join(".tools")
}

/// What the last installation said.
pub fn log() -> PathBuf {
    tools_folder().join("setup.log")
}

/// Where programs are looked for: our own tools come before the person's.
pub fn search_path() -> OsString {
    let ours = tools_folder();
    // npm puts commands beside its packages on Windows, and into bin/ everywhere else.
    let folders = [ours.join("bin"), ours];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().chain(env::split_paths(&theirs));
    env::join_paths(all).unwrap_or(theirs.clone())
}

/// The name under which a command that npm brought can be started.
pub fn script(name: &str) -> String {
    let ending = if cfg!(windows) { ".cmd" } else { "" };
    format!("{name}{ending}")
}

/// A command in the workspace's folder, with our tools on its PATH and nothing to read.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", search_path())
        .stdin(Stdio::null());
    command
}

/// What a program says when it is asked something short; nothing when it is missing or fails.
pub fn answer(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    read(command(program).args(arguments))
}

/// What a command says; nothing when it is missing or fails.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Shows the command, then runs it to its end with its output where ours goes.
pub fn run(command: &mut Command) -> Outcome {
    println!("$ {}", shown(command));
    Running::start(command)?.wait(|_| ())
}

/// Runs a command whose output interests only when it fails; a line now and then says how far it is.
pub fn run_logged(command: &mut Command) -> Outcome {
    let path = log();
    let (out, err) = fs::create_dir_all(tools_folder())
        .and_then(|()| File::create(&path))
        .and_then(|out| Ok((out.try_clone()?, out)))
        .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
    let mut running = Running::start(command.stdout(out).stderr(err))?;
    let mut next = HEARTBEAT;
    let done = running.wait(|since| {
        if since >= next {
            next += HEARTBEAT;
            println!("      {}: {}", lasted(since), tail(&path, 1).trim());
        }
    });
    done.inspect_err(|_| println!("{}", tail(&path, 30)))
}

/// Starts something that is the person's and not ours to end, unheard; whether it works is its affair.
pub fn leave(command: &mut Command) {
    own_group(command);
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}

/// A program that runs beside us, and ends with all it began when this is dropped.
#[must_use = "dropping it ends the program"]
pub struct Running {
    child: Child,
    line: String,
}

impl Running {
    /// Starts the program in its own process group.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        own_group(command);
        let line = shown(command);
        match command.spawn() {
            Ok(child) => Ok(Self { child, line }),
            Err(error) => Err(format!("`{line}` could not be started: {error}.")),
        }
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        let lost = |error| format!("`{}` got lost: {error}.", self.line);
        self.child.try_wait().map_err(lost)
    }

    /// An error once it has ended, for programs that should go on.
    pub fn still_runs(&mut self) -> Outcome {
        match self.ended()? {
            Some(status) => Err(format!("`{}` ended by itself ({status}).", self.line)),
            None => Ok(()),
        }
    }

    /// Waits until it ends, well or badly, or we are interrupted; `glance` is called in between.
    pub fn wait(&mut self, mut glance: impl FnMut(Duration)) -> Outcome {
        let begun = Instant::now();
        loop {
            match self.ended()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("`{}` failed ({status}).", self.line)),
                None => pause(GLANCE)?,
            }
            glance(begun.elapsed());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = self.child.id();
        let begun = Instant::now();
        let mut some_are_left = signal(group, "TERM");
        while some_are_left && begun.elapsed() < GRACE {
            sleep(GLANCE);
            // Asking reaps the child, which otherwise would count as left.
            some_are_left = self.child.try_wait().is_err() || signal(group, "0");
        }
        if some_are_left {
            signal(group, "KILL");
            let _ = self.child.wait();
        }
    }
}

/// Sleeps, or fails when we are interrupted.
pub fn pause(time: Duration) -> Outcome {
    if interrupted() {
        return Err("Interrupted.".to_owned());
    }
    sleep(time);
    Ok(())
}

/// A length of time, as people write it.
pub fn lasted(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Keeps the terminal's Ctrl-C from it, and makes it and what it begins one thing to signal.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(command, 0x200); // CREATE_NEW_PROCESS_GROUP
}

/// Signals a process group and says whether anyone was there. The shell does it: its `kill` is
/// built in, the program of that name is not on every machine.
#[cfg(unix)]
fn signal(group: u32, name: &str) -> bool {
    let line = format!("kill -s {name} -- -{group} 2>/dev/null");
    let status = Command::new("sh").args(["-c", &line]).status();
    status.is_ok_and(|status| status.success())
}

/// Windows has no signals: whichever is asked for, the program and its descendants end.
#[cfg(not(unix))]
fn signal(group: u32, _name: &str) -> bool {
    let mut taskkill = Command::new("taskkill");
    taskkill.args(["/T", "/F", "/PID", &group.to_string()]);
    taskkill
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The command as one would type it in the workspace's folder.
fn shown(command: &Command) -> String {
    let here = format!("{}{}", root().display(), std::path::MAIN_SEPARATOR);
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words
        .map(|word| word.to_string_lossy().replace(&here, ""))
        .collect();
    words.join(" ")
}

/// The last lines of a log that are not blank.
fn tail(path: &Path, count: usize) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let from = lines.len().saturating_sub(count);
    lines.get(from..).unwrap_or_default().join("\n")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(line: &str) -> Command {
        let mut shell = command("sh");
        shell.args(["-c", line]);
        shell
    }

    #[test]
    fn dropping_a_program_ends_what_it_began() {
        let note = env::temp_dir().join(format!("satline-xtask-{}", std::process::id()));
        let mut parent = shell(&format!("sleep 60 & echo $! >{}; wait", note.display()));
        let running = Running::start(&mut parent).unwrap();
        let grandchild = loop {
            match fs::read_to_string(&note).unwrap_or_default().trim() {
                "" => sleep(GLANCE),
                pid => break pid.to_owned(),
            }
        };
        let alive = || {
            let line = format!("kill -0 {grandchild} 2>/dev/null");
            shell(&line).status().unwrap().success()
        };
        assert!(alive());
        drop(running);
        fs::remove_file(&note).unwrap();
        // A grandchild is reaped by the system, a moment after it ended.
        let begun = Instant::now();
        while alive() && begun.elapsed() < GRACE {
            sleep(GLANCE);
        }
        assert!(!alive());
    }

    #[test]
    fn a_failing_command_is_named_with_its_exit_status() {
        let sentence = run(&mut shell("exit 3")).unwrap_err();
        assert_eq!(sentence, "`sh -c exit 3` failed (exit status: 3).");
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        let sentence = run(&mut command("no-such-program")).unwrap_err();
        assert!(sentence.starts_with("`no-such-program` could not be started"));
        assert_eq!(answer("no-such-program", &[]), None);
    }

    #[test]
    fn our_tools_come_first_on_the_path() {
        let first = env::split_paths(&search_path()).next();
        assert_eq!(first, Some(root().join(".tools/bin")));
    }

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!(lasted(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(lasted(Duration::from_secs(200)), "3 min 20 s");
    }
}
