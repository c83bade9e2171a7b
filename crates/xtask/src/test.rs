//! `cargo xtask test`: every test there is, the fastest first.

use crate::process::{Outcome, command, interrupted, lasted, root, run, tools_folder};
use crate::setup::{Need, Ready};
use crate::tools::{WASM_BINDGEN, WASM_PACK};
use crate::{browser, engines, npm, package, sandbox};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Tests that are run and judged together.
struct Part {
    name: &'static str,
    /// In groups, so that one part can need what another thing does.
    needs: &'static [&'static [Need]],
    run: fn() -> Outcome,
}

const PARTS: [Part; 11] = [
    part("fmt", &[RUST], fmt),
    part("clippy", &[RUST], clippy),
    part("core", &[RUST], core),
    part("native", &[RUST], native),
    part(
        "relay",
        &[RUST, &[Need::Node, Need::Packages(RELAY)]],
        relay,
    ),
    part("doc", &[RUST], doc),
    part("browser", &[RUST, IN_BROWSER], in_browser),
    part(
        "npm",
        &[
            npm::NEEDS,
            &[
                Need::Browser,
                Need::Packages("npm/test"),
                Need::Packages(npm::CONSUMERS),
            ],
        ],
        npm::test,
    ),
    part(
        "examples",
        &[npm::NEEDS, &[Need::Redis, Need::Packages(EXAMPLES)]],
        examples,
    ),
    part(
        "e2e",
        &[package::NEEDS, &[Need::Browser, Need::Packages("e2e")]],
        end_to_end,
    ),
    part(
        ENGINES,
        &[package::NEEDS, &[Need::Engines, Need::Packages("e2e")]],
        in_other_engines,
    ),
];

/// Left out where its browsers cannot be had, unless it is named.
const ENGINES: &str = "engines";

const RELAY: &str = "npm/examples/relay";
const EXAMPLES: &str = "npm/examples/orders";
const RUST: &[Need] = &[Need::Rust];
const IN_BROWSER: &[Need] = &[
    Need::Browser,
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_PACK),
];

