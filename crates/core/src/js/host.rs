//! The package's transport: the caller's `fetch`, or the global one.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use js_sys::{Function, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::client::{Client, Headers};
use super::error::Failure;
use super::input::Input;
use super::output::object;
use super::promise::set_pending;
use crate::foreign::promised;
use crate::http::{Clock, Fetch, Request, Response, Transport, TransportError, is_offline};
use crate::time::Time;

/// The headers that the core reads.
const READ_HEADERS: [&str; 4] = [
    "date",
    "retry-after",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

/// Longer than any real body: the core refuses a longer one.
const LONGEST_BODY: u32 = (4 << 20) + 1;

/// Longer than any of those headers.
const LONGEST_HEADER: u32 = 1024;

/// The transport and clock of one call.
pub struct Host {
    pub headers: Headers,
    pub signal: Option<AbortSignal>,
    /// The cause of the error that follows.
    pub cause: Rc<RefCell<JsValue>>,
    pub client: Rc<Client>,
    pub call: &'static str,
}

impl Host {
    /// Returns the transport of a client, for the call of that name.
    pub fn new(client: Rc<Client>, call: &'static str) -> Self {
        Self {
            headers: Headers::default(),
            signal: None,
            cause: Rc::default(),
            client,
            call,
        }
    }

    fn is_aborted(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::is_aborted)
    }

    /// Sends the request, and reads whatever `fetch` resolves with.
    async fn fetch(&self, request: &Request, guard: &AbortOnDrop) -> Result<Response, JsValue> {
        let options = careful();
        set(&options, "method", &request.method().as_str().into())?;
        let headers = Object::new();
        for (name, value) in self.client.headers.0.iter().chain(self.headers.0.iter()) {
            set(&headers, name, &value.into())?;
        }
        for (name, value) in request.headers() {
            set(&headers, name, &value.into())?;
        }
        set(&options, "headers", &headers)?;
        if let Some(body) = request.body() {
            set(&options, "body", &body.into())?;
        }
        set(&options, "signal", &guard.controller.signal())?;
        let url = request.url().into();
        // Without `this`, as the engine's own `fetch` requires.
        let promise = match &self.client.fetch {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &url, &options)?,
            None => global_fetch(&url, &options)?,
        };
        read(JsFuture::from(promised(&promise)).await?).await
    }

    /// Calls one of the caller's hooks. Errors that it throws are ignored.
    fn call_hook(&self, hook: Option<&Function>, request: &Request, status: Option<u16>) {
        let Some(hook) = hook else { return };
        let url = request.url().split('?').next().unwrap_or_default();
        let about = object([
            ("call", self.call.into()),
            ("service", self.client.service().name().into()),
            ("method", request.method().as_str().into()),
            ("url", url.into()),
        ]);
        if let Some(status) = status {
            let _ = set(&about, "status", &status.into());
        }
        if let Ok(result) = hook.call1(&JsValue::UNDEFINED, &about)
            && result.is_object()
        {
            // Awaited, so that a rejected promise is not reported as unhandled.
            spawn_local(async move { drop(JsFuture::from(promised(&result)).await) });
        }
    }
}

impl Transport for Host {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if !self.is_aborted() {
            self.call_hook(self.client.on_request.as_ref(), request, None);
        }
        if self.is_aborted() {
            // Not even started: a request that is aborted at once may have been sent.
            pending::<()>().await;
        }
        let was_offline = is_offline();
        let Ok(guard) = AbortOnDrop::new() else {
            return Err(TransportError::NotSent);
        };
        let result = self.fetch(request, &guard).await;
        drop(guard);
        match result {
            Ok(response) => {
                self.call_hook(
                    self.client.on_response.as_ref(),
                    request,
                    Some(response.status),
                );
                Ok(response)
            }
            Err(cause) => {
                *self.cause.borrow_mut() = cause;
                Err(if was_offline && is_offline() {
                    TransportError::Offline
                } else {
                    TransportError::NoResponse
                })
            }
        }
    }

    async fn abandoned(&self) {
        match &self.signal {
            Some(signal) => {
                signal.aborted().await;
                *self.cause.borrow_mut() = signal.reason();
            }
            None => pending().await,
        }
    }
}

impl Clock for Host {
    fn now(&self) -> Time {
        Fetch.now()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        Fetch.sleep(duration)
    }

    fn random(&self) -> u32 {
        Fetch.random()
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &JsValue, options: &Object) -> Result<JsValue, JsValue>;

    type EngineRequest;
    #[wasm_bindgen(catch, constructor, js_class = "Request")]
    fn new(url: &str, options: &Object) -> Result<EngineRequest, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = globalThis, js_name = Request)]
    static ENGINE_REQUEST: JsValue;
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<bool, JsValue> {
    Reflect::set(object, &name.into(), value)
}

