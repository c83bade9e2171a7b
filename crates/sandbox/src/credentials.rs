//! Reads the `Authorization` header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::Request;

/// A credential of one of the two schemes that the services use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    Bearer(String),
    Basic { id: String, secret: String },
}

impl Credential {
    /// Reads the credential of a request; `None` if there is no valid one.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let (scheme, value) = request.header("authorization")?.split_once(' ')?;
        let value = value.trim();
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(Self::Bearer(value.to_owned())),
            "basic" => {
                let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
                let (id, secret) = pair.split_once(':')?;
                Some(Self::Basic {
                    id: id.to_owned(),
                    secret: secret.to_owned(),
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Option<Credential> {
        Credential::of(&Request::get("/").with_header("Authorization", header))
    }

    #[test]
    fn both_schemes_are_read_and_nonsense_is_none() {
        assert_eq!(read("Bearer abc"), Some(Credential::Bearer("abc".into())));
        let basic = |id: &str, secret: &str| Credential::Basic {
            id: id.into(),
            secret: secret.into(),
        };
        // RFC 7617 has this pair.
        assert_eq!(
            read("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            Some(basic("Aladdin", "open sesame"))
        );
        assert_eq!(read("Basic YTpi"), Some(basic("a", "b")));
        assert_eq!(read("Basic YTpiOmM="), Some(basic("a", "b:c")));
        for header in ["", "Bearer", "Basic ***", "Basic YWJj", "Digest abc"] {
            assert_eq!(read(header), None, "{header}");
        }
    }
}
