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
    reader.document().ok_or(Malformed { at: reader.at })
}

/// What cannot be read is none, and the reader stands where that was seen.
struct Reader<'a> {
    text: &'a str,
    /// Always on a character boundary: it only ever steps over ASCII, or over a whole run of text.
    at: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Option<Json> {
        self.skip_space();
        let value = self.value(DEEPEST)?;
        self.skip_space();
        (self.at == self.text.len()).then_some(value)
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        let deeper = depth.checked_sub(1)?;
        match self.peek() {
            Some(b'{') => self.object(deeper),
            Some(b'[') => self.array(deeper),
            Some(b'"') => self.string().map(Json::Text),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json> {
        let mut members = Vec::new();
        while self.another(b'}', members.is_empty())? {
            let name = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            self.skip_space();
            members.push((name, self.value(depth)?));
        }
        Some(Json::Object(members))
    }

    fn array(&mut self, depth: u32) -> Option<Json> {
        let mut items = Vec::new();
        while self.another(b']', items.is_empty())? {
            items.push(self.value(depth)?);
        }
        Some(Json::Array(items))
    }

    /// Whether another item stands between the brackets: after the opening one or after a comma. Steps
    /// to it, or over the closing one.
    #[inline(never)]
    fn another(&mut self, close: u8, first: bool) -> Option<bool> {
        if first {
            self.at += 1;
        }
        self.skip_space();
        if self.take(close) {
            return Some(false);
        }
        if !first {
            self.expect(b',')?;
            self.skip_space();
        }
        Some(true)
    }

    fn string(&mut self) -> Option<String> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            if self.take(b'"') {
                return Some(text);
            }
            self.expect(b'\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let character = match self.peek()? {
            escape @ (b'"' | b'\\' | b'/') => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        };
        self.at += 1;
        Some(character)
    }

    /// `u` and four digits, and those of the second half where they name a surrogate pair.
    fn unicode(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        let point = if (0xd800..0xdc00).contains(&first) {
            self.expect(b'\\')?;
            let second = self.four_digits()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            0x1_0000 + ((first - 0xd800) << 10) + low
        } else {
            first
        };
        char::from_u32(point)
    }

    fn four_digits(&mut self) -> Option<u32> {
        self.expect(b'u')?;
        let mut number = 0;
        for _ in 0..4 {
            number = number << 4 | char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(number)
    }

    fn number(&mut self) -> Option<Json> {
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
        let number = self.text.get(start..self.at)?;
        Some(Json::Number(number.to_owned()))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        for letter in word.bytes() {
            self.expect(letter)?;
        }
        Some(value)
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

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}
