//! The pinned tools: one table, and how each is found or brought.

use crate::process::{Outcome, answer, command, read, run_logged, script, tools_folder};

/// The oldest Node that will do.
pub const NODE: u32 = 20;

/// Builds the app. Newer ones want a newer rustc.
pub const TRUNK: Tool = Tool {
    name: "trunk",
    version: "0.21.14",
    binaries: &["trunk"],
    source: Source::Crate {
        opt_level: "0",
        flags: &["--no-default-features", "--features=rustls"],
    },
    takes: "about 4 minutes",
};

/// Must be the version of the crate `wasm-bindgen` in Cargo.toml.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.129",
    binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    // Reads every wasm file we build, so its own speed counts.
    source: Source::Crate {
        opt_level: "1",
        flags: &[],
    },
    takes: "about 5 minutes",
};

/// Splits the app into chunks. It does not say its version.
pub const WASM_SPLIT: Tool = Tool {
    name: "wasm_split_cli_support",
    version: "0.2.4",
    binaries: &["wasm-split-cli"],
    source: Source::Crate {
        opt_level: "1",
        flags: &["--features=build-binary"],
    },
    takes: "about 2 minutes",
};

/// Runs the core's tests in a browser. A crate: the npm package of this name brings no program.
pub const WASM_PACK: Tool = Tool {
    name: "wasm-pack",
    version: "0.15.1",
    binaries: &["wasm-pack"],
    source: Source::Crate {
        opt_level: "0",
        flags: &[],
    },
    takes: "about 4 minutes",
};

/// Drives the fuzzer. Brought only for that.
pub const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    binaries: &["cargo-fuzz"],
    source: Source::Crate {
        opt_level: "0",
        flags: &[],
    },
    takes: "about a minute",
};

/// Makes what is shipped small.
pub const WASM_OPT: Tool = Tool {
    name: "wasm-opt",
    version: "132",
    binaries: &["wasm-opt"],
    source: Source::Npm("binaryen@132.0.0"),
    takes: "a few seconds",
};

/// A program at one version.
pub struct Tool {
    /// What it is called, and for a crate the crate's name.
    pub name: &'static str,
    /// As the program itself says it.
    pub version: &'static str,
    /// Everything it brings that we need.
    binaries: &'static [&'static str],
    source: Source,
    /// How long bringing it usually takes when nothing can be downloaded.
    pub takes: &'static str,
}

enum Source {
    /// A crate, compiled with settings that build quickly.
    Crate {
        opt_level: &'static str,
        flags: &'static [&'static str],
    },
    /// An npm package, with its version.
    Npm(&'static str),
}

impl Tool {
    /// Whether our folder or the PATH has it, whole and at its version.
    pub fn is_here(&self) -> bool {
        self.is_installed() || self.is_found()
    }

    /// Whether cargo has put it into our folder: there are programs that do not say their version.
    fn is_installed(&self) -> bool {
        let mut list = command("cargo");
        list.args(["install", "--list", "--root"])
            .arg(tools_folder());
        let line = format!("{} v{}:", self.name, self.version);
        read(&mut list).is_some_and(|says| says.lines().any(|known| known == line))
    }

    fn is_found(&self) -> bool {
        self.binaries.iter().all(|name| {
            let program = match self.source {
                Source::Crate { .. } => (*name).to_owned(),
                Source::Npm(_) => script(name),
            };
            answer(program, &["--version"]).is_some_and(|says| names(&says, self.version))
        })
    }

    /// Brings it into our folder, the quickest way this machine has.
    pub fn install(&self) -> Outcome {
        match &self.source {
            Source::Npm(package) => run_logged(
                command(script("npm"))
                    .args(["install", "--global", "--no-audit", "--no-fund", "--prefix"])
                    .args([tools_folder().as_os_str(), package.as_ref()]),
            ),
            Source::Crate { opt_level, flags } => {
                if self.downloads() {
                    return Ok(());
                }
                println!("      compiling");
                self.compile(opt_level, flags)
            }
        }
    }

    /// Asks cargo-binstall, where there is one; whatever goes wrong, compiling is left.
    fn downloads(&self) -> bool {
        if answer("cargo-binstall", &["-V"]).is_none() {
            return false;
        }
        println!("      downloading with cargo-binstall");
        let mut binstall = command("cargo-binstall");
        binstall
            .args(["--no-confirm", "--disable-strategies=compile", "--root"])
            .arg(tools_folder())
            .arg(self.pinned());
        run_logged(&mut binstall).is_ok() && self.is_here()
    }

    fn compile(&self, opt_level: &str, flags: &[&str]) -> Outcome {
        let mut cargo = command("cargo");
        cargo
            .args(["install", "--locked", "--force", &self.pinned(), "--root"])
            .arg(tools_folder())
            .arg("--target-dir")
            .arg(tools_folder().join("build"))
            .args(flags)
            // The tools' own release profiles take several times as long.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
        run_logged(&mut cargo)
    }

    fn pinned(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// Whether what a program says of itself has exactly this version in it.
fn names(says: &str, version: &str) -> bool {
    says.split_whitespace().any(|word| word == version)
}

/// The first number of the first word that begins like a version: 156 of `Chromium 156.0.8078.79`.
pub fn major(says: &str) -> Option<u32> {
    says.split_whitespace().find_map(|word| {
        let word = word.strip_prefix('v').unwrap_or(word);
        word.split('.').next()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::root;
    use std::fs::read_to_string;

    #[test]
    fn a_version_counts_only_as_a_whole() {
        assert!(names("trunk 0.21.14", "0.21.14"));
        assert!(names("wasm-opt version 132 (version_132)", "132"));
        assert!(!names("trunk 0.21.140", "0.21.14"));
        assert!(!names("trunk 0.21.14-beta.1", "0.21.14"));
        assert!(!names("", "132"));
    }

    #[test]
    fn the_major_version_is_read_from_what_programs_say() {
        let chromium = "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)";
        assert_eq!(major(chromium), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (a21ce95)"), Some(156));
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("no version here"), None);
    }

    #[test]
    fn the_pinned_versions_are_those_of_cargo_and_trunk() {
        let bindgen = WASM_BINDGEN.version;
        let pins = [
            ("Cargo.toml", format!("wasm-bindgen = \"={bindgen}\"")),
            ("Trunk.toml", format!("wasm_bindgen = \"{bindgen}\"")),
            (
                "Trunk.toml",
                format!("wasm_opt = \"version_{}\"", WASM_OPT.version),
            ),
        ];
        for (file, pin) in pins {
            let text = read_to_string(root().join(file)).unwrap();
            assert!(text.lines().any(|line| line == pin), "{file}: {pin}");
        }
    }
}
