//! The server among clients that send nonsense, stop in the middle, or never read: whoever asks properly
//! beside them gets every answer, and neither memory nor open files grow.
//!
//! `BAD_CLIENTS=3600 cargo test --package satline-sandbox --test bad_clients -- --nocapture` attacks for
//! an hour; `SEED=17` repeats what is sent.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "common/server.rs"]
mod server;

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::{Server, body_of, program};

const ATTACKERS: u64 = 4;
/// Between two bad requests of an attacker.
const BREATH: Duration = Duration::from_millis(5);
/// Clients that send a byte now and then.
const SLOW: usize = 60;
/// Clients that ask for this much and never read it: more than the system takes for them, and so much that
/// allocators give it back at once.
const NEVER_READ: usize = 4;
const LONG: usize = 40 << 20;
/// The most that may be open: the server's limit, and its own few.
#[cfg(target_os = "linux")]
const MOST_FILES: usize = 500 + 20;

fn variable(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Random numbers that a seed repeats.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // "xorshift64*".
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        self.roll().to_le_bytes()[0]
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.byte()).collect()
    }
}

/// Proper requests, to be spoilt. None of them is a control that would change what others see.
const PROPER: [&str; 6] = [
    "GET /sms4sats/price?country=43&service=wa HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "GET /sms4sats/getnumbersstatus?country=43 HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n",
    "POST /sms4sats/createorder HTTP/1.1\r\nhost: localhost\r\ncontent-length: 29\r\n\r\n{\"country\":43,\"service\":\"wa\"}",
    "POST /sandbox/pay HTTP/1.1\r\nhost: localhost\r\ncontent-length: 19\r\n\r\n{\"invoice\":\"lnbcr\"}",
    "POST /lava/v1/wallet/fund HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
    "OPTIONS /grid/2025-10-13/customers HTTP/1.1\r\nhost: localhost\r\norigin: null\r\n\r\n",
];

fn noise(dice: &mut Dice) -> Vec<u8> {
    dice.bytes(10_000)
}

