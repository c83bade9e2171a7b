//! `cargo xtask`: everything a person or a CI machine does with this repository, as one program.

mod apt;
mod bench;
mod browser;
mod engines;
mod fuzz;
mod npm;
mod package;
mod process;
mod redis;
mod sandbox;
mod setup;
mod start;
mod test;
mod tools;

use process::Outcome;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask setup                install what is missing, at the pinned versions
cargo xtask start [options]      the app and the sandbox on one address, rebuilt when a source changes
    --port 8080                  listen on this port
    --no-open                    do not open the browser
    --release                    the app as it is shipped: small and fast, slower to build
cargo xtask test [part]          run every test, or one part of:
    {parts}
cargo xtask package [options]    the app's release into dist/, the npm package into npm/pkg/, and their
                                 sizes; options go to `trunk build`, such as --public-url /shop/
cargo xtask bench [parts]        measure satline beside what one would use instead, write the tables into
                                 bench/README.md; the parts:
    {bench}
    --quick                      in two minutes; writes no tables
    --check                      fail where less is reached than bench/budget.json asks for
cargo xtask fuzz [seconds]       look for texts that break what reads them, for 60 seconds in each
                                 place if not said; needs a nightly compiler";

/// What was asked for.
#[derive(Debug, PartialEq)]
enum Order {
    Help,
    Setup,
    Start(start::Options),
    Test(Option<String>),
    Package(Vec<String>),
    Bench(bench::Options),
    Fuzz(u32),
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = process::watch_for_interrupts()
        .and_then(|()| understand(&words))
        .and_then(carry_out);
    match done {
        Ok(code) => code,
        Err(_) if process::interrupted() => {
            eprintln!("\nStopped.");
            ExitCode::from(130)
        }
        Err(sentence) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(order: Order) -> Outcome<ExitCode> {
    match order {
        Order::Help => println!(
            "{}",
            HELP.replace("{parts}", &test::names())
                .replace("{bench}", &bench::names())
        ),
        Order::Setup => setup::everything()?,
        Order::Start(options) => start::start(&options)?,
        Order::Test(part) => return test::test(part.as_deref()),
        Order::Package(extra) => package::package(&extra)?,
        Order::Bench(options) => bench::bench(&options)?,
        Order::Fuzz(seconds) => fuzz::fuzz(seconds)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn understand(words: &[String]) -> Outcome<Order> {
    let Some((verb, rest)) = words.split_first() else {
        return Ok(Order::Help);
    };
    match (verb.as_str(), rest) {
        ("help" | "--help" | "-h", _) => Ok(Order::Help),
        (_, [flag]) if flag == "--help" || flag == "-h" => Ok(Order::Help),
        ("setup", []) => Ok(Order::Setup),
        ("start", options) => start::Options::read(options).map(Order::Start),
        ("test", []) => Ok(Order::Test(None)),
        ("test", [part]) => Ok(Order::Test(Some(part.clone()))),
        ("package", extra) => Ok(Order::Package(extra.to_vec())),
        ("bench", words) => bench::Options::read(words).map(Order::Bench),
        ("fuzz", []) => Ok(Order::Fuzz(fuzz::USUAL_SECONDS)),
        ("fuzz", [seconds]) => match seconds.parse() {
            Ok(seconds @ 1..) => Ok(Order::Fuzz(seconds)),
            _ => Err(format!(
                "`{seconds}` is no number of seconds, such as {}.",
                fuzz::USUAL_SECONDS
            )),
        },
        ("setup" | "test" | "fuzz", [.., surplus]) => Err(format!(
            "`{verb}` does not know what to do with `{surplus}`; `cargo xtask help` lists what there is."
        )),
        _ => Err(format!(
            "There is no command `{verb}`; the commands are setup, start, test, package, \
             bench and fuzz, and `cargo xtask help` explains them."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(line: &str) -> Outcome<Order> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        understand(&words)
    }

    #[test]
    fn no_words_and_every_plea_for_help_show_the_help() {
        for line in ["", "help", "-h", "--help", "start --help", "test -h"] {
            assert_eq!(order(line), Ok(Order::Help), "{line}");
        }
    }

    #[test]
    fn each_command_is_understood() {
        assert_eq!(order("setup"), Ok(Order::Setup));
        assert_eq!(order("start"), Ok(Order::Start(start::Options::default())));
        assert_eq!(order("test"), Ok(Order::Test(None)));
        assert_eq!(order("test fmt"), Ok(Order::Test(Some("fmt".into()))));
        assert_eq!(
            order("package --public-url /a/"),
            Ok(Order::Package(vec!["--public-url".into(), "/a/".into()]))
        );
        assert_eq!(order("bench"), Ok(Order::Bench(bench::Options::default())));
        assert_eq!(order("fuzz"), Ok(Order::Fuzz(60)));
        assert_eq!(order("fuzz 600"), Ok(Order::Fuzz(600)));
    }

    #[test]
    fn an_unknown_command_is_named_with_the_ones_there_are() {
        let sentence = order("deploy").unwrap_err();
        assert!(sentence.contains("`deploy`") && sentence.contains("package"));
    }

    #[test]
    fn words_too_many_are_refused_by_name() {
        assert!(order("setup now").unwrap_err().contains("`now`"));
        assert!(order("test fmt doc").unwrap_err().contains("`doc`"));
        assert!(order("fuzz 60 90").unwrap_err().contains("`90`"));
    }

    #[test]
    fn no_time_is_no_time_to_fuzz() {
        for line in ["fuzz 0", "fuzz -1", "fuzz long"] {
            assert!(order(line).unwrap_err().contains("seconds"), "{line}");
        }
    }
}
