//! A recursive descent over RFC 8259, bounded in depth.

use super::Json;

/// Services nest three or four levels; what goes far beyond is no answer of theirs.
const DEEPEST: u32 = 64;

/// The text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Where reading stopped, in bytes from the beginning.
    pub at: usize,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not JSON from byte {} on", self.at)
    }
}

impl std::error::Error for Malformed {}

pub(super) fn document(text: &str) -> Result<Json, Malformed> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    let value = reader.value(DEEPEST)?;
    reader.skip_space();
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(reader.malformed())
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Always on a character boundary: it only ever steps over ASCII, or over a whole run of text.
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: u32) -> Result<Json, Malformed> {
        let deeper = depth.checked_sub(1).ok_or_else(|| self.malformed())?;
        match self.peek() {
            Some(b'{') => self.object(deeper),
            Some(b'[') => self.array(deeper),
            Some(b'"') => Ok(Json::Text(self.string()?)),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u32) -> Result<Json, Malformed> {
        let mut members = Vec::new();
        self.list(b'}', |reader| {
            let name = reader.string()?;
            reader.skip_space();
            reader.expect(b':')?;
            reader.skip_space();
            members.push((name, reader.value(depth)?));
            Ok(())
        })?;
        Ok(Json::Object(members))
    }

    fn array(&mut self, depth: u32) -> Result<Json, Malformed> {
        let mut items = Vec::new();
        self.list(b']', |reader| {
            items.push(reader.value(depth)?);
            Ok(())
        })?;
        Ok(Json::Array(items))
    }

    /// What stands between two brackets: nothing, or items with commas between them.
    fn list(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        self.at += 1;
        self.skip_space();
        if self.take(close) {
            return Ok(());
        }
        loop {
            self.skip_space();
            item(self)?;
            self.skip_space();
            if self.take(close) {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Result<String, Malformed> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .ok_or_else(|| self.malformed())?;
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            if self.take(b'"') {
                return Ok(text);
            }
            self.expect(b'\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Malformed> {
        let escape = self.peek().ok_or_else(|| self.malformed())?;
        self.at += 1;
        Ok(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => {
                self.at -= 1;
                return Err(self.malformed());
            }
        })
    }

    /// The four digits after `\u`, and those of the second half where they name a surrogate pair.
    fn unicode(&mut self) -> Result<char, Malformed> {
        let first = self.four_digits()?;
        let point = if (0xd800..0xdc00).contains(&first) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            let second = self.four_digits()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
            0x1_0000 + ((first - 0xd800) << 10) + low.ok_or_else(|| self.malformed())?
        } else {
            first
        };
        char::from_u32(point).ok_or_else(|| self.malformed())
    }

    fn four_digits(&mut self) -> Result<u32, Malformed> {
        let digits = self.rest().get(..4).filter(|digits| {
            // `from_str_radix` alone would take a sign.
            digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let number = number.ok_or_else(|| self.malformed())?;
        self.at += 4;
        Ok(number)
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        Ok(Json::Number(number.to_owned()))
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        if count == 0 {
            Err(self.malformed())
        } else {
            Ok(())
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Malformed> {
        if self.rest().starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.malformed())
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn malformed(&self) -> Malformed {
        Malformed { at: self.at }
    }
}
