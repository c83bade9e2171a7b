//! satline's core: a client of services that take Bitcoin over Lightning.
//!
//! It does no I/O of its own: the caller provides a [`http::Transport`] and a [`http::Clock`]. The
//! rest is plain values and functions of them, the same natively and in WebAssembly.

#![warn(missing_docs)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod country;
pub mod email;
pub mod error;
#[cfg(target_arch = "wasm32")]
mod foreign;
pub mod http;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod js;
pub mod lenient;
pub mod lightning;
pub mod money;
mod named;
pub mod order;
pub mod phone;
#[cfg(target_arch = "wasm32")]
mod race;
pub mod secret;
pub mod services;
pub mod time;
pub mod topup;
pub mod typo;
pub mod url;
mod visible;
