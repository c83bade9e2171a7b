//! Histories of orders under faults. A seed decides everything, so it repeats a history exactly.
//!
//! ```text
//! satline-fire 2000            runs the histories of the seeds 0 to 1999
//! satline-fire 2000 5000       runs 2,000 of them, from seed 5000 on
//! satline-fire replay 17       prints what happens in the history of seed 17
//! ```

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod accounts;
mod books;
mod device;
mod dice;
mod faults;
mod history;
mod records;
mod world;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use history::{Outcome, run};

/// After so many broken histories there is no need for more.
const ENOUGH: usize = 20;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse::<u64>().ok();
    match words.as_slice() {
        ["replay", seed] if number(seed).is_some() => replay(number(seed).unwrap_or_default()),
        [count] if number(count).is_some() => run_all(number(count).unwrap_or_default(), 0),
        [count, first] if number(count).and(number(first)).is_some() => run_all(
            number(count).unwrap_or_default(),
            number(first).unwrap_or_default(),
        ),
        _ => {
            eprintln!("satline-fire HISTORIES [FIRST SEED], or satline-fire replay SEED");
            ExitCode::FAILURE
        }
    }
}

fn replay(seed: u64) -> ExitCode {
    let outcome = run(seed, true);
    for line in &outcome.log {
        println!("{line}");
    }
    println!(
        "{} orders, {} broken promises",
        outcome.orders,
        outcome.failures.len()
    );
    ExitCode::from(u8::from(!outcome.failures.is_empty()))
}

#[derive(Default)]
struct Sum {
    orders: u64,
    followed_ms: u64,
    asked: u64,
}

/// Runs histories on all cores.
fn run_all(count: u64, first: u64) -> ExitCode {
    let begun = Instant::now();
    let next = AtomicU64::new(first);
    let sum = Mutex::new(Sum::default());
    let broken = Mutex::new(Vec::<(u64, String)>::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let is_enough = broken.lock().expect("no thread panics").len() >= ENOUGH;
                    if seed >= first + count || is_enough {
                        break;
                    }
                    let outcome = run(seed, false);
                    add(&outcome, &mut sum.lock().expect("no thread panics"));
                    let failures = outcome.failures.into_iter().take(1);
                    let mut broken = broken.lock().expect("no thread panics");
                    broken.extend(failures.map(|failure| (seed, failure)));
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap_or_default();
    let mut broken = broken.into_inner().unwrap_or_default();
    broken.sort();
    for (seed, failure) in &broken {
        println!("seed {seed}: {failure}");
    }
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let years = sum.followed_ms as f64 / (365.25 * 86_400_000.0);
    println!(
        "{count} histories with {} orders, {years:.1} order-years and {} questions, in {:.0} s: {} broken",
        sum.orders,
        sum.asked,
        begun.elapsed().as_secs_f64(),
        broken.len()
    );
    ExitCode::from(u8::from(!broken.is_empty()))
}

fn add(outcome: &Outcome, sum: &mut Sum) {
    sum.orders += outcome.orders;
    sum.followed_ms += outcome.followed_ms;
    sum.asked += outcome.asked;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_history() {
        for seed in 0..20 {
            let (one, other) = (run(seed, true), run(seed, true));
            assert!(one.log == other.log && !one.log.is_empty(), "seed {seed}");
        }
    }
}
