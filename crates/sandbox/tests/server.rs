//! The server over real connections: faults as a client meets them, files, webhooks, the command line.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "common/server.rs"]
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::{Server, body_of, program};

/// A directory with an app in it, in the place cargo keeps for tests.
fn app(name: &str, headers: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    for page in ["", "orders"] {
        std::fs::create_dir_all(directory.join(page)).unwrap();
        let text = "<head></head>the app";
        std::fs::write(directory.join(page).join("index.html"), text).unwrap();
    }
    std::fs::write(directory.join("404.html"), "no page").unwrap();
    std::fs::write(directory.join("app.wasm"), "\0asm").unwrap();
    std::fs::write(directory.join("_headers"), headers).unwrap();
    directory
}

#[test]
fn an_order_lives_over_http() {
    let server = Server::start(&[]);
    server.post(
        "/sandbox/settings",
        &json!({ "numberAfterMs": 0, "codeAfterMs": 0 }),
    );
    let placed = server.post(
        "/sms4sats/createorder",
        &json!({ "country": 43, "service": "tg" }),
    );
    let paid = server.post("/sandbox/pay", &json!({ "invoice": placed["payreq"] }));
    assert_eq!(paid["state"], "settled");
    let status = server.get(&format!(
        "/sandbox/sms4sats/orderstatus?orderId={}",
        placed["orderId"].as_str().unwrap()
    ));
    assert!(
        status.starts_with("HTTP/1.1 200") && status.contains("\"code\":"),
        "{status}"
    );
}

#[test]
fn a_dropped_request_gets_not_one_byte() {
    let server = Server::start(&[]);
    server.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/price", "drop": true }),
    );
    assert_eq!(server.get("/sms4sats/price"), "");
    assert!(server.get("/sms4sats/price").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_cut_body_is_announced_whole_and_breaks_off() {
    let server = Server::start(&[]);
    server.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/price", "cutAfter": 5 }),
    );
    let (cut, _) = server.raw("GET /sms4sats/price", "");
    let whole = server.get("/sms4sats/price");
    let length = |answer: &str| {
        let line = answer
            .lines()
            .find(|line| line.starts_with("content-length"))
            .unwrap()
            .to_owned();
        line.split_once(": ").unwrap().1.parse::<usize>().unwrap()
    };
    assert_eq!(body_of(&cut), &body_of(&whole)[..5]);
    assert_eq!(length(&cut), length(&whole));
}

#[test]
fn a_delayed_answer_takes_its_time_and_holds_up_nobody_else() {
    let server = Server::start(&[]);
    server.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/price", "delayMs": 600 }),
    );
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| server.get("/sms4sats/price"));
        std::thread::sleep(Duration::from_millis(100));
        server.get("/sms4sats/");
        assert!(begun.elapsed() < Duration::from_millis(550));
        assert!(slow.join().unwrap().starts_with("HTTP/1.1 200"));
    });
    assert!(begun.elapsed() >= Duration::from_millis(600));
}

#[test]
fn retry_after_arrives_as_a_header() {
    let server = Server::start(&[]);
    server.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/price", "status": 429, "retryAfter": 2 }),
    );
    let answer = server.get("/sms4sats/price");
    assert!(
        answer.starts_with("HTTP/1.1 429") && answer.contains("\r\nretry-after: 2\r\n"),
        "{answer}"
    );
}

#[test]
fn a_body_beyond_a_megabyte_is_refused() {
    let server = Server::start(&[]);
    let (answer, _) = server.raw("POST /sms4sats/createorder", &"x".repeat(1024 * 1024 + 1));
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(
        answer.contains("access-control-allow-origin: *"),
        "{answer}"
    );
    let (answer, _) = server.raw("POST /sandbox/pay", &"x".repeat(1024 * 1024 + 1));
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(!answer.contains("access-control"), "{answer}");
}

#[test]
fn only_requests_for_this_machine_are_answered() {
    let directory = app("guarded", "");
    let server = Server::start(&["--app", directory.to_str().unwrap()]);
    let (_, port) = server.address.split_once(':').unwrap();
    let ask = |server: &Server, host: &str, target: &str| {
        let head = format!("GET {target}");
        server.raw_with(&head, &[("host", host)], "").0
    };
    for target in ["/", "/app.wasm", "/sms4sats/price", "/sandbox/"] {
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            let answer = ask(&server, &format!("{host}:{port}"), target);
            assert!(
                answer.starts_with("HTTP/1.1 200"),
                "{host}{target}: {answer}"
            );
        }
        let answer = ask(&server, "rebound.example", target);
        assert!(answer.starts_with("HTTP/1.1 421"), "{target}: {answer}");
        assert!(
            answer.contains("--allow-host") && !answer.contains("access-control"),
            "{answer}"
        );
    }
    let allowed = Server::start(&["--allow-host", "sandbox.test"]);
    let answer = ask(&allowed, "sandbox.test:80", "/sms4sats/price");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_page_of_another_origin_can_use_the_services_but_no_control() {
    let server = Server::start(&[]);
    let fault = json!({ "route": "/sms4sats/price", "status": 503 }).to_string();
    for origin in ["http://evil.example", "http://127.0.0.1:1", "null"] {
        for head in [
            "POST /sandbox/faults",
            "OPTIONS /sandbox/faults",
            "GET /sandbox/",
        ] {
            let answer = server.ask_as_page(origin, head, &fault);
            assert!(answer.starts_with("HTTP/1.1 403"), "{head}: {answer}");
            assert!(
                answer.contains("--allow-origin") && !answer.contains("access-control"),
                "{answer}"
            );
        }
        let price = server.ask_as_page(origin, "GET /sms4sats/price", "");
        assert!(
            price.starts_with("HTTP/1.1 200") && price.contains("access-control-allow-origin: *"),
            "{price}"
        );
    }
    let own = format!("http://{}", server.address);
    let answer = server.ask_as_page(&own, "POST /sandbox/faults", &fault);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!answer.contains("access-control"), "{answer}");
}

