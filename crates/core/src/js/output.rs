//! Answers as JSON text, written as they are read. Names end in `Sat` for satoshis, `Msat` for
//! thousandths, `At` for moments in milliseconds; the package's face makes numbers, bigints and
//! dates of them.

use super::invoice::finding;
use crate::error::Error;
use crate::lenient::{Extra, to_text};
use crate::lightning::Check;
use crate::lightning::hex::to_hex;
use crate::money::{Amount, Sats};
use crate::order::SmsCode;
use crate::time::Time;

/// A JSON object as it is written. What is absent is left out.
pub struct Object(String);

impl Object {
    /// With room for what most objects hold.
    #[inline(never)]
    pub fn new() -> Self {
        Self(String::with_capacity(128))
    }

    /// Begins a member: what it holds is written after this. Its name is one of ours, of letters.
    #[inline(never)]
    fn member(&mut self, name: &str) -> &mut String {
        let before = if self.0.is_empty() { "{\"" } else { ",\"" };
        self.0.push_str(before);
        self.0.push_str(name);
        self.0.push_str("\":");
        &mut self.0
    }

    /// A member that is JSON text already.
    #[inline(never)]
    pub fn json(&mut self, name: &str, json: Option<&str>) -> &mut Self {
        if let Some(json) = json {
            self.member(name).push_str(json);
        }
        self
    }

    #[inline(never)]
    pub fn text(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        if let Some(text) = text {
            let text = to_text(&text);
            self.member(name).push_str(&text);
        }
        self
    }

    #[inline(never)]
    pub fn number(&mut self, name: &str, number: Option<u64>) -> &mut Self {
        if let Some(number) = number {
            let number = number.to_string();
            self.member(name).push_str(&number);
        }
        self
    }

    pub fn flag(&mut self, name: &str, flag: bool) -> &mut Self {
        self.json(name, Some(if flag { "true" } else { "false" }))
    }

    pub fn sats(&mut self, name: &str, sats: Option<Sats>) -> &mut Self {
        self.number(name, sats.map(|sats| sats.0))
    }

    pub fn time(&mut self, name: &str, time: Option<Time>) -> &mut Self {
        self.number(name, time.map(|time| time.0))
    }

    pub fn hex(&mut self, name: &str, bytes: Option<&[u8]>) -> &mut Self {
        let digits = bytes.map(|bytes| format!("\"{}\"", to_hex(bytes)));
        self.json(name, digits.as_deref())
    }

    pub fn amount(&mut self, name: &str, amount: Option<&Amount>) -> &mut Self {
        let written = amount.map(written);
        self.json(name, written.as_deref())
    }

    /// What a service told that has no field of its own.
    pub fn extra(&mut self, extra: &Extra) -> &mut Self {
        let members = extra.members();
        let json = (!members.is_empty()).then(|| to_text(members));
        self.json("others", json.as_deref())
    }

    pub fn end(&mut self) -> String {
        let mut text = std::mem::take(&mut self.0);
        text.push_str(if text.is_empty() { "{}" } else { "}" });
        text
    }
}

pub fn written(amount: &Amount) -> String {
    Object::new()
        .text("amount", Some(&amount.digits()))
        .text("currency", Some(amount.currency().code()))
        .text("units", Some(&amount.units().to_string()))
        .number("decimals", Some(amount.currency().decimals().into()))
        .end()
}

/// A list of what is written one by one.
pub fn list<T>(rows: &[T], mut write: impl FnMut(&T) -> String) -> String {
    let mut list = String::new();
    for row in rows {
        next(&mut list, &write(row));
    }
    ended(list)
}

fn next(list: &mut String, item: &str) {
    list.push(if list.is_empty() { '[' } else { ',' });
    list.push_str(item);
}

fn ended(mut list: String) -> String {
    list.push_str(if list.is_empty() { "[]" } else { "]" });
    list
}

pub fn quoted(text: &str) -> String {
    to_text(&text)
}

/// An error; of an invoice that must not be paid, with what each rule found.
pub struct Failure {
    pub error: Error,
    pub findings: Vec<Check>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let findings = Vec::new();
        Self { error, findings }
    }
}

pub fn failure(Failure { error, findings }: &Failure) -> String {
    let mut written = to_text(error);
    if !findings.is_empty() {
        written.truncate(written.len() - 1);
        written.push_str(",\"findings\":");
        written.push_str(&list(findings, finding));
        written.push('}');
    }
    written
}

pub fn code(code: &SmsCode) -> String {
    Object::new()
        .text("text", Some(&code.text))
        .flag("mayLackZeros", code.may_lack_zeros)
        .end()
}
