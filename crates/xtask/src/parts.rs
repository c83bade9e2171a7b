//! Runs the parts of the tests. The table of all parts is in `test.rs`.

use crate::process::{Output, command, line, root};
use crate::tools::{
    CHROME, CHROME_SHELL, CHROMEDRIVER, FIREFOX, POSTGRES, REDIS, WEBKIT_DRIVER, XVFB,
};
use crate::{fire, fuzz, package, sandbox};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The consumers of the npm package that run before every commit, by the beginnings of their names, and
/// the checks of the package.
const CONSUMERS: &str = "publint,attw,files,Node,Vite,Next.js,Deno,no bundler,a page";

/// The scenario files that need a release: its chunks, its policy, its speed.
const OF_RELEASE: &str = "(chunks|deploy|offline|speed)";

pub fn fmt(output: &Output) -> Result<()> {
    output.run(line("cargo fmt --all --check"))?;
    output.run(line(
        "cargo fmt --check --manifest-path crates/nodes/Cargo.toml",
    ))
}

/// The app is only for WebAssembly, and not a default member.
pub fn clippy(output: &Output) -> Result<()> {
    output.run(line("cargo clippy --all-targets -- -D warnings"))?;
    // One by one: each defines a global allocator.
    for targets in [
        "--package satline-core --all-targets",
        "--package satline-app --all-targets",
        "--package satline-sandbox --lib --no-default-features --features js",
    ] {
        output.run(line(&format!(
            "cargo clippy {targets} --target wasm32-unknown-unknown -- -D warnings"
        )))?;
    }
    Ok(())
}

pub fn native(output: &Output) -> Result<()> {
    let what = "--lib --bins --tests";
    output.run(line(&format!("cargo test {what} --no-fail-fast")))
}

pub fn doc(output: &Output) -> Result<()> {
    output.run(line("cargo test --doc"))?;
    rustdoc(output)
}

