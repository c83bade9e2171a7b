//! Who asks: what an `Authorization` header says.

use crate::http::Request;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One of the two ways in which the services are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    Bearer(String),
    Basic { id: String, secret: String },
}

impl Credential {
    /// Returns what the request carries; nothing when it is none of these.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let (scheme, value) = request.header("authorization")?.split_once(' ')?;
        let value = value.trim();
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(Self::Bearer(value.to_owned())),
            "basic" => {
                let pair = base64_decoded(value)?;
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

fn base64_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = BASE64.iter().position(|known| *known == letter)?;
        held = (held << 6 | u32::try_from(value).ok()?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
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
