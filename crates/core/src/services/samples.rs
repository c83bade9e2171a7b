//! Reads examples from the services' documentation, in tests.

use crate::error::Error;
use crate::http::{Call, Response};
use crate::money::{Amount, Currency};

/// Returns an example by its service and name.
macro_rules! sample {
    ($service:literal, $name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/",
            $service,
            "/",
            $name,
            ".json"
        ))
    };
}

pub(super) use sample;

/// Reads a JSON response.
pub(super) fn read<T>(call: &Call<T>, status: u16, body: &str) -> Result<T, Error> {
    read_with(call, status, &[("content-type", "application/json")], body)
}

/// Reads a response with these headers.
pub(super) fn read_with<T>(
    call: &Call<T>,
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<T, Error> {
    let owned = |header: &(&str, &str)| (header.0.to_owned(), header.1.to_owned());
    (call.read)(&Response {
        status,
        headers: headers.iter().map(owned).collect(),
        body: body.to_owned(),
    })
}

pub(super) fn dollars(text: &str) -> Amount {
    Amount::parse("amount", text, Currency::USD).unwrap()
}
