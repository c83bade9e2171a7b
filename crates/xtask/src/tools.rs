//! The programs to install, in two tables: tools from the Rust registry, and packages of the system.

use crate::process::{command, root, search_path, stdout_of};
use anyhow::{Context, Result, ensure};
use std::env::{split_paths, var_os};
use std::fs;
use std::path::PathBuf;

/// A tool from the Rust registry at one version, compiled into `.tools/`.
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    binaries: &'static str,
    /// Higher if its own speed matters more than its compile time.
    pub opt_level: &'static str,
    pub options: &'static str,
}

/// Builds the app. Newer versions need a newer rustc.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    binaries: "trunk",
    opt_level: "0",
    options: "--no-default-features --features=rustls",
};

/// Must be the version of the crate `wasm-bindgen` in Cargo.toml.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.129",
    binaries: "wasm-bindgen wasm-bindgen-test-runner",
    opt_level: "1",
    options: "",
};

/// Splits the app's release into chunks.
pub const WASM_SPLIT: Tool = Tool {
    name: "wasm_split_cli_support",
    version: "0.2.4",
    binaries: "wasm-split-cli",
    opt_level: "1",
    options: "--features=build-binary",
};

/// Runs the core's tests in a browser, in the way that many people know.
pub const WASM_PACK: Tool = simple("wasm-pack", "0.15.1");
/// Checks licences, sources, duplicates and known weaknesses of the packages.
pub const CARGO_DENY: Tool = simple("cargo-deny", "0.20.2");

const fn simple(name: &'static str, version: &'static str) -> Tool {
    Tool {
        name,
        version,
        binaries: name,
        opt_level: "0",
        options: "",
    }
}

impl Tool {
    /// Whether `.tools/` or the PATH has all of it at its version.
    pub fn is_installed(&self) -> bool {
        let record = fs::read_to_string(root().join(".tools/.crates.toml")).unwrap_or_default();
        let says_version = |name| {
            let mut program = command(name);
            program.arg("--version");
            stdout_of(program).is_some_and(|text| has_word(&text, self.version))
        };
        record.contains(&format!("\"{} {} (", self.name, self.version))
            || self.binaries.split(' ').all(says_version)
    }
}

/// Whether a text contains this word. `trunk 0.21.14` does not contain the word `0.21.1`.
fn has_word(text: &str, word: &str) -> bool {
    text.split_whitespace().any(|other| other == word)
}

/// A program from the system's packages.
pub struct Program {
    /// The environment variable that can name another one.
    pub variable: &'static str,
    names: &'static str,
    places: &'static [&'static str],
    /// The packages, on Debian and on Ubuntu; empty if theirs does not work for us.
    pub debian: &'static str,
    pub ubuntu: &'static str,
}

/// Without the fonts, which are only recommended packages, pages would look different.
pub const CHROME: Program = Program {
    variable: "CHROME",
    names: "chromium chromium-browser google-chrome google-chrome-stable chrome",
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    debian: "chromium chromium-headless-shell fonts-liberation",
    ubuntu: "chromium-browser fonts-liberation",
};

/// Chromium without windows, in which the scenarios take a third less time. Installed with Debian's
/// [`CHROME`]; optional.
pub const CHROME_SHELL: Program = Program {
    variable: "CHROME_SHELL",
    names: "chromium-headless-shell chrome-headless-shell",
    places: &[],
    debian: "",
    ubuntu: "",
};

/// Must have Chrome's version.
pub const CHROMEDRIVER: Program = Program {
    variable: "CHROMEDRIVER",
    names: "chromedriver chromium.chromedriver",
    places: &[
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
    ],
    debian: "chromium-driver",
    ubuntu: "chromium-chromedriver",
};

/// On Ubuntu a snap package, which Playwright cannot start.
pub const FIREFOX: Program = Program {
    variable: "FIREFOX",
    names: "firefox-esr firefox",
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    debian: "firefox-esr",
    ubuntu: "",
};

pub const WEBKIT_DRIVER: Program = system("WEBKIT_DRIVER", "WebKitWebDriver", "webkit2gtk-driver");
/// WebKit has no headless mode, so it needs a screen.
pub const XVFB: Program = system("XVFB", "Xvfb", "xvfb");
/// For `satline-fleet`, whose orders are there.
pub const REDIS: Program = system("REDIS_SERVER", "redis-server", "redis-server");
/// For the example of `satline-fleet` that stores each event exactly once. Debian has it outside the PATH.
pub const POSTGRES: Program = Program {
    places: &[
        "/usr/lib/postgresql/18/bin/postgres",
        "/usr/lib/postgresql/17/bin/postgres",
        "/usr/lib/postgresql/16/bin/postgres",
        "/usr/lib/postgresql/15/bin/postgres",
        "/usr/lib/postgresql/14/bin/postgres",
    ],
    ..system("POSTGRES", "postgres", "postgresql")
};

const fn system(variable: &'static str, name: &'static str, package: &'static str) -> Program {
    Program {
        variable,
        names: name,
        places: &[],
        debian: package,
        ubuntu: package,
    }
}

impl Program {
    /// Returns its usual name: the first one.
    pub fn name(&self) -> &'static str {
        self.names.split(' ').next().unwrap_or_default()
    }

    /// Whether it is installed, or its variable is set.
    pub fn is_here(&self) -> bool {
        self.named().is_some() || self.path().is_ok()
    }

    fn named(&self) -> Option<PathBuf> {
        let path = var_os(self.variable).filter(|value| !value.is_empty());
        path.map(PathBuf::from)
    }

    /// Returns its path: from its variable, or on the PATH, or in the usual places.
    pub fn path(&self) -> Result<PathBuf> {
        if let Some(path) = self.named() {
            let name = self.variable;
            ensure!(
                path.is_file(),
                "{name} names {}, which does not exist",
                path.display()
            );
            return Ok(path);
        }
        let folders: Vec<PathBuf> = split_paths(&search_path()).collect();
        let in_folders = |name| folders.iter().map(move |folder| folder.join(name));
        let on_path = self.names.split(' ').flat_map(in_folders);
        let usual = self.places.iter().map(PathBuf::from);
        let found = on_path.chain(usual).find(|path| path.is_file());
        found.with_context(|| format!("{} is not installed", self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_counts_only_as_a_whole() {
        assert!(has_word("trunk 0.21.14", "0.21.14"));
        assert!(!has_word("trunk 0.21.14-beta.1", "0.21.14"));
    }

    #[test]
    fn the_pinned_wasm_bindgen_is_that_of_cargo_and_trunk() {
        let version = WASM_BINDGEN.version;
        let cargo = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(cargo.contains(&format!("\nwasm-bindgen = \"={version}\"\n")));
        let trunk = fs::read_to_string(root().join("Trunk.toml")).unwrap();
        assert!(trunk.contains(&format!("\nwasm_bindgen = \"{version}\"\n")));
    }

    #[test]
    fn a_program_is_found_on_the_path_before_the_usual_places() {
        let shell = Program {
            places: &["/etc/passwd"],
            ..system("SATLINE_NO_SUCH", "no-such-program sh", "")
        };
        assert!(shell.path().unwrap().ends_with("sh"));
    }
}
