//! Dates as HTTP writes them.

use crate::time::Time;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Days from the first of March of the year 0, where this calendar begins, to 1970.
const DAYS_TO_1970: u64 = 719_468;

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that a server may write (RFC 9110, 5.6.7).
pub(super) fn parse(text: &str) -> Option<Time> {
    let [_, day, month, year, time, "GMT"] = parts(text, ' ')? else {
        return None;
    };
    let [hour, minute, second] = parts(time, ':')?.map(number);
    let month = MONTHS.iter().position(|name| *name == month)?;
    let days = days(number(year)?, u64::try_from(month).ok()?, number(day)?)?;
    let (hour, minute, second) = (hour?, minute?, second?);
    // A minute has a 60th second now and then.
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    (hour < 24 && minute < 60 && second <= 60).then_some(Time(seconds * 1_000))
}

/// Days since 1970. `month` counts from 0; the year begins in March here, so that the day that comes
/// every four years is its last.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let (year, month) = match month {
        0 | 1 => (year.checked_sub(1)?, month + 10),
        _ => (year, month - 2),
    };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5;
    (1..=31)
        .contains(&day)
        .then(|| (days + day - 1).checked_sub(DAYS_TO_1970))?
}

/// At most four digits.
fn number(text: &str) -> Option<u64> {
    (text.len() <= 4).then(|| text.parse().ok())?
}

/// Exactly so many.
fn parts<const N: usize>(text: &str, between: char) -> Option<[&str; N]> {
    let mut parts = [""; N];
    let mut found = text.split(between);
    for part in &mut parts {
        *part = found.next()?;
    }
    found.next().is_none().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_moments_and_anything_else_is_none() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Tue, 29 Feb 2000 23:59:60 GMT", Some(951_868_800)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(951_868_800)),
            ("Thu, 31 Dec 2099 23:59:59 GMT", Some(4_102_444_799)),
            ("Fri, 01 Mar 2100 00:00:00 GMT", Some(4_107_542_400)),
            ("Wed, 31 Dec 1969 23:59:59 GMT", None),
            ("Sun, 00 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 24:00:00 GMT", None),
            ("Sun, 06 Nov 1994 08:60:00 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 06 Nov 1994 08:49 GMT", None),
            ("Sun, 06 Foo 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 99999999999 08:49:37 GMT", None),
            ("Sunday, 06-Nov-94 08:49:37 GMT", None),
            ("", None),
        ] {
            let moment = seconds.map(|seconds| Time(seconds * 1_000));
            assert_eq!(parse(text), moment, "{text}");
        }
    }
}
