//! Brings what is missing on this machine, one step after the other.

use crate::browser;
use crate::engines;
use crate::npm;
use crate::process::{
    Outcome, answer, command, lasted, log, root, run_logged, script, tools_folder,
};
use crate::redis;
use crate::tools::{NODE, TRUNK, Tool, WASM_BINDGEN, WASM_OPT, WASM_PACK, WASM_SPLIT, major};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Something this repository's commands cannot work without.
#[derive(Clone, Copy)]
pub enum Need {
    /// The wasm target, clippy and rustfmt, beside the compiler.
    Rust,
    Node,
    Tool(&'static Tool),
    Browser,
    Engines,
    Redis,
    /// The npm packages of this folder.
    Packages(&'static str),
}

use Need::{Browser, Engines, Node, Packages, Redis, Rust};

/// All that can be brought everywhere, in the order in which it can be.
const EVERYTHING: &[Need] = &[
    Rust,
    Node,
    Need::Tool(&WASM_OPT),
    Browser,
    Redis,
    Packages("e2e"),
    Packages("npm/build"),
    Packages("npm/test"),
    Packages("npm/examples/relay"),
    Packages("npm/examples/orders"),
    Packages(npm::CONSUMERS),
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_SPLIT),
    Need::Tool(&WASM_PACK),
];

/// `cargo xtask setup`.
pub fn everything() -> Outcome {
    Ready::default().with(EVERYTHING)?;
    println!(
        "Everything is here. To use the tools by hand: export PATH=\"{}:$PATH\"",
        tools_folder().join("bin").display()
    );
    Ok(())
}

/// What was already seen to be here, so that nothing is asked twice.
#[derive(Default)]
pub struct Ready(Vec<String>);

impl Ready {
    /// Brings what of this is missing, and says what it does.
    pub fn with(&mut self, needs: &[Need]) -> Outcome {
        let mut news = Vec::new();
        for need in needs {
            let name = need.name();
            if !self.0.contains(&name) {
                news.push((need, name));
            }
        }
        let count = news.len();
        for (at, (need, name)) in news.into_iter().enumerate() {
            bring(need, &format!("[{}/{count}] {name}", at + 1))?;
            self.0.push(name);
        }
        // Some gigabytes that only an interrupted compilation could use again.
        let _ = fs::remove_dir_all(tools_folder().join("build"));
        Ok(())
    }
}

fn bring(need: &Need, label: &str) -> Outcome {
    if need.is_here()? {
        println!("{label}: here");
        return Ok(());
    }
    match need.takes() {
        Some(time) => println!("{label}: installing, usually {time}"),
        None => println!("{label}: missing"),
    }
    let begun = Instant::now();
    need.install()?;
    if !need.is_here()? {
        return Err(format!(
            "{} was installed, but still does not answer as it should; what the installation said \
             is in {}.",
            need.name(),
            log().display()
        ));
    }
    println!("      done in {}", lasted(begun.elapsed()));
    Ok(())
}

impl Need {
    fn name(&self) -> String {
        match self {
            Rust => "Rust for WebAssembly, clippy and rustfmt".to_owned(),
            Node => format!("Node {NODE} or later"),
            Need::Tool(tool) => format!("{} {}", tool.name, tool.version),
            Browser => "Chrome or Chromium, with ChromeDriver".to_owned(),
            Engines => "Firefox, and WebKit with its driver".to_owned(),
            Redis => "Redis".to_owned(),
            Packages(folder) => format!("npm packages of {folder}/"),
        }
    }

    /// How long installing it usually takes; nothing for what only the person can install.
    fn takes(&self) -> Option<&'static str> {
        match self {
            Node => None,
            Need::Tool(tool) => Some(tool.takes),
            // Whole runtimes are among them.
            Browser | Engines | Packages(npm::CONSUMERS) => Some("about a minute"),
            Rust | Redis | Packages(_) => Some("a few seconds"),
        }
    }

    fn is_here(&self) -> Outcome<bool> {
        Ok(match self {
            Rust => rust_is_whole(),
            Node => node_is_new_enough(),
            Need::Tool(tool) => tool.is_here(),
            Browser => browser::find()?.is_some(),
            Engines => engines::find()?.is_some(),
            Redis => redis::is_here(),
            Packages(folder) => packages_are_current(&root().join(folder)),
        })
    }

    fn install(&self) -> Outcome {
        match self {
            Rust => complete_rust(),
            Node => Err(format!(
                "Node {NODE} or later is needed, with npm: see https://nodejs.org/."
            )),
            Need::Tool(tool) => online(tool.install()),
            Browser => browser::install(),
            Engines => online(engines::install()),
            Redis => online(redis::install()),
            Packages(folder) => online(run_logged(
                command(script("npm"))
                    .args(["ci", "--no-audit", "--no-fund"])
                    .current_dir(root().join(folder)),
            )),
        }
    }
}

/// Adds what to do to the failure of something that downloads.
fn online(done: Outcome) -> Outcome {
    done.map_err(|sentence| {
        format!("{sentence} If the network was the reason, `cargo xtask setup` goes on from here.")
    })
}

/// Looks at the files: asking rustup would take longer than all other questions together.
fn rust_is_whole() -> bool {
    let Some(sysroot) = answer("rustc", &["--print", "sysroot"]).map(PathBuf::from) else {
        return false;
    };
    let tool = |name: &str| {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        sysroot.join("bin").join(name)
    };
    let wasm = sysroot.join("lib/rustlib/wasm32-unknown-unknown/lib");
    let source = sysroot.join("lib/rustlib/src/rust/library");
    [wasm, source, tool("cargo-clippy"), tool("rustfmt")]
        .iter()
        .all(|path| path.exists())
}

fn complete_rust() -> Outcome {
    if answer("rustup", &["--version"]).is_none() {
        return Err(
            "The compiler lacks the target wasm32-unknown-unknown, rust-src, clippy or rustfmt: \
             install them the way Rust was installed, or use rustup, see https://rustup.rs/."
                .to_owned(),
        );
    }
    let target = ["target", "add", "wasm32-unknown-unknown"];
    online(run_logged(command("rustup").args(target)))?;
    let components = ["component", "add", "rust-src", "clippy", "rustfmt"];
    online(run_logged(command("rustup").args(components)))
}

fn node_is_new_enough() -> bool {
    let version = answer("node", &["--version"]);
    version.as_deref().and_then(major) >= Some(NODE)
}

/// npm leaves a note of what it installed; it must not be older than what is asked for.
fn packages_are_current(folder: &Path) -> bool {
    let written = |name| fs::metadata(folder.join(name))?.modified();
    let installed: std::io::Result<_> = written("node_modules/.package-lock.json");
    let wanted = written("package-lock.json");
    matches!((installed, wanted), (Ok(installed), Ok(wanted)) if installed >= wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_current_until_the_lock_file_is_written_again() {
        let folder = std::env::temp_dir().join(format!("satline-setup-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        let lock = folder.join("package-lock.json");
        fs::write(&lock, "").unwrap();
        assert!(!packages_are_current(&folder));
        fs::write(folder.join("node_modules/.package-lock.json"), "").unwrap();
        assert!(packages_are_current(&folder));
        let later = std::time::SystemTime::now() + std::time::Duration::from_mins(1);
        fs::File::options()
            .write(true)
            .open(&lock)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!packages_are_current(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_here_is_not_asked_for_twice() {
        let mut ready = Ready(vec![Need::Node.name()]);
        ready.with(&[Need::Node]).unwrap();
        assert_eq!(ready.0.len(), 1);
    }
}
