//! The `Authorization` header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::http::Request;
use crate::secret::Secret;

const HEADER: &str = "authorization";

/// Adds a bearer token.
pub(super) fn bearer(request: Request, key: &Secret) -> Result<Request, Error> {
    let value = format!("Bearer {}", checked("apiKey", key)?);
    Ok(request.with_key(HEADER, &Secret::new(value)))
}

/// Adds an id and its secret by basic authentication.
pub(super) fn basic(request: Request, id: &str, secret: &Secret) -> Result<Request, Error> {
    if id.is_empty() {
        return Err(missing("apiId"));
    }
    if id.contains(|c: char| c == ':' || !c.is_ascii_graphic()) {
        return Err(Error::invalid(
            "apiId",
            "must be the id that belongs to the secret.",
        ));
    }
    let pair = Zeroizing::new(format!("{id}:{}", checked("apiSecret", secret)?));
    let code = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
    let value = Secret::new(format!("Basic {}", *code));
    Ok(request.with_key(HEADER, &value))
}

fn checked<'a>(field: &'static str, key: &'a Secret) -> Result<&'a str, Error> {
    let text = key.reveal();
    if text.is_empty() {
        return Err(missing(field));
    }
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text)
    } else {
        Err(Error::invalid(
            field,
            "must be exactly the key from the service, without spaces.",
        ))
    }
}

fn missing(field: &'static str) -> Error {
    Error::missing_key(field, "is needed for this: it identifies the account.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn value(request: Result<Request, Error>) -> String {
        let request = request.unwrap();
        let header = request.headers().find(|header| header.0 == HEADER);
        header.unwrap().1.to_owned()
    }

    #[test]
    fn the_header_says_who_is_asking() {
        let request = || Request::get("https://example.org");
        let key = Secret::new("open sesame".replace(' ', "-"));
        assert_eq!(value(bearer(request(), &key)), "Bearer open-sesame");
        // The example of RFC 7617.
        let basic = basic(request(), "Aladdin", &key);
        assert_eq!(value(basic), "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ==");
    }

    #[test]
    fn a_key_that_no_header_can_carry_is_refused() {
        let request = || Request::get("https://example.org");
        let missing = bearer(request(), &Secret::new("")).unwrap_err();
        assert_eq!(missing.code, Code::MissingKey);
        for key in ["two words", "line\nfeed", "schlüssel"] {
            let error = bearer(request(), &Secret::new(key)).unwrap_err();
            assert_eq!(error.code, Code::InvalidInput);
            assert!(!error.to_string().contains(key));
        }
        for id in ["", "a:b", "a b"] {
            let error = basic(request(), id, &Secret::new("secret")).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("apiId"), "{id}");
        }
    }
}
