//! The package's transport: the caller's `fetch`, or the global one.

use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::client::{Client, Headers};
use super::error::Failure;
use super::input::Input;
use super::output::object;
use super::promise::set_pending;
use crate::foreign::promised;
use crate::http::{Clock, Fetch, Request, Response, Transport, TransportError, is_offline};
use crate::time::Time;

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
        let headers = Object::new();
        for (name, value) in self.client.headers.0.iter().chain(self.headers.0.iter()) {
            set(&headers, name, &value.into())?;
        }
        for (name, value) in request.headers() {
            set(&headers, name, &value.into())?;
        }
        let exchange = exchange(
            self.client.fetch.as_ref(),
            request.url(),
            request.method().as_str(),
            &headers,
            request.body(),
            &guard.controller.signal(),
        );
        read(&JsFuture::from(exchange).await?.unchecked_into())
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
        match self.fetch(request, &guard).await {
            Ok(response) => {
                guard.complete();
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

#[wasm_bindgen(module = "/src/js/exchange.js")]
extern "C" {
    fn exchange(
        fetch: Option<&Function>,
        url: &str,
        method: &str,
        headers: &Object,
        body: Option<&str>,
        signal: &web_sys::AbortSignal,
    ) -> Promise;
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<bool, JsValue> {
    Reflect::set(object, &name.into(), value)
}

/// Reads what `exchange` resolved with. The values come from the caller's `fetch`.
fn read(exchanged: &Array) -> Result<Response, JsValue> {
    let is_status = |status: &f64| (200.0..=599.0).contains(status) && status.fract() == 0.0;
    let status = exchanged.get(0).as_f64().filter(is_status);
    let (Some(status), Some(body)) = (status, exchanged.get(1).as_string()) else {
        return Err(js_sys::TypeError::new("What fetch returned is not a response.").into());
    };
    let mut rest = exchanged.iter().skip(2).filter_map(|text| text.as_string());
    let mut headers = Vec::new();
    while let Some(header) = rest.next().zip(rest.next()) {
        headers.push(header);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above"
    )]
    let status = status as u16;
    Ok(Response {
        status,
        headers,
        body,
    })
}

/// Aborts the request on drop, unless it is complete. If the wasm traps, guard.mjs does.
struct AbortOnDrop {
    controller: AbortController,
    is_complete: bool,
}

impl AbortOnDrop {
    fn new() -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        set_pending(&controller, true);
        Ok(Self {
            controller,
            is_complete: false,
        })
    }

    /// Ends it without aborting, which would create an error with its stack for each response.
    fn complete(mut self) {
        self.is_complete = true;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        set_pending(&self.controller, false);
        if !self.is_complete {
            self.controller.abort();
        }
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
