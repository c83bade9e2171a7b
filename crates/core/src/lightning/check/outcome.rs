use std::fmt::{Display, Formatter};

use crate::named::named;

named! {
    /// What an invoice is checked for.
    #[non_exhaustive]
    pub enum Rule {
        /// It is an invoice.
        Readable = "readable",
        /// Its network.
        Network = "network",
        /// It has an amount in whole satoshis.
        Amount = "amount",
        /// The amount is the quoted price.
        Price = "price",
        /// The amount is at most the limit.
        Cap = "cap",
        /// It was created before now. Listed only if it fails.
        Date = "date",
        /// There is time left to pay it.
        Time = "time",
        /// Its signature is valid.
        Signature = "signature",
        /// It was signed by the expected node.
        Payee = "payee",
        /// Its payment hash is the order's id.
        OrderId = "order_id",
    }
}

impl Rule {
    /// Returns what is true when it passes, as a sentence for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Readable => "The invoice can be read.",
            Self::Network => "It is for the right network.",
            Self::Amount => "It has an amount in whole satoshis.",
            Self::Price => "It costs what was quoted.",
            Self::Cap => "It costs no more than the limit.",
            Self::Date => "It was created before now.",
            Self::Time => "There is time left to pay it.",
            Self::Signature => "Its signature is valid.",
            Self::Payee => "It was signed by the service's own node.",
            Self::OrderId => "It belongs to this order.",
        }
    }
}

/// The result of one rule, in short texts for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// What the rule expects.
    pub expected: String,
    /// What the invoice says instead, or as well. Written by the payee: show it as plain text only.
    pub found: String,
    /// Whether the invoice meets the rule.
    pub passed: bool,
    /// Whether the rule failed, but the invoice may be paid: no service promises that it holds.
    pub warning: bool,
}

impl Check {
    pub(super) fn new(
        rule: Rule,
        expected: impl Into<String>,
        found: impl Into<String>,
        passed: bool,
    ) -> Self {
        Self {
            rule,
            expected: expected.into(),
            found: found.into(),
            passed,
            warning: false,
        }
    }

    /// Returns whether the invoice must not be paid because of this.
    pub const fn refuses(&self) -> bool {
        !self.passed && !self.warning
    }
}

/// One line: the rule, what it expects, what was found.
impl Display for Check {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let (rule, expected, found) = (self.rule.as_str(), &self.expected, &self.found);
        write!(f, "{rule}: expected {expected}, found: {found}")
    }
}

/// An invoice that must not be paid, and why. It does not contain the invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    checks: Vec<Check>,
}

impl Rejected {
    pub(super) const fn new(checks: Vec<Check>) -> Self {
        Self { checks }
    }

    /// Returns every check that was made, those that passed too.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

impl Display for Rejected {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Do not pay this invoice, ask for a new one.")?;
        let mut refusing = self.checks.iter().filter(|check| check.refuses());
        refusing.try_for_each(|check| write!(f, " {check}."))
    }
}

impl std::error::Error for Rejected {}
