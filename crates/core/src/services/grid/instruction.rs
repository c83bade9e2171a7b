//! Ways to put money into an account. Each of some fifty kinds of account has fields of its own, and
//! there will be more: all are kept, those that are known first and named for people.

use std::fmt::{Debug, Formatter};

use serde_json::Value;

use crate::error::plain;
use crate::lenient::{Extra, Lenient};
use crate::lightning::UncheckedInvoice;
use crate::services::invoice::looks_like_invoice;

/// One way to pay into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingInstruction {
    /// The kind of account to send to, such as `USD_ACCOUNT`.
    pub account_type: Option<String>,
    /// What to fill in when sending: the known fields first, then all others by name.
    pub fields: Vec<Field>,
    /// Lightning invoices among the fields, to be checked before paying.
    pub invoices: Vec<UncheckedInvoice>,
    /// The service's notes.
    pub notes: Option<String>,
    /// Whether the account is the platform's.
    pub is_platform_account: Option<bool>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// A field of an account to send to. Its `Debug` does not show the value.
#[derive(Clone, PartialEq, Eq)]
pub struct Field {
    /// The label; for an unknown field, the service's name.
    pub label: String,
    /// The value, as plain text.
    pub value: String,
}

impl Debug for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "Field({}, …)", self.label)
    }
}

/// The known fields, in the order people fill them in.
const LABELS: [(&str, &str); 24] = [
    ("accountHolderName", "Account holder"),
    ("beneficiary.fullName", "Account holder"),
    ("accountNumber", "Account number"),
    ("routingNumber", "Routing number"),
    ("clabeNumber", "CLABE"),
    ("iban", "IBAN"),
    ("swiftCode", "SWIFT code"),
    ("bic", "BIC"),
    ("sortCode", "Sort code"),
    ("ifsc", "IFSC"),
    ("ifscCode", "IFSC"),
    ("vpa", "UPI address"),
    ("pixKey", "PIX key"),
    ("pixKeyType", "PIX key type"),
    ("taxId", "Tax ID"),
    ("bankName", "Bank"),
    ("bankCode", "Bank code"),
    ("branchCode", "Branch code"),
    ("phoneNumber", "Phone number"),
    ("address", "Address"),
    ("assetType", "Asset"),
    ("network", "Network"),
    ("reference", "Reference"),
    ("paymentRails", "Payment networks"),
];

pub(super) fn read_instruction(row: &Value) -> FundingInstruction {
    let info = row.member("accountOrWalletInfo");
    let account_type = info.owned("accountType");
    let mut found = Found::default();
    for (name, value) in info.as_object().into_iter().flatten() {
        if name != "accountType" {
            found.add("", name, value);
        }
    }
    FundingInstruction {
        account_type,
        fields: found.known_first(),
        invoices: found.invoices,
        notes: row.owned("instructionsNotes"),
        is_platform_account: row.flag("isPlatformAccount"),
        extra: row.extra(&[
            "accountOrWalletInfo",
            "instructionsNotes",
            "isPlatformAccount",
        ]),
    }
}

/// How many values are read: real accounts have about twenty, but even a short response could have very
/// many.
const MOST_VALUES: u32 = 200;

/// How many characters of a path are kept: it is repeated before each of its fields.
const LONGEST_PATH: usize = 100;

/// Fields by their paths, and the invoices among them.
#[derive(Default)]
struct Found {
    seen: u32,
    fields: Vec<(String, String)>,
    invoices: Vec<UncheckedInvoice>,
}

impl Found {
    /// Adds the fields of an object, joining the paths of nested ones with dots. The JSON parser
    /// bounds the depth.
    fn add(&mut self, parent: &str, name: &str, value: &Value) {
        self.seen += 1;
        if self.seen > MOST_VALUES {
            return;
        }
        let point = if parent.is_empty() { "" } else { "." };
        let path = &plain(&format!("{parent}{point}{name}"), LONGEST_PATH);
        match value {
            Value::Null => {}
            Value::Bool(yes) => self.push(path, if *yes { "yes" } else { "no" }),
            Value::String(text) if looks_like_invoice(text) => {
                self.invoices.push(UncheckedInvoice::new(text.trim()));
            }
            Value::Number(number) => self.push(path, number.as_str()),
            Value::String(text) => self.push(path, text),
            Value::Array(items) => self.add_list(path, items),
            Value::Object(members) => {
                for (name, value) in members {
                    self.add(path, name, value);
                }
            }
        }
    }

    /// Adds a list: as one field if it holds plain values, else a field for each item.
    fn add_list(&mut self, path: &str, items: &[Value]) {
        let plain = |item| Value::as_written(item).filter(|text| !looks_like_invoice(text));
        let texts: Option<Vec<_>> = items.iter().map(plain).collect();
        if let Some(texts) = texts {
            self.push(path, &texts.join(", "));
        } else {
            for (number, item) in (1_u32..).zip(items) {
                self.add(path, &number.to_string(), item);
            }
        }
    }

    fn push(&mut self, path: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.fields.push((path.to_owned(), value.to_owned()));
        }
    }

    fn known_first(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for (known, label) in &LABELS {
            for (path, value) in &self.fields {
                if path == known {
                    fields.push(field(label, value));
                }
            }
        }
        for (path, value) in &self.fields {
            if LABELS.iter().all(|row| row.0 != path) {
                fields.push(field(path, value));
            }
        }
        fields
    }
}

fn field(label: &str, value: &str) -> Field {
    Field {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}
