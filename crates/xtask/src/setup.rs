//! Installs what is missing on this machine.

use crate::jobs::{Job, once, run_all};
use crate::process::{Output, line, lock, root, stdout_of};
use crate::tools::{
    CHROME, CHROMEDRIVER, POSTGRES, Program, REDIS, TRUNK, Tool, WASM_BINDGEN, WASM_SPLIT,
};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

/// The oldest Node that works.
const NODE: u32 = 20;

/// Something that must be installed.
#[derive(Clone, Copy)]
pub enum Need {
    /// The wasm target, clippy and rustfmt.
    Rust,
    Node,
    Tool(&'static Tool),
    Program(&'static Program),
    /// The npm packages of this folder.
    Packages(&'static str),
}

/// What `setup` installs, the slowest first.
const EVERYTHING: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_SPLIT),
    Need::Program(&CHROME),
    Need::Program(&CHROMEDRIVER),
    Need::Program(&REDIS),
    Need::Program(&POSTGRES),
    Need::Packages("npm/consumers"),
    Need::Packages("www"),
    Need::Packages("npm/build"),
    Need::Packages("npm/test"),
    Need::Packages("npm/examples/relay"),
    Need::Packages("npm/examples/orders"),
    Need::Packages("npm/fleet"),
    Need::Packages("e2e"),
];

/// Installs everything that is missing.
pub fn everything() -> Result<()> {
    install(EVERYTHING)?;
    let path = "$PWD/.tools/bin:$PWD/npm/build/node_modules/.bin:$PATH";
    println!("To use the tools by hand: export PATH=\"{path}\"");
    Ok(())
}

/// Installs several things side by side.
pub fn install(needs: &'static [Need]) -> Result<()> {
    let missing = needs.iter().filter(|need| !need.is_here());
    let job = |need: &'static Need| Job {
        name: need.name(),
        is_alone: false,
        work: Box::new(|output| install_one(need, output)),
    };
    let reports = run_all(&missing.map(job).collect::<Vec<_>>());
    clean();
    reports.into_iter().try_for_each(|report| report.result)
}

/// Removes build files of the tools, some gigabytes, which only an interrupted compilation could reuse.
pub fn clean() {
    let _ = fs::remove_dir_all(root().join(".tools/build"));
}

/// Installs them one after the other, as a part of another job.
pub fn require(needs: &[Need], output: &Output) -> Result<()> {
    needs.iter().try_for_each(|need| install_one(need, output))
}

fn install_one(need: &Need, output: &Output) -> Result<()> {
    once(&need.name(), output, || {
        if need.is_here() {
            return Ok(());
        }
        let name = need.name();
        let installed = need.install(output);
        installed.with_context(|| format!("{name} could not be installed"))?;
        ensure!(
            need.is_here(),
            "{name} was installed, but still does not work"
        );
        Ok(())
    })
}

impl Need {
    fn name(self) -> String {
        match self {
            Self::Rust => "Rust for WebAssembly, clippy and rustfmt".to_owned(),
            Self::Node => format!("Node {NODE} or later"),
            Self::Tool(tool) => format!("{} {}", tool.name, tool.version),
            Self::Program(program) => program.name().to_owned(),
            Self::Packages(folder) => format!("npm packages of {folder}"),
        }
    }

    fn is_here(self) -> bool {
        match self {
            Self::Rust => is_rust_complete(),
            Self::Node => is_node_new_enough(),
            Self::Tool(tool) => tool.is_installed(),
            Self::Program(program) => program.is_here(),
            Self::Packages(folder) => are_packages_current(&root().join(folder)),
        }
    }

    fn install(self, output: &Output) -> Result<()> {
        match self {
            Self::Rust => complete_rust(output),
            Self::Node => bail!("see https://nodejs.org/"),
            Self::Tool(tool) => install_tool(tool, output),
            Self::Program(program) => install_program(program, output),
            Self::Packages(folder) => {
                let mut npm = line("npm ci --no-audit --no-fund");
                output.run(npm.current_dir(root().join(folder)))
            }
        }
    }
}

/// Looks at the files: asking rustup would take longer than everything else together.
fn is_rust_complete() -> bool {
    let files = [
        "lib/rustlib/wasm32-unknown-unknown/lib",
        "bin/cargo-clippy",
        "bin/rustfmt",
    ];
    let sysroot = sysroot();
    files
        .iter()
        .all(|file| Path::new(&sysroot).join(file).exists())
}