/// Builds the libraries' documentation for WebAssembly, where the core has more: the browser's wallet and `fetch`.
pub fn rustdoc(output: &Output) -> Result<()> {
    let mut doc = line(
        "cargo doc --no-deps --package satline-core --package satline-qr --package satline-sandbox \
         --no-default-features --target wasm32-unknown-unknown",
    );
    output.run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Checks the Rust packages by `deny.toml`. Known weaknesses are in a database on the network, so a workflow asks it.
pub fn deny(output: &Output) -> Result<()> {
    output.run(line(
        "cargo-deny --locked --offline check bans licenses sources",
    ))
}

/// Tests the relay on Node and as a worker, with the sandbox behind it.
pub fn relay(output: &Output) -> Result<()> {
    node_tests("npm/examples/relay", "", output)
}

/// Tests the package's examples, each as its own program.
pub fn examples(output: &Output) -> Result<()> {
    package::npm(output)?;
    node_tests("npm/examples/orders", "", output)
}

/// Tests `satline-fleet` with a real Redis; then kills its workers and Redis while they handle two thousand orders.
pub fn fleet(output: &Output) -> Result<()> {
    package::fleet(output)?;
    let redis = REDIS.path()?;
    let (address, _server) = sandbox::start(0, output)?;
    let mut tests = node_command("npm/fleet", "test/*.test.mjs");
    tests
        .env("SATLINE_URL", address)
        .env("POSTGRES", POSTGRES.path()?);
    output.run(tests.env("REDIS_SERVER", &redis))?;
    let mut killing = line("node npm/fleet/test/kill/fleet.mjs");
    killing.env("SATLINE_SANDBOX", root().join(sandbox::PROGRAM));
    output.run(killing.env("REDIS_SERVER", redis))
}

/// Runs the package's own tests, and the most common consumers.
pub fn npm(output: &Output) -> Result<()> {
    package::npm(output)?;
    package::sandbox_npm(output)?;
    // Node 20 does not expand patterns, and by default runs every module in a folder called `test`.
    node_tests("npm/test", "*.test.mjs types/*.test.mjs", output)?;
    node_tests("npm/sandbox", "test/*.test.mjs", output)?;
    consume(CONSUMERS, output)
}

pub fn consumers(output: &Output) -> Result<()> {
    package::npm(output)?;
    consume("", output)
}

/// Installs the package as it would be published, and runs the consumers, each of which orders a code.
fn consume(names: &str, output: &Output) -> Result<()> {
    let mut pack = line("npm pack --silent --pack-destination ../../target/npm");
    output.run(pack.current_dir(root().join("npm/pkg")))?;
    let tarball = root().join(concat!(
        "target/npm/satline-",
        env!("CARGO_PKG_VERSION"),
        ".tgz"
    ));
    // They order from the sandbox's npm package.
    package::sandbox_npm(output)?;
    let mut consumers = line("node npm/consumers/run.mjs");
    consumers.arg(tarball).args(names.split_terminator(','));
    output.run(consumers.env("CHROME", CHROME.path()?))
}

/// Tests the core in Chrome, in its workers and in Node against a running sandbox, and the app's components.
pub fn browser(output: &Output) -> Result<()> {
    // Without the npm package's classes: they define a global allocator, and so does the app.
    let mut tests = line(
        "cargo test --package satline-core --package satline-app --lib --bins --tests \
         --no-default-features --target wasm32-unknown-unknown --no-fail-fast",
    );
    in_chrome(&mut tests, output)
}

/// Runs the core's tests by wasm-pack, which many people know.
pub fn wasm_pack(output: &Output) -> Result<()> {
    let test = "wasm-pack test --mode no-install";
    in_chrome(
        &mut line(&format!("{test} --headless --chrome crates/core")),
        output,
    )?;
    in_chrome(
        &mut line(&format!("{test} --node crates/core --test in_node")),
        output,
    )
}

/// Configures wasm-bindgen's test runner: Chrome, its driver and a sandbox.
fn in_chrome(tests: &mut Command, output: &Output) -> Result<()> {
    let (address, _server) = sandbox::start(sandbox::USUAL_PORT, output)?;
    let kept = fs::read_to_string(root().join("crates/core/webdriver.json"))?;
    let settings = root().join("target/webdriver.json");
    fs::write(&settings, with_binary(&kept, &CHROME.path()?))?;
    tests
        .env("CHROMEDRIVER", CHROMEDRIVER.path()?)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        // Compiled into the tests: a page cannot read environment variables.
        .env("SATLINE_SANDBOX", address);
    output.run(tests)
}

/// Without this, the driver looks for Chrome only in the usual places.
fn with_binary(settings: &str, chrome: &Path) -> String {
    // Rust quotes like JSON, as long as a path contains only printable characters.
    let binary = format!("\"binary\": {:?},\n    \"args\"", chrome.to_string_lossy());
    settings.replacen("\"args\"", &binary, 1)
}

/// Builds everything, including the app for the scenarios, and checks the sizes of what is shipped.
pub fn build(output: &Output) -> Result<()> {
    package::quick_app(output)?;
    package::app(output)?;
    package::npm(output)?;
    package::weigh("app", output)?;
    package::weigh("npm", output)
}

/// Runs the app's scenarios in Chromium.
pub fn end_to_end(output: &Output) -> Result<()> {
    package::quick_app(output)?;
    let mut tests = scenarios(
        "chromium",
        "target/app",
        &format!(r"^(?!.*/{OF_RELEASE}\.)"),
        output,
    )?;
    if let Ok(shell) = CHROME_SHELL.path() {
        tests.env("CHROME_SHELL", shell);
    }
    output.run(tests)
}

/// Runs the app's scenarios in the demo, on a server that only serves files.
pub fn demo(output: &Output) -> Result<()> {
    package::quick_app(output)?;
    let mut tests = scenarios("chromium", "target/app", "", output)?;
    if let Ok(shell) = CHROME_SHELL.path() {
        tests.env("CHROME_SHELL", shell);
    }
    output.run(tests.env("SATLINE_DEMO", "1"))
}

/// Runs the scenarios that need the app as it is shipped, in Chromium with windows.
pub fn release(output: &Output) -> Result<()> {
    package::app(output)?;
    output.run(scenarios(
        "chromium",
        "dist",
        &format!(r"/{OF_RELEASE}\."),
        output,
    )?)
}

/// Tests the app in Firefox and in WebKit.
pub fn engines(output: &Output) -> Result<()> {
    package::quick_app(output)?;
    output.run(scenarios("firefox", "target/app", "", output)?)?;
    let mut tests = line("node --test webkit.js");
    tests
        .current_dir(root().join("e2e"))
        .env("SATLINE_SANDBOX", root().join(sandbox::PROGRAM))
        .env("SATLINE_APP", root().join("target/app"))
        .env("WEBKIT_DRIVER", WEBKIT_DRIVER.path()?);
    output.run(tests.env("XVFB", XVFB.path()?))
}

pub fn histories(output: &Output) -> Result<()> {
    fire::fire(fire::HISTORIES, output)
}

/// Pays orders between two real Lightning nodes. A workspace of its own: the nodes take minutes to compile.
pub fn lightning(output: &Output) -> Result<()> {
    output.run(line(
        "cargo test --locked --manifest-path crates/nodes/Cargo.toml --target-dir target/nodes",
    ))
}

pub fn long_fuzz(output: &Output) -> Result<()> {
    fuzz::fuzz(fuzz::SECONDS, output)
}

/// Returns the command that runs the scenarios in the files that match this pattern.
fn scenarios(browser: &str, app: &str, files: &str, output: &Output) -> Result<Command> {
    sandbox::build_once(output)?;
    let mut tests = line(&format!("npx playwright test --project={browser} {files}"));
    tests
        .current_dir(root().join("e2e"))
        .env("SATLINE_SANDBOX", root().join(sandbox::PROGRAM))
        .env("SATLINE_APP", root().join(app))
        .env("CHROME", CHROME.path()?);
    if browser == "firefox" {
        tests.env("FIREFOX", FIREFOX.path()?);
    }
    Ok(tests)
}

/// Runs Node's tests in a folder. They share a sandbox, so they run one after the other.
fn node_tests(folder: &str, files: &str, output: &Output) -> Result<()> {
    let (address, _server) = sandbox::start(0, output)?;
    output.run(node_command(folder, files).env("SATLINE_URL", address))
}

/// Returns a command for Node, run by a shell, which expands the patterns.
fn node_command(folder: &str, files: &str) -> Command {
    let mut shell = command("sh");
    // A test that hangs fails: the slowest file takes less than a minute.
    let node = format!("exec node --test --test-timeout=300000 --test-concurrency=1 {files}");
    shell.args(["-c", &node]).current_dir(root().join(folder));
    shell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_we_found_is_in_the_driver_s_settings() {
        let kept = fs::read_to_string(root().join("crates/core/webdriver.json")).unwrap();
        let settings = with_binary(&kept, Path::new("/opt/chrome"));
        assert!(
            settings.contains(r#""binary": "/opt/chrome","#) && settings.contains("--no-sandbox")
        );
    }
}
