//! The npm package: built from the core, packed, and used by everyone whom it is meant for.

use crate::browser;
use crate::package::{small, weigh};
use crate::process::{Outcome, command, root, run, script};
use crate::sandbox;
use crate::setup::Need;
use crate::tools::{WASM_BINDGEN, WASM_OPT};
use std::fs;
use std::path::{Path, PathBuf};

/// What building it takes.
pub const NEEDS: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_OPT),
    Need::Tool(&WASM_BINDGEN),
    Need::Packages("npm/build"),
];

/// Who uses it in the tests.
pub const CONSUMERS: &str = "npm/consumers";

/// How wasm-opt makes it small. The app's chunks are made so too, by www/split.mjs.
const WASM_OPT_WORDS: &str = include_str!("../../../www/wasm-opt.txt");

/// Builds the package into `npm/pkg/`.
pub fn build() -> Outcome {
    let target = root().join("target");
    run(small(&mut command("cargo"))
        .args(["rustc", "--package", "satline-core", "--lib", "--release"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--features", "js", "--crate-type", "cdylib"])
        .arg("--target-dir")
        .arg(&target))?;
    // Only its wasm is shipped: texts and numbers cross by the package's own modules.
    run(command("wasm-bindgen")
        .args(["--target", "bundler", "--out-name", "satline", "--out-dir"])
        .arg(out())
        .arg(target.join("wasm32-unknown-unknown/release/satline_core.wasm")))?;
    let wasm = out().join("satline.wasm");
    run(command(script("wasm-opt"))
        .args(WASM_OPT_WORDS.lines().filter(|line| line.starts_with('-')))
        .arg(out().join("satline_bg.wasm"))
        .arg("-o")
        .arg(&wasm))?;
    run(command("node").arg("npm/build/pack.mjs").arg(&wasm))
}

/// Its own tests, each consumer ordering a code to its end, and what it weighs.
pub fn test() -> Outcome {
    let found = browser::find()?.ok_or("The browser is gone.")?;
    build()?;
    let (port, _server) = sandbox::start(0, None)?;
    let mut tests = Vec::new();
    find_tests(&root().join("npm/test"), &mut tests);
    run(sandbox::node_tests("npm", port).args(tests))?;
    run(command(script("npm"))
        .args(["pack", "--silent", "--pack-destination"])
        .arg(out())
        .current_dir(root().join("npm/pkg")))?;
    run(command("node")
        .arg("npm/consumers/run.mjs")
        .arg(out().join(concat!("satline-", env!("CARGO_PKG_VERSION"), ".tgz")))
        .env("SATLINE_URL", sandbox::address(port))
        .env("CHROME", &found.chrome))?;
    weigh("npm")
}

/// Node 20 takes no patterns, and by itself runs every module below a folder that is called `test`.
fn find_tests(folder: &Path, tests: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            find_tests(&path, tests);
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            tests.push(path);
        }
    }
}

/// Where its parts are made.
fn out() -> PathBuf {
    root().join("target/npm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_at_any_depth_and_nothing_beside_them() {
        let folder = std::env::temp_dir().join(format!("satline-npm-{}", std::process::id()));
        for below in ["deep", "node_modules"] {
            fs::create_dir_all(folder.join(below)).unwrap();
        }
        let wanted = ["deep/b.test.mjs", "a.test.mjs"].map(|name| folder.join(name));
        for path in &wanted {
            fs::write(path, "").unwrap();
        }
        for name in ["helper.mjs", "node_modules/c.test.mjs"] {
            fs::write(folder.join(name), "").unwrap();
        }
        let mut found = Vec::new();
        find_tests(&folder, &mut found);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.len(), wanted.len());
        assert!(wanted.iter().all(|path| found.contains(path)));
    }
}
