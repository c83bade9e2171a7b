//! JSON: what is read is written, and reads again as the same.

use satline_core::json::Json;

/// The text is refused, or survives being written.
pub fn holds(text: &str) {
    match Json::parse(text) {
        Ok(json) => {
            let written = json.to_string();
            assert!(Json::parse(&written) == Ok(json), "{text} became {written}");
        }
        Err(malformed) => assert!(malformed.at <= text.len(), "{malformed}"),
    }
}
