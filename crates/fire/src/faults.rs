//! What can happen to a request on its way, and to its response.

use serde_json::{Value, json};

use crate::dice::Dice;

/// How likely faults are, in percent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// Of each request.
    pub faults: u64,
    /// Until when the service is away altogether, in milliseconds since 1970.
    pub away_until: u64,
}

/// What happens to one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The device says that it is offline. It may be wrong.
    Offline { arrives: bool },
    /// The request could not be started.
    NotSent,
    /// Nothing comes back, neither at once nor ever.
    Lost { arrives: bool, hangs: bool },
    /// The service, or a gateway before it, responds with an error.
    Refused {
        arrives: bool,
        status: u16,
        retry_after: Option<String>,
    },
    /// The body is something else.
    Garbage(&'static str),
    /// The body ends early.
    Cut,
    /// Members have other types than documented, or are missing.
    WrongTypes(u64),
    /// The response is about another order or account.
    AnotherOrders,
    /// The response takes longer.
    Slow(u64),
}

/// Bodies that no service sends on purpose.
const GARBAGE: [&str; 10] = [
    "",
    "null",
    "true",
    "[]",
    "{}",
    "{\"status\":\"OK\"}",
    "{\"data\":null}",
    "<!doctype html><title>Welcome</title>",
    "{\"status\":\"OK\",\"paid\":",
    "\u{feff}\u{0}\u{fffd}",
];

const RETRY_AFTER: [Option<&str>; 6] = [
    None,
    Some("0"),
    Some("3"),
    Some("120"),
    Some("99999999999"),
    Some("soon"),
];

impl Weather {
    /// Decides what happens to a request that is sent now.
    pub fn fault(self, now: u64, dice: &mut Dice) -> Option<Fault> {
        if now < self.away_until {
            let arrives = false;
            return Some(match dice.between(0, 3) {
                0 => Fault::Lost {
                    arrives,
                    hangs: dice.chance(30),
                },
                1 => Fault::Refused {
                    arrives,
                    status: dice.pick(&[500, 502, 503, 504]),
                    retry_after: None,
                },
                _ => Fault::Garbage(GARBAGE[7]).unless_it_acts(),
            });
        }
        if !dice.chance(self.faults) {
            return None;
        }
        let (arrives, hangs) = (dice.chance(50), dice.chance(30));
        Some(match dice.between(0, 14) {
            0 => Fault::Offline {
                arrives: dice.chance(10),
            },
            1 => Fault::NotSent,
            2..=4 => Fault::Lost { arrives, hangs },
            5..=6 => Fault::Refused {
                arrives,
                status: dice.pick(&[408, 500, 502, 503, 504, 520]),
                retry_after: None,
            },
            7 => Fault::Refused {
                arrives: false,
                status: 429,
                retry_after: dice.pick(&RETRY_AFTER).map(str::to_owned),
            },
            8 => Fault::Refused {
                arrives: false,
                status: dice.pick(&[400, 401, 403, 404]),
                retry_after: None,
            },
            9 => Fault::Garbage(dice.pick(&GARBAGE)),
            10 => Fault::Cut,
            11 => Fault::WrongTypes(dice.roll()),
            12 => Fault::AnotherOrders,
            _ => Fault::Slow(dice.between(1_000, 40_000)),
        })
    }
}

impl Fault {
    /// A page of a gateway instead of the service, which the request does not reach.
    fn unless_it_acts(self) -> Self {
        match self {
            Self::Garbage(_) => Self::Refused {
                arrives: false,
                status: 200,
                retry_after: None,
            },
            other => other,
        }
    }

    /// Returns whether the request arrives at the service.
    pub const fn arrives(&self) -> bool {
        match self {
            Self::Offline { arrives }
            | Self::Lost { arrives, .. }
            | Self::Refused { arrives, .. } => *arrives,
            Self::NotSent => false,
            _ => true,
        }
    }
}

/// Whose balance it is: without it, nothing tells another wallet's balance from one's own.
const NEVER_DROPPED: [&str; 1] = ["wallet_id"];

/// Changes types, or drops members, without inventing any fact. A status with an error stays: without the
/// error, that of a late code is the status of a delivered one, and without `paid` the order counts as
/// unpaid.
pub fn with_wrong_types(body: &str, seed: u64) -> String {
    let json = serde_json::from_str::<Value>(body).ok();
    let Some(mut json) = json.filter(|json| json.get("error").is_none()) else {
        return body.to_owned();
    };
    let mut dice = Dice::new(seed);
    change(&mut json, &mut dice);
    json.to_string()
}

fn change(json: &mut Value, dice: &mut Dice) {
    let Value::Object(members) = json else {
        return;
    };
    for (name, value) in members.iter_mut() {
        if NEVER_DROPPED.contains(&name.as_str()) || !dice.chance(40) {
            continue;
        }
        match value {
            Value::Object(_) if dice.chance(70) => change(value, dice),
            Value::Number(number) if dice.chance(50) => *value = json!(number.to_string()),
            Value::Bool(flag) if dice.chance(50) => *value = json!(flag.to_string()),
            _ => {
                let nothing = [Value::Null, json!([]), json!({}), json!({ "value": null })];
                let index = usize::try_from(dice.between(0, 4)).unwrap_or_default();
                *value = nothing[index].clone();
            }
        }
    }
}

/// Makes a response one about another order or account, as a cache that mixes them up would.
pub fn of_another(body: &str) -> String {
    let Ok(mut json) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    let other = json!("0123456789abcdef");
    if let Some(data) = json.get_mut("data").filter(|data| data.is_object()) {
        data["id"] = other;
        data["status"] = json!("complete");
        data["payment"] = json!({ "status": "payment_confirmed" });
    } else if let Some(Value::Array(rows)) = json.get_mut("data") {
        for row in rows {
            row["id"] = other.clone();
        }
    } else if json.get("wallet_id").is_some() {
        json["wallet_id"] = other;
        json["balance"] = json!("9999.00");
    } else if json.get("paid").is_some() {
        json = json!({ "status": "OK", "paid": true, "orderId": other, "number": 4_915_112_345_678_u64, "code": "666666" });
    }
    json.to_string()
}
