//! An HTTP server around the sandbox.

mod connections;
mod files;
mod guard;
pub(crate) mod options;
mod webhooks;

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use satline_sandbox::{Delivery, SERVICES, Sandbox};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Sleep;

use connections::Connections;
use guard::Guard;
use options::Options;
use webhooks::Reach;

/// More than any service accepts.
const LARGEST_BODY: usize = 1024 * 1024;
/// More than browsers and programs on one machine need, and few enough for its files and memory.
const MOST_CONNECTIONS: usize = 500;
/// How often to let due things happen between requests.
const TICK: Duration = Duration::from_millis(200);

/// The sandbox that all connections share. Never locked over an await.
#[derive(Clone)]
struct Shared(Arc<Mutex<Sandbox>>);

impl Shared {
    fn with<T>(&self, act: impl FnOnce(&mut Sandbox, u64) -> T) -> T {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let now_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        act(
            &mut self.0.lock().unwrap_or_else(PoisonError::into_inner),
            now_ms,
        )
    }
}

/// Serves until Ctrl-C.
///
/// # Errors
/// Says why it cannot start.
pub(crate) async fn run(options: Options) -> Result<(), String> {
    let Options {
        host,
        port,
        app,
        hosts,
        origins,
        webhooks,
    } = options;
    let listener = TcpListener::bind((host.as_str(), port)).await;
    let listener = listener.map_err(|error| cannot_listen(&host, port, &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(&host, port, &error))?;

    let shared = Shared(Arc::new(Mutex::new(Sandbox::new(seed()))));
    let mut router = Router::new();
    for name in SERVICES.into_iter().chain(["sandbox"]) {
        for path in [
            format!("/{name}"),
            format!("/{name}/"),
            format!("/{name}/{{*rest}}"),
        ] {
            router = router.route(&path, any(answer));
        }
    }
    let router = match app {
        Some(directory) => files::add(router, &directory)?,
        None => router.fallback(answer),
    };
    let guard = Arc::new(Guard::new(hosts, origins));
    let router = router
        .layer(from_fn_with_state(guard, guard::check))
        .with_state(shared.clone());

    println!("The sandbox listens on http://{address}");
    tokio::select! {
        () = accept(listener, router) => {}
        () = tick(shared, webhooks) => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}

fn cannot_listen(host: &str, port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "Port {port} is taken by another program: end that one, or choose another with --port."
        ),
        _ => format!("The sandbox cannot listen on {host}, port {port}: {error}."),
    }
}

/// Returns a different seed for each run, so that numbers and invoices of two runs differ.
fn seed() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    now.as_secs() ^ u64::from(now.subsec_nanos()) << 32
}

async fn tick(shared: Shared, reach: Reach) {
    loop {
        tokio::time::sleep(TICK).await;
        let due = shared.with(|sandbox, now_ms| {
            sandbox.advance(now_ms);
            sandbox.take_webhooks()
        });
        for webhook in due {
            let shared = shared.clone();
            tokio::spawn(async move {
                let outcome = webhooks::post(&webhook, reach).await;
                shared.with(|sandbox, _| sandbox.report_webhook(&webhook, outcome));
            });
        }
    }
}

async fn accept(listener: TcpListener, router: Router) {
    let mut open = Connections::default();
    loop {
        open.make_room(MOST_CONNECTIONS).await;
        if let Ok((stream, _)) = listener.accept().await {
            open.add(tokio::spawn(serve(stream, router.clone())));
        } else {
            // Most likely too many open files.
            let most = open.count().max(1);
            tokio::time::sleep(connections::PAUSE).await;
            open.make_room(most).await;
        }
    }
}

/// By hyper instead of axum's own loop: an error as response closes the connection without a byte.
async fn serve(stream: TcpStream, router: Router) {
    let inner = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let answer = hyper::service::Service::call(&inner, request);
        async move {
            let Ok(answer) = answer.await;
            match answer.extensions().get::<Dropped>() {
                Some(Dropped) => Err(io::Error::other("dropped on purpose")),
                None => Ok(answer),
            }
        }
    });
    // No keep-alive: when a reused connection closes without a response, browsers send the request
    // again by themselves, and a dropped POST would arrive twice. A client that disconnects, or is
    // dropped on purpose, is no error to report.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Marks a response that must not be sent.
#[derive(Clone)]
struct Dropped;

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = body::to_bytes(body, LARGEST_BODY).await else {
        let path = parts.uri.path();
        return deliver(shared.with(|sandbox, _| sandbox.refuse_body(path))).await;
    };
    let headers = parts
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let request = satline_sandbox::Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: body.to_vec(),
    };
    let answer = shared.with(|sandbox, now_ms| sandbox.handle(&request, now_ms));
    deliver(answer).await
}

async fn deliver(answer: satline_sandbox::Response) -> Response {
    let Delivery {
        delay_ms,
        drop,
        cut_body_after,
    } = answer.delivery;
    tokio::time::sleep(Duration::from_millis(delay_ms)).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    if drop {
        response = response.extension(Dropped);
    }
    let body = match cut_body_after {
        Some(bytes) => {
            response = response.header("content-length", answer.body.len());
            Body::new(Cut::after(answer.body.into_iter().take(bytes).collect()))
        }
        None => Body::from(answer.body),
    };
    response.body(body).unwrap_or_else(|_| {
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The ordered fault is no valid HTTP answer.",
        )
            .into_response()
    })
}

/// A body that sends its bytes and then fails.
struct Cut {
    bytes: Option<Vec<u8>>,
    /// Time to send the bytes: a body that fails at once would take the head with it.
    pause: Pin<Box<Sleep>>,
}

impl Cut {
    fn after(bytes: Vec<u8>) -> Self {
        let pause = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
        Self {
            bytes: Some(bytes),
            pause,
        }
    }
}

impl hyper::body::Body for Cut {
    type Data = body::Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<body::Bytes>, io::Error>>> {
        if let Some(bytes) = self.bytes.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes.into()))));
        }
        let broken = || Some(Err(io::Error::other("cut on purpose")));
        self.pause.as_mut().poll(context).map(|()| broken())
    }
}
