use std::fmt::{Display, Formatter};

/// What an invoice is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// It can be read at all.
    Readable,
    /// Its network.
    Network,
    /// An amount is there, in whole satoshis.
    Amount,
    /// The amount is the quoted price.
    Price,
    /// The amount is within what may be spent.
    Cap,
    /// It was made before now. Found only where it was not.
    Date,
    /// There is time left to pay it.
    Time,
    /// Its signature is valid.
    Signature,
    /// Who signed it.
    Payee,
    /// Its payment hash is the order's id.
    OrderId,
}

impl Rule {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Network => "network",
            Self::Amount => "amount",
            Self::Price => "price",
            Self::Cap => "cap",
            Self::Date => "date",
            Self::Time => "time",
            Self::Signature => "signature",
            Self::Payee => "payee",
            Self::OrderId => "order_id",
        }
    }

    /// What holds when it passes, for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Readable => "The invoice can be read.",
            Self::Network => "It is for the right network.",
            Self::Amount => "It says what it costs, in whole satoshis.",
            Self::Price => "It costs what was quoted.",
            Self::Cap => "It costs no more than may be spent.",
            Self::Date => "It was made before now.",
            Self::Time => "There is time left to pay it.",
            Self::Signature => "Its signature is valid.",
            Self::Payee => "It was made by the service's own node.",
            Self::OrderId => "It belongs to this order.",
        }
    }
}

/// What one rule found, in short texts for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it looked for.
    pub expected: String,
    /// What is there. It may come from the invoice: show it as plain text only.
    pub found: String,
    /// Whether the two fit.
    pub passed: bool,
    /// Whether it did not pass, but may be paid all the same: nobody promised that the two fit.
    pub warning: bool,
}

impl Finding {
    /// Whether the invoice must not be paid because of this.
    pub const fn refuses(&self) -> bool {
        !self.passed && !self.warning
    }
}

/// One line: the rule, what was expected, what is there.
impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let (rule, expected, found) = (self.rule.as_str(), &self.expected, &self.found);
        write!(f, "{rule}: expected {expected}, found: {found}")
    }
}

/// An invoice that must not be paid, and why. It does not hold the invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    findings: Vec<Finding>,
}

impl Rejected {
    pub(super) const fn new(findings: Vec<Finding>) -> Self {
        Self { findings }
    }

    /// All that was looked at, what passed and what did not.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl Display for Rejected {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Do not pay this invoice, ask for a new one.")?;
        let mut refusing = self.findings.iter().filter(|finding| finding.refuses());
        refusing.try_for_each(|finding| write!(f, " {finding}."))
    }
}

impl std::error::Error for Rejected {}