fn broken(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = dice.pick(&PROPER).as_bytes().to_vec();
    for _ in 0..=dice.below(8) {
        if bytes.len() < 2 {
            break;
        }
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => bytes[at] = dice.byte(),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, dice.byte()),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

fn half(dice: &mut Dice) -> Vec<u8> {
    let bytes = dice.pick(&PROPER).as_bytes();
    bytes[..dice.below(bytes.len())].to_vec()
}

fn huge_header(dice: &mut Dice) -> Vec<u8> {
    let value = "x".repeat(1 << (10 + dice.below(11)));
    format!("GET /sms4sats/price HTTP/1.1\r\nhost: localhost\r\nx-long: {value}\r\n\r\n")
        .into_bytes()
}

fn many_headers(dice: &mut Dice) -> Vec<u8> {
    let lines = "x-many: 1\r\n".repeat(dice.below(20_000));
    format!("GET /sms4sats/price HTTP/1.1\r\nhost: localhost\r\n{lines}\r\n").into_bytes()
}

fn long_target(dice: &mut Dice) -> Vec<u8> {
    let target = "/sms4sats/".repeat(dice.below(100_000));
    format!("GET /{target} HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes()
}

fn wrong_length(dice: &mut Dice) -> Vec<u8> {
    let length = dice.pick(&[
        "-1",
        "1e9",
        "0x10",
        "9",
        "1000000",
        "2000000",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999",
        "3\r\ncontent-length: 4",
        "3\r\ntransfer-encoding: chunked",
        "3, 3",
        "",
    ]);
    let path = dice.pick(&[
        "/sms4sats/createorder",
        "/sandbox/pay",
        "/grid/2025-10-13/customers",
    ]);
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n{{}} and more"
    )
    .into_bytes()
}

fn wrong_chunks(dice: &mut Dice) -> Vec<u8> {
    let chunks = dice.pick(&[
        "xyz\r\n{}\r\n0\r\n\r\n",
        "-2\r\n{}\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\n{}\r\n",
        "FFFFFFFFFFFFFFFFF\r\n{}\r\n",
        "7FFFFFFF\r\n{}",
        "2\r\n{}0\r\n\r\n",
        "2;x=\"\r\n{}\r\n0\r\nx: y\r\n",
        "2\n{}\n0\n\n",
        "\r\n\r\n",
        "0\r\ncontent-length: 5\r\n\r\n",
    ]);
    let extension = "x".repeat(dice.below(40_000));
    let chunks = if dice.below(4) == 0 {
        format!("2;{extension}\r\n{{}}\r\n0\r\n{extension}: 1\r\n\r\n")
    } else {
        chunks.to_owned()
    };
    format!("POST /sms4sats/createorder HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n{chunks}")
        .into_bytes()
}

fn too_long(dice: &mut Dice) -> Vec<u8> {
    let length = (1 << 20) + dice.below(1 << 20);
    let mut bytes = format!(
        "POST /sms4sats/createorder HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.resize(bytes.len() + length, b' ');
    bytes
}

fn pipelined(dice: &mut Dice) -> Vec<u8> {
    PROPER[..2]
        .concat()
        .repeat(1 + dice.below(100))
        .into_bytes()
}

const MESSAGES: [fn(&mut Dice) -> Vec<u8>; 10] = [
    noise,
    broken,
    half,
    huge_header,
    many_headers,
    long_target,
    wrong_length,
    wrong_chunks,
    too_long,
    pipelined,
];

/// Sends something bad, and ends in some way.
fn attack(address: &str, dice: &mut Dice) {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return;
    };
    let wait = Some(Duration::from_millis(200));
    stream.set_read_timeout(wait).unwrap();
    stream.set_write_timeout(wait).unwrap();
    let message = dice.pick(&MESSAGES)(dice);
    // The server may have had enough of it.
    let _ = stream.write_all(&message);
    match dice.below(4) {
        // It closes with the answer unread, so that the connection is reset.
        0 => {}
        1 => {
            let _ = stream.read_exact(&mut [0]);
        }
        2 => {
            let _ = stream.shutdown(Shutdown::Write);
            read_answer(&mut stream);
        }
        _ => read_answer(&mut stream),
    }
}

/// Every answer is HTTP.
fn read_answer(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    let _ = stream.take(1 << 20).read_to_end(&mut bytes);
    let begins = &bytes[..bytes.len().min(7)];
    assert!(b"HTTP/1.".starts_with(begins), "{bytes:?}");
}

/// Keeps connections open that send a byte each time, or never read.
struct Lingering {
    slow: Vec<(TcpStream, usize)>,
    deaf: Vec<TcpStream>,
}

const SLOW_REQUEST: &str =
    "POST /sms4sats/createorder HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n";

impl Lingering {
    fn new() -> Self {
        Self {
            slow: Vec::new(),
            deaf: Vec::new(),
        }
    }

    fn go_on(&mut self, address: &str) {
        while self.slow.len() < SLOW {
            let Ok(stream) = TcpStream::connect(address) else {
                break;
            };
            self.slow.push((stream, 0));
        }
        // A third stops with its headers, a third sends its body, a third sends nothing at all.
        for (place, (stream, sent)) in self.slow.iter_mut().enumerate() {
            let byte = match (place % 3, SLOW_REQUEST.as_bytes().get(*sent)) {
                (0, _) | (1, None) => continue,
                (_, None) => b' ',
                (_, Some(byte)) => *byte,
            };
            *sent = match stream.write_all(&[byte]) {
                Ok(()) => *sent + 1,
                Err(_) => usize::MAX,
            };
        }
        self.slow.retain(|(_, sent)| *sent < usize::MAX);
        // That one was closed cannot be seen without reading: each has its time.
        if self.deaf.len() == NEVER_READ {
            self.deaf.remove(0);
        }
        while self.deaf.len() < NEVER_READ {
            let Ok(mut stream) = TcpStream::connect(address) else {
                break;
            };
            let _ = stream.write_all(b"GET /lava/v1/long HTTP/1.1\r\nhost: localhost\r\n\r\n");
            self.deaf.push(stream);
        }
    }
}

/// Opens more connections than the server takes, holds them with half a request, and lets go.
fn flood(address: &str, count: usize, held: Duration) {
    let open: Vec<TcpStream> = (0..count).map_while(|_| half_open(address).ok()).collect();
    sleep(held);
    drop(open);
}

fn half_open(address: &str) -> std::io::Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "{SLOW_REQUEST}{{")?;
    Ok(stream)
}