#[test]
fn a_page_whose_origin_is_allowed_can_use_the_controls() {
    for (allowed, origin) in [
        ("http://localhost:3000", "http://localhost:3000"),
        ("loopback", "http://127.0.0.1:1"),
    ] {
        let server = Server::start(&["--allow-origin", allowed]);
        for (head, status) in [
            ("OPTIONS /sandbox/clock", 204),
            ("POST /sandbox/clock", 200),
        ] {
            let answer = server.ask_as_page(origin, head, "{\"advanceMs\":1}");
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status}")),
                "{answer}"
            );
            let cors = format!("access-control-allow-origin: {origin}\r\n");
            assert!(answer.contains(&cors), "{answer}");
        }
        let answer = server.ask_as_page("http://evil.example", "POST /sandbox/clock", "");
        assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    }
}

#[test]
fn the_app_is_served_beside_the_services() {
    let directory = app(
        "app",
        "/*\n  X-Frame-Options: DENY\n/*.wasm\n  Cache-Control: immutable\n",
    );
    let server = Server::start(&["--app", directory.to_str().unwrap()]);
    for page in ["/", "/orders/", "/orders/index.html?x=1"] {
        let answer = server.get(page);
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("</head>the app"),
            "{page}: {answer}"
        );
        assert!(answer.contains("<meta name=\"satline-sandbox\""), "{page}");
        assert!(
            answer.contains("content-type: text/html") && answer.contains("x-frame-options: DENY")
        );
    }
    let folder = server.get("/orders");
    assert!(folder.contains("location: /orders/"), "{folder}");
    for missing in ["/orders/7", "/none.js"] {
        let answer = server.get(missing);
        assert!(answer.starts_with("HTTP/1.1 404") && answer.ends_with("no page"));
    }
    let wasm = server.get("/app.wasm");
    assert!(
        wasm.contains("content-type: application/wasm")
            && wasm.contains("cache-control: immutable"),
        "{wasm}"
    );
    for missing in ["/../Cargo.toml", "/%2e%2e/Cargo.toml"] {
        assert!(server.get(missing).starts_with("HTTP/1.1 404"), "{missing}");
    }
    assert!(server.get("/sandbox/").contains("nodeId"));
}

/// Pays for a message whose changes are posted to this receiver.
fn send_message(server: &Server, receiver: &TcpListener) {
    server.post(
        "/sandbox/settings",
        &json!({ "sentAfterMs": 0, "deliveredAfterMs": 0 }),
    );
    let url = format!("http://{}/hook?secret=1", receiver.local_addr().unwrap());
    let message = json!({ "phone": "+4915112345678", "message": "hello", "webhookUrl": url });
    let placed = server.post("/sms4sats/createsendorder", &message);
    server.post("/sandbox/pay", &json!({ "invoice": placed["payreq"] }));
}

/// The outcomes of all webhooks, once all are known.
fn outcomes(server: &Server) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let list: Value = serde_json::from_str(body_of(&server.get("/sandbox/webhooks"))).unwrap();
        let rows = list.as_array().unwrap();
        let known = rows
            .iter()
            .map(|row| Some(row["outcome"].as_str()?.to_owned()));
        if let Some(outcomes) = known
            .collect::<Option<Vec<_>>>()
            .filter(|all| !all.is_empty())
        {
            return outcomes;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{list}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn without_the_flag_no_webhook_is_posted_and_the_list_says_so() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(&[]);
    send_message(&server, &receiver);
    let outcomes = outcomes(&server);
    assert_eq!(outcomes.len(), 3);
    for outcome in outcomes {
        assert!(
            outcome.starts_with("not posted") && outcome.contains("--webhooks"),
            "{outcome}"
        );
    }
    receiver.set_nonblocking(true).unwrap();
    assert_eq!(
        receiver.accept().unwrap_err().kind(),
        std::io::ErrorKind::WouldBlock
    );
}

#[test]
fn with_the_flag_a_webhook_reaches_a_receiver_on_this_machine() {
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(&["--webhooks"]);
    send_message(&server, &receiver);
    let mut states: Vec<String> = (0..3)
        .map(|_| {
            received(&receiver)["smsStatus"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    // They travel side by side, so the order of arrival is open.
    states.sort();
    assert_eq!(states, ["created", "delivered", "sent"]);
    assert_eq!(outcomes(&server), ["posted"; 3]);
}

fn received(receiver: &TcpListener) -> Value {
    let (mut stream, _) = receiver.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[test]
fn a_taken_port_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = program(&["--port", &port]).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(said.lines().count(), 1);
    assert!(said.contains(&port) && said.contains("taken"), "{said}");
}

#[test]
fn an_app_with_senseless_headers_is_not_served() {
    let directory = app("senseless", "/*\n  nonsense\n");
    let ended = program(&["--port", "0", "--app", directory.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(
        String::from_utf8(ended.stderr)
            .unwrap()
            .contains("nonsense")
    );
}
