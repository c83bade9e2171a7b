//! Properties of any text from outside.
//!
//! Each target takes a text and panics if a property is violated. The fuzzer calls it with its own inputs
//! (`cargo xtask fuzz`), the core's tests with the corpus, the seeds and random inputs
//! (`tests/fuzz_inputs.rs`).

pub mod answers;
pub mod bolt11;
pub mod headers;
pub mod json;
pub mod order;
pub mod records;
pub mod typed;
pub mod wallet;

/// A target's name, and what must hold for any text.
pub type Target = (&'static str, fn(&str));

/// The targets: `corpus/` has a folder for each.
pub const TARGETS: [Target; 11] = [
    ("bitrefill", answers::bitrefill_reads),
    ("bolt11", bolt11::holds),
    ("grid", answers::grid_reads),
    ("headers", headers::holds),
    ("json", json::holds),
    ("lava", answers::lava_reads),
    ("order", order::holds),
    ("records", records::holds),
    ("sms4sats", answers::sms4sats_reads),
    ("typed", typed::holds),
    ("wallet", wallet::holds),
];
