//! `cargo xtask bench`: satline and what one would use instead, measured in one run.

use crate::process::{Outcome, command, root, run};
use crate::setup::{Need, Ready};
use crate::{browser, npm, package};

/// Where the bench and its peers are.
pub const FOLDER: &str = "bench";

/// Only these parts need the app; all others need the npm package.
const OF_APP: [&str; 2] = ["catalogue", "app"];

const PARTS: [&str; 8] = [
    "qr",
    "decode",
    "recover",
    "size",
    "call",
    "catalogue",
    "app",
    "watch",
];

/// What `bench` can be told.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// None of them are all.
    parts: Vec<String>,
    quick: bool,
    check: bool,
}

impl Options {
    /// Reads the words after `bench`.
    pub fn read(words: &[String]) -> Outcome<Self> {
        let mut options = Self::default();
        for word in words {
            match word.as_str() {
                "--quick" => options.quick = true,
                "--check" => options.check = true,
                part if PARTS.contains(&part) => options.parts.push(part.to_owned()),
                _ => {
                    return Err(format!(
                        "`bench` does not know `{word}`; its parts are {}, its options --quick and \
                         --check.",
                        names()
                    ));
                }
            }
        }
        Ok(options)
    }

    fn wants(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        let any = |parts: &[&str]| parts.iter().any(|part| is_wanted(part));
        let named: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        any(if named.is_empty() { &PARTS } else { &named })
    }
}

/// All parts, for people.
pub fn names() -> String {
    PARTS.join(", ")
}

/// Builds what is measured, as it is shipped, and measures it.
pub fn bench(options: &Options) -> Outcome {
    let is_of_app = |part: &str| OF_APP.contains(&part);
    let needs = [
        package::NEEDS,
        npm::NEEDS,
        &[Need::Browser, Need::Packages(FOLDER)],
    ];
    Ready::default().with(&needs.concat())?;
    let found = browser::find()?.ok_or("The browser is gone.")?;
    if options.wants(is_of_app) {
        package::app(&[])?;
    }
    if options.wants(|part| !is_of_app(part)) {
        npm::build()?;
    }
    let flags = [("--quick", options.quick), ("--check", options.check)];
    let flags = flags.iter().filter(|(_, is_set)| *is_set);
    run(command("node")
        .arg(root().join(FOLDER).join("run.mjs"))
        .args(&options.parts)
        .args(flags.map(|(flag, _)| *flag))
        .env("CHROME", found.chrome))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Outcome<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words)
    }

    #[test]
    fn parts_and_options_are_understood_in_any_order() {
        let options = read("--check qr --quick watch").unwrap();
        assert_eq!(options.parts, ["qr", "watch"]);
        assert!(options.quick && options.check);
    }

    #[test]
    fn what_is_unknown_is_named_with_what_there_is() {
        let sentence = read("speed").unwrap_err();
        assert!(sentence.contains("`speed`") && sentence.contains("catalogue"));
    }

    #[test]
    fn the_app_is_built_only_for_those_who_measure_it() {
        let is_of_app = |part: &str| OF_APP.contains(&part);
        assert!(read("").unwrap().wants(is_of_app));
        assert!(read("qr app").unwrap().wants(is_of_app));
        assert!(!read("qr size").unwrap().wants(is_of_app));
    }
}
