//! Properties of any text from outside.
//!
//! Each module's `holds` takes a text and panics if a property is violated. The fuzzer calls it with its own
//! inputs (`cargo xtask fuzz`), the core's tests with random inputs and the seeds
//! (`tests/fuzz_inputs.rs`).

pub mod answers;
pub mod bolt11;
pub mod order;