/// A client that does everything right, and compares every answer.
struct Honest<'a> {
    server: &'a Server,
    price: String,
    list: String,
    answers: u64,
    slowest: Duration,
}

impl<'a> Honest<'a> {
    fn new(server: &'a Server) -> Self {
        let mut honest = Self {
            server,
            price: String::new(),
            list: String::new(),
            answers: 0,
            slowest: Duration::ZERO,
        };
        honest.start_over();
        honest.price = honest.get("/sms4sats/price?country=43&service=wa");
        honest.list = honest.get("/sms4sats/getnumbersstatus?country=43");
        honest
    }

    /// Orders would fill the memory, and empty the wallet.
    fn start_over(&mut self) {
        self.post("/sandbox/reset", &json!({}));
        self.post(
            "/sandbox/settings",
            &json!({ "numberAfterMs": 0, "codeAfterMs": 0 }),
        );
        let long = json!({ "route": "/lava/v1/long", "bodyBytes": LONG, "times": 1_000_000 });
        self.post("/sandbox/faults", &long);
    }

    fn ask(&mut self, head: &str, body: &str) -> String {
        let begun = Instant::now();
        let (answer, has_ended) = self.server.raw(head, body);
        assert!(has_ended, "{head}: {answer}");
        self.answers += 1;
        self.slowest = self.slowest.max(begun.elapsed());
        answer
    }

    fn get(&mut self, target: &str) -> String {
        let answer = self.ask(&format!("GET {target}"), "");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{target}: {answer}");
        body_of(&answer).to_owned()
    }

    fn post(&mut self, target: &str, body: &Value) -> Value {
        let answer = self.ask(&format!("POST {target}"), &body.to_string());
        assert!(answer.starts_with("HTTP/1.1 200 "), "{target}: {answer}");
        serde_json::from_str(body_of(&answer)).unwrap()
    }