const fn part(name: &'static str, needs: &'static [&'static [Need]], run: fn() -> Outcome) -> Part {
    Part { name, needs, run }
}

/// The names of all parts, in their order.
pub fn names() -> String {
    PARTS.map(|part| part.name).join(", ")
}

/// Runs all parts, or the one of this name; a part that fails does not keep the others from running.
pub fn test(name: Option<&str>) -> Outcome<ExitCode> {
    let wanted = |part: &&Part| match name {
        Some(name) => name == part.name,
        None => part.name != ENGINES || engines::can_be_had(),
    };
    let parts: Vec<&Part> = PARTS.iter().filter(wanted).collect();
    if parts.is_empty() {
        let name = name.unwrap_or_default();
        return Err(format!(
            "There is no part `{name}`; the parts are {}.",
            names()
        ));
    }
    let mut ready = Ready::default();
    let mut closings = Vec::new();
    let mut failed = 0;
    for part in &parts {
        println!("\n== {}", part.name);
        let begun = Instant::now();
        let done = ready.with(&part.needs.concat()).and_then(|()| (part.run)());
        if interrupted() {
            return Err("Interrupted.".to_owned());
        }
        failed += usize::from(done.is_err());
        let closing = closing(part.name, &done, begun.elapsed());
        println!("{closing}");
        closings.push(closing);
    }
    println!("\n{}\n", closings.join("\n"));
    println!("{} passed, {failed} failed", parts.len() - failed);
    Ok(ExitCode::from(u8::from(failed > 0)))
}

fn closing(name: &str, done: &Outcome, time: Duration) -> String {
    let (word, reason) = match done {
        Ok(()) => ("ok", ""),
        Err(reason) => ("failed", reason.as_str()),
    };
    format!("{name:<8} {word:<6} {:>12}   {reason}", lasted(time))
        .trim_end()
        .to_owned()
}

fn fmt() -> Outcome {
    cargo("fmt --all --check")
}

/// Without `--workspace`, cargo leaves the app out, which is for WebAssembly alone.
fn clippy() -> Outcome {
    cargo("clippy --all-targets --features satline-core/js -- -D warnings")?;
    cargo(
        "clippy --package satline-core --package satline-app --all-targets \
         --target wasm32-unknown-unknown -- -D warnings",
    )
}

fn core() -> Outcome {
    cargo("test --package satline-core --features js --lib --tests --no-fail-fast")
}

/// What else is native: the sandbox, and this program.
fn native() -> Outcome {
    cargo(
        "test --package satline-sandbox --package satline-xtask --lib --bins --tests --no-fail-fast",
    )
}

fn doc() -> Outcome {
    cargo("test --doc")?;
    // The second has what only wasm has: the browser's wallet and `fetch`.
    for arguments in [
        "doc --no-deps",
        "doc --no-deps --package satline-core --target wasm32-unknown-unknown",
    ] {
        let mut doc = command("cargo");
        doc.args(arguments.split(' '));
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

/// The relay on Node and as a worker, with the sandbox behind it.
fn relay() -> Outcome {
    let (port, _server) = sandbox::start(0, None)?;
    run(&mut sandbox::node_tests(RELAY, port))
}

/// The package's examples, each as its own program, with the sandbox behind them.
fn examples() -> Outcome {
    npm::build()?;
    let (port, _server) = sandbox::start(0, None)?;
    run(&mut sandbox::node_tests(EXAMPLES, port))
}

/// The core in Chrome, in a window and in a worker, and in Node, against a live sandbox; and what of
/// the app has tests of its own.
fn in_browser() -> Outcome {
    let found = browser::find()?.ok_or("The browser is gone.")?;
    let settings = webdriver_settings(&found.chrome)?;
    let (port, _server) = sandbox::start(sandbox::USUAL_PORT, None)?;
    let wasm_pack = |arguments: &str| {
        let mut tests = command("wasm-pack");
        tests
            .args(arguments.split(' '))
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
            // Compiled into the tests: a page has no environment to read.
            .env("SATLINE_SANDBOX", sandbox::address(port));
        tests
    };
    for package in ["crates/core", "crates/app"] {
        let mut tests = wasm_pack("test --headless --chrome --mode no-install --chromedriver");
        run(tests.arg(&found.driver).arg(package))?;
    }
    run(&mut wasm_pack(
        "test --node --mode no-install crates/core --test in_node",
    ))
}

/// The app as it is shipped, in Chrome, with the sandbox behind it; and what it weighs.
fn end_to_end() -> Outcome {
    let found = browser::find()?.ok_or("The browser is gone.")?;
    let dist = app()?;
    let (port, _server) = sandbox::start(0, Some(&dist))?;
    run(sandbox::node_tests("e2e", port).env("CHROME", found.chrome))?;
    package::weigh("app")
}

/// The app as it is shipped, built once for all parts.
fn app() -> Outcome<PathBuf> {
    static APP: OnceLock<PathBuf> = OnceLock::new();
    if let Some(dist) = APP.get() {
        return Ok(dist.clone());
    }
    let dist = package::app(&[])?;
    Ok(APP.get_or_init(|| dist).clone())
}

/// The same in Firefox and in WebKit.
fn in_other_engines() -> Outcome {
    let found = engines::find()?.ok_or("The browsers are gone.")?;
    let dist = app()?;
    let (port, _server) = sandbox::start(0, Some(&dist))?;
    let mut in_firefox = sandbox::node_tests("e2e", port);
    run(in_firefox
        .args(engines::STORIES)
        .env("FIREFOX", found.firefox))?;
    let mut in_webkit = sandbox::node_tests("e2e", port);
    in_webkit
        .arg("webkit.js")
        .env("WEBKIT_DRIVER", found.webkit_driver)
        .env("XVFB", found.screen);
    run(&mut in_webkit)
}

fn cargo(line: &str) -> Outcome {
    run(command("cargo").args(line.split_whitespace()))
}

/// The settings that the core keeps for runs by hand, with the browser we found put in: the driver
/// by itself would look only in the usual places.
fn webdriver_settings(chrome: &Path) -> Outcome<PathBuf> {
    let kept = root().join("crates/core/webdriver.json");
    let made = tools_folder().join("webdriver.json");
    fs::create_dir_all(tools_folder())
        .and_then(|()| fs::read_to_string(&kept))
        .and_then(|settings| fs::write(&made, with_binary(&settings, chrome)))
        .map_err(|error| format!("{} could not be copied: {error}.", kept.display()))?;
    Ok(made)
}

fn with_binary(settings: &str, chrome: &Path) -> String {
    // A path in Rust's quotes is a path in JSON's, as long as it is made of visible characters.
    let chrome = chrome.to_string_lossy();
    let binary = format!("\"binary\": {chrome:?},\n    \"args\"");
    settings.replacen("\"args\"", &binary, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_part_is_answered_with_the_parts_there_are() {
        let sentence = test(Some("nativ")).unwrap_err();
        assert_eq!(
            sentence,
            "There is no part `nativ`; the parts are fmt, clippy, core, native, relay, doc, browser, \
             npm, examples, e2e, engines."
        );
    }

    #[test]
    fn closing_lines_are_columns_with_the_reason_last() {
        let time = Duration::from_millis(41_200);
        assert_eq!(
            closing("native", &Ok(()), time),
            "native   ok           41.2 s"
        );
        let failed = Err("`cargo fmt` failed (exit status: 1).".to_owned());
        assert_eq!(
            closing("fmt", &failed, time),
            "fmt      failed       41.2 s   `cargo fmt` failed (exit status: 1)."
        );
    }

    #[test]
    fn the_browser_we_found_stands_in_the_settings() {
        let kept = fs::read_to_string(root().join("crates/core/webdriver.json")).unwrap();
        let made = with_binary(&kept, Path::new("C:\\Chrome\\chrome.exe"));
        assert!(
            made.contains(r#""binary": "C:\\Chrome\\chrome.exe","#),
            "{made}"
        );
        assert!(made.contains("--no-sandbox"));
    }
}
