//! A recursive descent over RFC 8259, bounded in depth.

use std::borrow::Cow;

use super::Json;

/// Services nest three or four levels; what goes far beyond is no answer of theirs.
const DEEPEST: u32 = 64;

/// Some servers write it before their texts; it is no part of them.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Stands behind the last byte: where it stands in a text, that is no JSON.
const END: u8 = 0;

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

pub(super) fn document(text: &str) -> Result<Json<'_>, Malformed> {
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
    fn document(&mut self) -> Option<Json<'a>> {
        if self.text.starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len_utf8();
        }
        let value = self.value(DEEPEST)?;
        self.token();
        (self.at == self.text.len()).then_some(value)
    }

    fn value(&mut self, depth: u32) -> Option<Json<'a>> {
        let deeper = depth.checked_sub(1)?;
        match self.token() {
            b'{' => self.object(deeper),
            b'[' => self.array(deeper),
            b'"' => self.string().map(Json::Text),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json<'a>> {
        let mut members = Vec::new(); // no room before there is anything: a service may send a million empty ones
        while self.another(b'}', members.is_empty())? {
            let name = self.string()?;
            self.mark(b':')?;
            members.push((name, self.value(depth)?));
        }
        Some(Json::Object(members))
    }

    fn array(&mut self, depth: u32) -> Option<Json<'a>> {
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
        if self.token() == close {
            self.at += 1;
            return Some(false);
        }
        if !first {
            self.mark(b',')?;
        }
        Some(true)
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.mark(b'"')?;
        let mut text = Cow::Borrowed(self.plain()?);
        while !self.take(b'"') {
            self.expect(b'\\')?;
            let text = text.to_mut();
            text.push(self.escaped()?);
            text.push_str(self.plain()?);
        }
        Some(text)
    }

    /// A text's next run of characters that stand for themselves.
    fn plain(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let mut bytes = rest.bytes();
        let length = bytes.position(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f));
        let run = rest.get(..length.unwrap_or(rest.len()))?;
        self.at += run.len();
        Some(run)
    }

    fn escaped(&mut self) -> Option<char> {
        let character = match self.peek() {
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

    /// `u` and four digits, and those of the second half where they name a surrogate pair. A half
    /// without the other stands for no character: `JSON.stringify` writes one where a text was cut
    /// in the middle of an emoji.
    fn unicode(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        let mut point = first;
        if (0xd800..0xdc00).contains(&first) {
            let after = self.at;
            if self.take(b'\\') && self.peek() == b'u' {
                let second = self.four_digits()?;
                if let Some(low) = second.checked_sub(0xdc00).filter(|low| *low < 0x400) {
                    point = 0x1_0000 + ((first - 0xd800) << 10) + low;
                }
            }
            if point == first {
                // What follows is read as what it is.
                self.at = after;
            }
        }
        Some(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Option<u32> {
        self.expect(b'u')?;
        let mut number = 0;
        for _ in 0..4 {
            number = number << 4 | char::from(self.peek()).to_digit(16)?;
            self.at += 1;
        }
        Some(number)
    }

    fn number(&mut self) -> Option<Json<'a>> {
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
        Some(Json::Number(number.into()))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Option<Json<'a>> {
        let found = self.text.get(self.at..)?.starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found.then_some(value)
    }

    /// The byte that comes next.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(END)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    /// The next byte that is no space.
    #[inline(never)]
    fn token(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        self.peek()
    }

    /// Steps over this, and the space before it.
    fn mark(&mut self, mark: u8) -> Option<()> {
        let found = self.token() == mark;
        self.at += usize::from(found);
        found.then_some(())
    }
}
