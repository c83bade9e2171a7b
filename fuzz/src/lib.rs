//! What must hold for any text from outside.
//!
//! Each module's `holds` takes a text and panics if something that never may be is. The fuzzer calls
//! it with what it makes up (`cargo xtask fuzz`), the core's ordinary tests with what they draw and
//! with the seeds (`tests/fuzz_inputs.rs`): both ask the same.

pub mod answers;
pub mod bolt11;
pub mod json;
pub mod order;