/// Returns options for `fetch`: no cookies, no cache (a cancel is a GET), no address of this
/// page, and no redirect, which could carry a key to another host.
///
/// Cloudflare Workers refuse some of them; redirects are not followed there either.
fn careful() -> Object {
    thread_local! {
        static REFUSES: Cell<Option<bool>> = const { Cell::new(None) };
    }
    let options = object([
        ("credentials", "omit".into()),
        ("cache", "no-store".into()),
        ("referrerPolicy", "no-referrer".into()),
        ("redirect", "error".into()),
    ]);
    let refuses = REFUSES.get().unwrap_or_else(|| {
        let can_ask = ENGINE_REQUEST.with(JsValue::is_function);
        let refuses = can_ask && EngineRequest::new("https://localhost/", &options).is_err();
        REFUSES.set(Some(refuses));
        refuses
    });
    if refuses {
        object([("redirect", "manual".into())])
    } else {
        options
    }
}

/// Reads whatever `fetch` resolved with: a `Response`, or a similar object of the caller's.
async fn read(response: JsValue) -> Result<Response, JsValue> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let status = get(&response, "status")?.as_f64();
    let given = get(&response, "headers")?;
    let get_header: Function = get(&given, "get")?.dyn_into()?;
    let mut headers = Vec::new();
    for name in READ_HEADERS {
        let value = get_header.call1(&given, &name.into())?;
        if let Some(value) = value.dyn_ref::<JsString>() {
            headers.push((name.to_owned(), value.slice(0, LONGEST_HEADER).into()));
        }
    }
    let text: Function = get(&response, "text")?.dyn_into()?;
    let body = JsFuture::from(promised(&text.call0(&response)?)).await?;
    let body: JsString = body.dyn_into()?;
    let is_status = |status: &f64| (200.0..=599.0).contains(status) && status.fract() == 0.0;
    let Some(status) = status.filter(is_status) else {
        return Err(js_sys::TypeError::new("What fetch returned is not a response.").into());
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    let status = status as u16;
    let body = body.slice(0, LONGEST_BODY).into();
    Ok(Response {
        status,
        headers,
        body,
    })
}

/// Aborts the request on drop, or when the wasm traps: then guard.mjs calls `abort`.
struct AbortOnDrop {
    controller: web_sys::AbortController,
    abort: Function,
}

impl AbortOnDrop {
    fn new() -> Result<Self, JsValue> {
        let controller = web_sys::AbortController::new()?;
        let abort: Function = Reflect::get(&controller, &"abort".into())?.dyn_into()?;
        let abort = abort.bind0(&controller);
        set_pending(&abort, true);
        Ok(Self { controller, abort })
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        set_pending(&self.abort, false);
        self.controller.abort();
    }
}

#[wasm_bindgen]
extern "C" {
    /// The caller's `AbortSignal`.
    #[derive(Clone)]
    #[wasm_bindgen(typescript_type = "Signal")]
    pub type AbortSignal;
    #[wasm_bindgen(method, getter, catch, js_name = aborted)]
    fn get_aborted(this: &AbortSignal) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = reason)]
    fn get_reason(this: &AbortSignal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add(this: &AbortSignal, event: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove(this: &AbortSignal, event: &str, listener: &JsValue) -> Result<(), JsValue>;
}

impl AbortSignal {
    /// Reads the option `signal`.
    pub fn read(input: &Input) -> Result<Option<Self>, Failure> {
        let Some(signal) = input.get("signal") else {
            return Ok(None);
        };
        let is_signal = signal.is_instance_of::<web_sys::AbortSignal>();
        let signal: Self = signal.clone().unchecked_into();
        if is_signal && signal.get_aborted().is_ok() {
            Ok(Some(signal))
        } else {
            Err(Failure::invalid("signal", "must be an AbortSignal."))
        }
    }

    /// Returns whether it is aborted.
    pub fn is_aborted(&self) -> bool {
        self.get_aborted().unwrap_or(false)
    }

    /// Returns the reason.
    pub fn reason(&self) -> JsValue {
        self.get_reason().unwrap_or_default()
    }

    /// Waits until it is aborted. Dropping the future removes the listener.
    pub fn aborted(&self) -> impl Future<Output = ()> + use<> {
        let waker: Rc<RefCell<Option<Waker>>> = Rc::default();
        let listener = {
            let waker = waker.clone();
            self.listen(move || {
                if let Some(waker) = waker.take() {
                    waker.wake();
                }
            })
        };
        poll_fn(move |context| {
            if listener.signal.is_aborted() {
                return Poll::Ready(());
            }
            *waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
    }

    /// Calls back when it is aborted, until the returned listener is dropped.
    pub fn listen(&self, on_abort: impl FnMut() + 'static) -> AbortListener {
        let callback = Closure::new(on_abort);
        let _ = self.add("abort", callback.as_ref());
        AbortListener {
            signal: self.clone(),
            callback,
        }
    }
}

/// A listener that is removed on drop.
#[must_use]
pub struct AbortListener {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl Drop for AbortListener {
    fn drop(&mut self) {
        let _ = self.signal.remove("abort", self.callback.as_ref());
    }
}
