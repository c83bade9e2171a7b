//! `cargo xtask start`: the app and the sandbox on one address, rebuilt when a source changes.

use crate::process::{Outcome, Running, command, interrupted, leave, pause, root};
use crate::setup::Ready;
use crate::{package, sandbox};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// What `start` can be told.
#[derive(Debug, PartialEq)]
pub struct Options {
    port: u16,
    open: bool,
    release: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 8080,
            open: true,
            release: false,
        }
    }
}

impl Options {
    /// Reads the words after `start`.
    pub fn read(words: &[String]) -> Outcome<Self> {
        let mut options = Self::default();
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word.split_once('=').unwrap_or((word, "")) {
                ("--no-open", "") => options.open = false,
                ("--release", "") => options.release = true,
                ("--port", "") => options.port = port(words.next().unwrap_or_default())?,
                ("--port", number) => options.port = port(number)?,
                _ => {
                    return Err(format!(
                        "`start` has no option `{word}`; it has --port, --no-open and --release."
                    ));
                }
            }
        }
        Ok(options)
    }
}

fn port(word: &str) -> Outcome<u16> {
    match word.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!(
            "--port wants a number from 1 to 65535, such as --port 8080, not `{word}`."
        )),
    }
}

const GLANCE: Duration = Duration::from_secs(1);

/// Runs until Ctrl-C, or until one of its two programs ends.
pub fn start(options: &Options) -> Outcome {
    // Before anything is installed: nobody wants to learn this after ten minutes.
    sandbox::must_be_free(options.port)?;
    Ready::default().with(package::NEEDS)?;
    match keep_running(options) {
        Err(_) if interrupted() => {
            println!("\nStopped.");
            Ok(())
        }
        ended => ended,
    }
}

fn keep_running(options: &Options) -> Outcome {
    let dist = root().join("target/start");
    // An old page must not be taken for the one that is being built.
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist)
        .map_err(|error| format!("{} cannot be made: {error}.", dist.display()))?;
    sandbox::build()?;
    let mut sources = Sources::now();
    let mut trunk = Running::start(&mut watch(&dist, options.release))?;
    while !dist.join("index.html").exists() {
        trunk.still_runs()?;
        pause(GLANCE / 10)?;
    }
    let mut server = sandbox::serve(options.port, Some(&dist))?;
    let address = sandbox::address(options.port);
    println!("\n  satline with its sandbox: {address}/\n  Ctrl-C ends it.\n");
    if options.open {
        open(&address);
    }
    loop {
        pause(GLANCE)?;
        trunk.still_runs()?;
        server.still_runs()?;
        let seen = Sources::now();
        if seen == sources {
            continue;
        }
        sources = seen;
        match sandbox::build() {
            Ok(()) => {
                drop(server);
                server = sandbox::serve(options.port, Some(&dist))?;
                println!("The sandbox is new, and its orders are gone.");
            }
            Err(sentence) => println!("{sentence} The sandbox from before goes on."),
        }
    }
}

fn watch(dist: &Path, release: bool) -> Command {
    let mut watch = package::trunk("watch");
    for source in ["index.html", "www", "crates"] {
        watch.args(["--watch", source]);
    }
    watch.arg("--dist").arg(dist);
    if release {
        watch.arg("--release");
    }
    watch
}

/// How many files the sandbox has, and when the last of them was written.
#[derive(Default, PartialEq)]
struct Sources {
    files: usize,
    newest: Option<SystemTime>,
}

impl Sources {
    fn now() -> Self {
        let mut sources = Self::default();
        sources.count(&root().join("crates/sandbox"));
        sources
    }

    fn count(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.count(&path);
            } else {
                let written = entry.metadata().and_then(|data| data.modified()).ok();
                self.files += 1;
                self.newest = self.newest.max(written);
            }
        }
    }
}

/// Shows the page. A machine without a browser is no reason to complain.
fn open(address: &str) {
    let (program, arguments): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    leave(command(program).args(arguments).arg(address));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Outcome<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn options_are_read_in_any_order_and_both_spellings() {
        let wanted = Options {
            port: 9000,
            open: false,
            release: true,
        };
        assert_eq!(
            read("--port 9000 --no-open --release").as_ref(),
            Ok(&wanted)
        );
        assert_eq!(
            read("--release --port=9000 --no-open").as_ref(),
            Ok(&wanted)
        );
        assert_eq!(read(""), Ok(Options::default()));
    }

    #[test]
    fn a_port_that_is_none_is_refused_with_an_example() {
        for line in [
            "--port",
            "--port 0",
            "--port 65536",
            "--port=http",
            "--port --release",
        ] {
            let sentence = read(line).unwrap_err();
            assert!(sentence.contains("--port 8080"), "{line}: {sentence}");
        }
    }

    #[test]
    fn unknown_options_are_named() {
        assert!(read("--prot 80").unwrap_err().contains("`--prot`"));
        assert!(
            read("--release=yes")
                .unwrap_err()
                .contains("`--release=yes`")
        );
    }

    #[test]
    fn a_written_or_a_new_file_is_noticed() {
        let folder = std::env::temp_dir().join(format!("satline-start-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        let look = || {
            let mut sources = Sources::default();
            sources.count(&folder);
            sources
        };
        let file = folder.join("src/lib.rs");
        fs::write(&file, "").unwrap();
        let first = look();
        assert!(first == look());
        let later = SystemTime::now() + GLANCE;
        fs::File::options()
            .write(true)
            .open(&file)
            .unwrap()
            .set_modified(later)
            .unwrap();
        let second = look();
        assert!(second != first);
        fs::write(folder.join("src/new.rs"), "").unwrap();
        assert!(look() != second);
        fs::remove_dir_all(&folder).unwrap();
    }
}
