//! `cargo xtask`: every task of a developer or a CI machine in this repository, as one program.

mod bench;
mod docs;
mod fire;
mod fuzz;
mod jobs;
mod package;
mod parts;
mod process;
mod sandbox;
mod setup;
mod start;
mod test;
mod tools;
mod verify;

use anyhow::{Result, bail};
use lexopt::prelude::*;
use process::Output;
use std::process::ExitCode;
use test::Level;

const HELP: &str = "\
Each command installs what it needs.

cargo xtask setup                install everything that is missing, at the pinned versions
cargo xtask start [options]      serve the app and the sandbox on one address, rebuilt when a source changes
    --port 8080                  listen on this port
    --no-open                    do not open the browser
    --demo                       only the app's files, without a server of the sandbox, and open the demo
    --release                    the app as it is shipped: small and fast, but slower to build
cargo xtask test                 run what a commit must pass
cargo xtask test quick           run what takes less than a minute: format, lints, native and doc tests
cargo xtask test --all           also Firefox, WebKit, every consumer of the npm package, and fuzzing
cargo xtask test PART            run one part of:
    {parts}
cargo xtask test fire 100000     run so many histories of orders under faults, instead of 2000
cargo xtask replay SEED          print what happens in the history of that seed
cargo xtask package              build the app's release into dist/ and the npm package into npm/pkg/, and
                                 print their sizes; the tarballs of the npm packages are in target/packages/
cargo xtask verify               build all that once more in another place, and compare it byte for byte
cargo xtask docs                 build the documentation's pages into target/docs/, and check their links
cargo xtask bench [parts]        measure satline beside what one would use instead, and write the tables
                                 of bench/README.md; the parts:
    {bench}
    --quick                      take two minutes, and write no tables
    --check                      fail where less is reached than bench/budget.json asks for
cargo xtask fuzz [seconds]       look for texts that break what reads them, 60 seconds in each place
cargo xtask fuzz keep            keep the texts that reached most of the code in fuzz/corpus/";

#[derive(Debug, PartialEq)]
enum Task {
    Help,
    Setup,
    Start(start::Options),
    Test(Level),
    Part(String),
    Fire(u64),
    Replay(u64),
    Package,
    Verify,
    Docs,
    Bench(Vec<String>),
    Fuzz(u32),
    KeepCorpus,
}

fn main() -> ExitCode {
    let task = parse(lexopt::Parser::from_env());
    let result = process::handle_interrupts().and(task).and_then(run);
    result.unwrap_or_else(|error| {
        eprintln!("\n{error:#}");
        ExitCode::FAILURE
    })
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Help => println!(
            "{}",
            HELP.replace("{parts}", &test::names()).replace(
                "{bench}",
                &format!("{}, {}", bench::PARTS.join(", "), bench::FLEET)
            )
        ),
        Task::Setup => setup::everything()?,
        Task::Start(options) => start::start(&options)?,
        Task::Test(level) => return Ok(test::level(level)),
        Task::Part(name) => test::part_alone(&name)?,
        Task::Fire(histories) => fire::fire(histories, &Output::Terminal)?,
        Task::Replay(seed) => fire::replay(seed)?,
        Task::Package => package::package()?,
        Task::Verify => verify::verify()?,
        Task::Docs => docs::docs()?,
        Task::Bench(words) => bench::bench(&words)?,
        Task::Fuzz(seconds) => fuzz::fuzz(seconds, &Output::Terminal)?,
        Task::KeepCorpus => fuzz::keep(&Output::Terminal)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(mut words: lexopt::Parser) -> Result<Task> {
    let mut task = match words.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help),
        Some(Value(command)) => match command.string()?.as_str() {
            "help" => Task::Help,
            "setup" => Task::Setup,
            "start" => Task::Start(start::Options {
                port: 8080,
                open: true,
                release: false,
                demo: false,
            }),
            "test" => Task::Test(Level::Commit),
            "package" => Task::Package,
            "verify" => Task::Verify,
            "docs" => Task::Docs,
            "bench" => Task::Bench(Vec::new()),
            "fuzz" => Task::Fuzz(fuzz::SECONDS),
            "replay" => Task::Replay(words.value()?.parse()?),
            other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
        },
        Some(option) => return Err(option.unexpected().into()),
    };
    while let Some(word) = words.next()? {
        match (&mut task, word) {
            (_, Short('h') | Long("help")) => return Ok(Task::Help),
            (Task::Start(options), Long("port")) => options.port = port(&mut words)?,
            (Task::Start(options), Long("no-open")) => options.open = false,
            (Task::Start(options), Long("release")) => options.release = true,
            (Task::Start(options), Long("demo")) => options.demo = true,
            (Task::Test(level), Long("all")) => *level = Level::All,
            (Task::Test(Level::Commit), Value(name)) if name == "quick" => {
                task = Task::Test(Level::Quick);
            }
            (Task::Test(Level::Commit), Value(name)) => task = Task::Part(name.string()?),
            (Task::Part(name), Value(histories)) if name == "fire" => {
                task = Task::Fire(histories.parse()?);
            }
            (Task::Bench(words), Long(option @ ("quick" | "check"))) => {
                words.push(format!("--{option}"));
            }
            (Task::Bench(words), Value(part)) => words.push(bench::part(part.string()?)?),
            (Task::Fuzz(_), Value(word)) if word == "keep" => task = Task::KeepCorpus,
            (Task::Fuzz(seconds), Value(number)) => *seconds = number.parse()?,
            (_, word) => return Err(word.unexpected().into()),
        }
    }
    Ok(task)
}

fn port(words: &mut lexopt::Parser) -> Result<u16> {
    match words.value()?.parse() {
        Ok(0) | Err(_) => bail!("--port takes a number from 1 to 65535, such as --port 8080"),
        Ok(port) => Ok(port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(line: &str) -> Result<Task> {
        parse(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn commands_and_options_are_understood_in_any_order() {
        let start = Task::Start(start::Options {
            port: 9000,
            open: false,
            release: true,
            demo: true,
        });
        let bench = ["--check", "qr", "--quick", "watch"]
            .map(str::to_owned)
            .to_vec();
        for (line, wanted) in [
            ("", Task::Help),
            ("help", Task::Help),
            ("start --help", Task::Help),
            ("start --port=9000 --no-open --release --demo", start),
            ("test", Task::Test(Level::Commit)),
            ("test quick", Task::Test(Level::Quick)),
            ("test --all", Task::Test(Level::All)),
            ("test fmt", Task::Part("fmt".into())),
            ("test fire", Task::Part("fire".into())),
            ("test fire 100000", Task::Fire(100_000)),
            ("replay 17", Task::Replay(17)),
            ("package", Task::Package),
            ("verify", Task::Verify),
            ("docs", Task::Docs),
            ("bench --check qr --quick watch", Task::Bench(bench)),
            ("fuzz 600", Task::Fuzz(600)),
            ("fuzz keep", Task::KeepCorpus),
        ] {
            assert_eq!(task(line).unwrap(), wanted, "{line}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (line, part) in [
            ("deploy", "`deploy`"),
            ("setup now", "now"),
            ("start --prot 80", "--prot"),
            ("start --port 65536", "--port 8080"),
            ("start --port 0", "--port 8080"),
            ("test fmt doc", "doc"),
            ("bench speed", "`speed`"),
            ("fuzz long", "long"),
            ("test fire long", "long"),
            ("replay it", "it"),
        ] {
            let error = task(line).unwrap_err().to_string();
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