/// Returns where Rust is installed.
pub fn sysroot() -> String {
    stdout_of(line("rustc --print sysroot")).unwrap_or_default()
}

fn complete_rust(output: &Output) -> Result<()> {
    stdout_of(line("rustup --version")).context(
        "the compiler lacks the target wasm32-unknown-unknown, clippy or rustfmt: install them the way \
         Rust was installed, or use rustup, see https://rustup.rs/",
    )?;
    output.run(line("rustup target add wasm32-unknown-unknown"))?;
    output.run(line("rustup component add clippy rustfmt"))
}

fn is_node_new_enough() -> bool {
    let version = stdout_of(line("node --version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next();
    major.and_then(|number| number.parse().ok()) >= Some(NODE)
}

/// npm writes a file about what it installed, which must not be older than the lock file.
fn are_packages_current(folder: &Path) -> bool {
    let written = |name| fs::metadata(folder.join(name))?.modified();
    let installed = written("node_modules/.package-lock.json").ok();
    let wanted = written("package-lock.json").ok();
    installed.is_some() && installed >= wanted
}

/// Downloads it if cargo-binstall is installed and knows it, otherwise compiles it.
fn install_tool(tool: &Tool, output: &Output) -> Result<()> {
    let pinned = format!("{}@{}", tool.name, tool.version);
    let download = "cargo-binstall --no-confirm --disable-strategies=compile --root .tools";
    let is_known = stdout_of(line("cargo-binstall -V")).is_some();
    if is_known && output.run(line(&format!("{download} {pinned}"))).is_ok() {
        return Ok(());
    }
    let compile = "cargo install --locked --force --root .tools --target-dir .tools/build";
    let mut cargo = line(&format!("{compile} {pinned} {}", tool.options));
    // The tools' own release profiles take several times as long.
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level);
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256");
    cargo.env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    output.run(cargo)
}

/// Installs its packages on Debian and Ubuntu.
fn install_program(program: &Program, output: &Output) -> Result<()> {
    // One apt at a time: a second one does not wait for the first.
    static IS_UPDATED: Mutex<bool> = Mutex::new(false);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let packages = match distribution(&system) {
        "debian" => program.debian,
        "ubuntu" => program.ubuntu,
        _ => "",
    };
    let variable = program.variable;
    let advice = format!("install it yourself, or name it with {variable}=/path/to/it");
    ensure!(!packages.is_empty(), advice);
    let mut is_updated = lock(&IS_UPDATED);
    if !*is_updated {
        output.run(apt("update -qq")?)?;
        *is_updated = true;
    }
    let install = format!("install -qq --yes --no-install-recommends {packages}");
    output.run(apt(&install)?).context(advice)
}

fn apt(arguments: &str) -> Result<Command> {
    let is_root = stdout_of(line("id -u")).as_deref() == Some("0");
    let may_be_root = || stdout_of(line("sudo -n true")).is_some();
    ensure!(is_root || may_be_root(), "this needs root privileges");
    let sudo = if is_root {
        ""
    } else {
        "sudo -n --preserve-env=DEBIAN_FRONTEND"
    };
    let mut apt = line(&format!("{sudo} apt-get {arguments}"));
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(apt)
}

fn distribution(os_release: &str) -> &str {
    let id = os_release.lines().find_map(|line| line.strip_prefix("ID="));
    id.unwrap_or_default().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn packages_are_current_until_the_lock_file_is_written_again() {
        let folder = std::env::temp_dir().join(format!("satline-setup-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        fs::write(folder.join("package-lock.json"), "").unwrap();
        assert!(!are_packages_current(&folder));
        fs::write(folder.join("node_modules/.package-lock.json"), "").unwrap();
        assert!(are_packages_current(&folder));
        let lock = fs::File::options()
            .write(true)
            .open(folder.join("package-lock.json"))
            .unwrap();
        lock.set_modified(SystemTime::now() + Duration::from_mins(1))
            .unwrap();
        assert!(!are_packages_current(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_distribution_is_read_with_and_without_quotes() {
        assert_eq!(
            distribution("NAME=\"Debian\"\nID=debian\nID_LIKE=x"),
            "debian"
        );
        assert_eq!(distribution("VERSION_ID=9\nID=\"ubuntu\"\n"), "ubuntu");
        assert_eq!(distribution("NAME=Other"), "");
    }
}
