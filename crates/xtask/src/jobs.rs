//! Jobs that run side by side. Each prints into its own log, which is shown if it fails.

use crate::process::{Output, human, lock, root};
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

const HEARTBEAT: Duration = Duration::from_secs(20);

/// A task, with the name under which it is reported.
pub struct Job<'a> {
    pub name: String,
    /// Whether it must run alone: it keeps all cores busy, and other jobs would disturb it.
    pub is_alone: bool,
    pub work: Work<'a>,
}

pub type Work<'a> = Box<dyn Fn(&Output) -> Result<()> + Sync + 'a>;

/// How a job ended.
pub struct Report {
    pub name: String,
    pub result: Result<()>,
    time: Duration,
}

impl Report {
    pub fn line(&self) -> String {
        let (word, reason) = match &self.result {
            Ok(()) => ("ok", String::new()),
            Err(error) => ("failed", format!("   {error:#}")),
        };
        format!("{word:<6} {:>12}   {}{reason}", human(self.time), self.name)
    }
}

/// Runs all jobs, starts them in order, and returns their reports in the same order.
///
/// One more job than there are cores: some wait for a download, or for another job's cargo.
pub fn run_all(jobs: &[Job]) -> Vec<Report> {
    let lanes = available_parallelism().map_or(2, usize::from) + 1;
    let next = AtomicUsize::new(0);
    let is_quiet = RwLock::new(());
    let begun = Mutex::new(BTreeMap::new());
    let mut reports = BTreeMap::new();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..lanes.min(jobs.len()) {
            let sender = sender.clone();
            let (next, is_quiet, begun) = (&next, &is_quiet, &begun);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::SeqCst);
                    let Some(job) = jobs.get(index) else { return };
                    let alone = job.is_alone.then(|| is_quiet.write());
                    let beside = (!job.is_alone).then(|| is_quiet.read());
                    lock(begun).insert(index, Instant::now());
                    let _ = sender.send((index, run(job)));
                    drop((alone, beside));
                }
            });
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(HEARTBEAT) {
                Ok((index, report)) => {
                    show(&report);
                    lock(&begun).remove(&index);
                    reports.insert(index, report);
                }
                Err(RecvTimeoutError::Timeout) => show_progress(jobs, &lock(&begun)),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    reports.into_values().collect()
}

fn run(job: &Job) -> Report {
    let begun = Instant::now();
    let result = Output::log(&log(&job.name)).and_then(|output| (job.work)(&output));
    Report {
        name: job.name.clone(),
        result,
        time: begun.elapsed(),
    }
}

/// Returns the path of a job's log.
fn log(name: &str) -> PathBuf {
    let file = name.replace(['/', ' '], "-");
    root().join(format!("target/xtask/{file}.log"))
}

fn show(report: &Report) {
    if report.result.is_err() {
        let output = fs::read(log(&report.name)).unwrap_or_default();
        println!("\n== {}\n{}", report.name, String::from_utf8_lossy(&output));
    }
    println!("{}", report.line());
}

/// Prints which jobs run, for how long, and their last line.
fn show_progress(jobs: &[Job], begun: &BTreeMap<usize, Instant>) {
    for (index, since) in begun {
        let Some(job) = jobs.get(*index) else {
            continue;
        };
        let output = fs::read(log(&job.name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&output);
        let last = text.lines().rfind(|line| !line.trim().is_empty());
        let last: String = last.unwrap_or_default().trim().chars().take(100).collect();
        println!(
            "...    {:>12}   {}: {last}",
            human(since.elapsed()),
            job.name
        );
    }
}

type Done = Arc<OnceLock<Result<(), String>>>;

/// Runs this once, even if several jobs need it at the same time: all get its result.
pub fn once(name: &str, output: &Output, work: impl FnOnce() -> Result<()>) -> Result<()> {
    static DONE: Mutex<BTreeMap<String, Done>> = Mutex::new(BTreeMap::new());
    let done = lock(&DONE).entry(name.to_owned()).or_default().clone();
    if done.get().is_none() {
        output.print(name);
    }
    let result = done.get_or_init(|| work().map_err(|error| format!("{error:#}")));
    result.clone().map_err(|error| anyhow!(error))
}