    /// Orders a code, pays and receives it.
    fn live(&mut self) {
        assert_eq!(
            self.get("/sms4sats/price?country=43&service=wa"),
            self.price
        );
        assert_eq!(self.get("/sms4sats/getnumbersstatus?country=43"), self.list);
        let order = json!({ "country": 43, "service": "wa" });
        let order = self.post("/sms4sats/createorder", &order);
        let id = order["orderId"].as_str().unwrap();
        let status = format!("/sms4sats/orderstatus?orderId={id}");
        assert_eq!(self.get(&status), r#"{"paid":false,"status":"OK"}"#);
        let paid = self.post("/sandbox/pay", &json!({ "invoice": order["payreq"] }));
        assert_eq!(
            (&paid["state"], &paid["paymentHash"]),
            (&json!("settled"), &json!(id))
        );
        let status: Value = serde_json::from_str(&self.get(&status)).unwrap();
        assert!(
            status["paid"] == true && !status["code"].is_null(),
            "{status}"
        );
        let refused = self.ask("GET /lava/v1/wallet", "");
        assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    }
}

/// The server's resident memory in bytes, and its open files.
#[cfg(target_os = "linux")]
fn weigh(server: &Server) -> (usize, usize) {
    let process = format!("/proc/{}", server.child.id());
    let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    let files = std::fs::read_dir(format!("{process}/fd")).unwrap().count();
    (kilobytes.parse::<usize>().unwrap() << 10, files)
}

#[test]
fn bad_clients_take_nothing_from_an_honest_one_and_leave_nothing_behind() {
    let seconds = variable("BAD_CLIENTS", 3);
    let seed = variable("SEED", 1);
    let mut server = Server::start(&[]);
    let mut errors = server.child.stderr.take().unwrap();
    let said = thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).unwrap();
        text
    });
    let mut honest = Honest::new(&server);
    honest.live();
    #[cfg(target_os = "linux")]
    let before = weigh(&server);
    #[cfg(target_os = "linux")]
    let mut most = before;
    let (is_over, attacks) = (AtomicBool::new(false), AtomicU64::new(0));
    let address = server.address.as_str();
    thread::scope(|scope| {
        for number in 0..ATTACKERS {
            let (is_over, attacks) = (&is_over, &attacks);
            scope.spawn(move || {
                let mut dice = Dice(seed * ATTACKERS + number + 1);
                while !is_over.load(Ordering::Relaxed) {
                    attack(address, &mut dice);
                    attacks.fetch_add(1, Ordering::Relaxed);
                    sleep(BREATH);
                }
            });
        }
        let is_over_for = &is_over;
        scope.spawn(move || {
            let mut lingering = Lingering::new();
            while !is_over_for.load(Ordering::Relaxed) {
                lingering.go_on(address);
                sleep(Duration::from_secs(1).min(Duration::from_secs(seconds) / 10));
            }
        });
        scope.spawn(move || {
            let is_over = || is_over_for.load(Ordering::Relaxed);
            while !is_over() {
                flood(address, 700, Duration::from_secs(seconds.min(9)) / 3);
                let begun = Instant::now();
                while !is_over() && begun.elapsed() < Duration::from_secs(seconds.min(9)) / 3 {
                    sleep(Duration::from_millis(50));
                }
            }
        });
        // The attackers must end even if something fails.
        let end = OnDrop(&is_over);
        let begun = Instant::now();
        let mut lives = 0_u64;
        while begun.elapsed() < Duration::from_secs(seconds) {
            honest.live();
            lives += 1;
            if lives.is_multiple_of(200) {
                honest.start_over();
            }
            #[cfg(target_os = "linux")]
            {
                let (bytes, files) = weigh(&server);
                most = (most.0.max(bytes), most.1.max(files));
            }
        }
        drop(end);
    });
    honest.start_over();
    println!(
        "seed {seed}: {} bad requests in {seconds} s; {} honest answers, the slowest after {} ms",
        attacks.load(Ordering::Relaxed),
        honest.answers,
        honest.slowest.as_millis()
    );
    #[cfg(target_os = "linux")]
    {
        let begun = Instant::now();
        while weigh(&server).1 > before.1 && begun.elapsed() < Duration::from_secs(10) {
            sleep(Duration::from_millis(50));
        }
        let after = weigh(&server);
        println!("memory and open files before {before:?}, at most {most:?}, after {after:?}");
        assert!(most.0 < before.0 + (400 << 20), "{most:?}");
        assert!(most.1 <= MOST_FILES, "{most:?}");
        assert!(after.0 < before.0 + (64 << 20), "{before:?} {after:?}");
        assert!(after.1 <= before.1, "{before:?} {after:?}");
    }
    drop(server);
    let said = said.join().unwrap();
    assert!(!said.contains("panicked"), "{said}");
}

/// Sets it when it is dropped.
struct OnDrop<'a>(&'a AtomicBool);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Some systems allow a program few open files.
#[cfg(unix)]
#[test]
fn connections_that_never_finish_keep_nobody_out_however_few_files_may_be_open() {
    const FILES: usize = 64;
    let sandbox = program(&[]);
    let mut shell = std::process::Command::new("sh");
    let script = format!("ulimit -n {FILES} && exec \"$0\" --port 0");
    shell.args(["-c", &script]).arg(sandbox.get_program());
    shell.stdout(std::process::Stdio::piped());
    let server = Server::spawn(&mut shell);
    let open: Vec<TcpStream> = (0..2 * FILES)
        .map_while(|_| half_open(&server.address).ok())
        .collect();
    assert_eq!(open.len(), 2 * FILES);
    assert!(server.get("/sms4sats/price").starts_with("HTTP/1.1 200"));
    // The newest of them may still be open, the oldest had its time.
    let mut oldest = &open[0];
    oldest
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let ended = oldest.read(&mut [0]);
    let is_closed = |error: &std::io::Error| error.kind() == ErrorKind::ConnectionReset;
    assert!(
        matches!(ended, Ok(0)) || ended.as_ref().is_err_and(is_closed),
        "{ended:?}"
    );
}
