//! JSON: parsed and serialized values stay the same.

use satline_core::lenient::parse;

/// The text is refused, or survives a round trip.
pub fn holds(text: &str) {
    if let Some(json) = parse(text) {
        let written = json.to_string();
        assert!(parse(&written) == Some(json), "{text} became {written}");
    }
}
