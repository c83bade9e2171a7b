use leptos::prelude::*;
use satline_core::money::Sats;
use satline_core::services::sms4sats::{Funding, History};
use satline_core::time::Time;

use super::Failure;
use crate::state::{Account, Answer};
use crate::words::{self, top_up as texts};

/// As many bars as a phone has room for: the latest.
const MOST_BARS: usize = 24;
/// Room for so many at least, or a single bar would be a wall.
const LEAST_ROOM: usize = 8;
/// The chart's height, the step from bar to bar and a bar's width, in its own units.
const HEIGHT: u64 = 40;
const STEP: usize = 10;
const BAR: u64 = 6;

/// Earlier top-ups of the balance, as a chart and as a list.
#[component]
pub fn Fundings(account: Account) -> impl IntoView {
    move || match account.history.get()? {
        Answer::Waiting => None,
        Answer::Failed(error) => Some(view! { <Failure error /> }.into_any()),
        Answer::Here(history) => Some(view! { <TopUps history /> }.into_any()),
    }
}

#[component]
fn TopUps(history: History) -> impl IntoView {
    let History { total, fundings } = history;
    let sum = match fundings.len() {
        0 => texts::no_top_ups().to_owned(),
        count => texts::top_ups(count as u64, &words::sats(total.unwrap_or(Sats(0)))),
    };
    let row = |funding: &Funding| {
        let day = funding.at.map(day);
        let machine_day = day.clone();
        view! {
            <li>
                <time datetime=machine_day>{day}</time>
                <span>{words::sats(funding.amount)}</span>
            </li>
        }
    };
    view! {
        <section class="history" aria-labelledby="history-title" data-testid="history">
            <h2 id="history-title">{texts::history()}</h2>
            <p class="hint">{sum}</p>
            <Chart fundings=fundings.clone() />
            <ul class="rows">{fundings.iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// One bar for each, the latest at the right. The list below says the same in figures.
#[component]
fn Chart(mut fundings: Vec<Funding>) -> impl IntoView {
    fundings.sort_by_key(|funding| funding.at);
    let skipped = fundings.len().saturating_sub(MOST_BARS);
    let amounts: Vec<Sats> = fundings
        .iter()
        .skip(skipped)
        .map(|funding| funding.amount)
        .collect();
    let (least, most) = (amounts.iter().min()?, amounts.iter().max()?);
    let label = texts::chart(
        amounts.len() as u64,
        &words::sats(*least),
        &words::sats(*most),
    );
    let bars = amounts.iter().enumerate().map(|(place, amount)| {
        let height = height(*amount, *most);
        view! { <rect x=(place * STEP).to_string() y=(HEIGHT - height).to_string() width=BAR.to_string() height=height.to_string() /> }
    });
    let room = amounts.len().max(LEAST_ROOM);
    let view_box = format!("0 0 {} {HEIGHT}", room * STEP);
    Some(view! {
        <svg preserveAspectRatio="none" class="chart" role="img" aria-label=label viewBox=view_box data-testid="chart">
            {bars.collect_view()}
        </svg>
    })
}

/// A bar of next to nothing is still seen.
fn height(amount: Sats, most: Sats) -> u64 {
    let share = u128::from(amount.0) * u128::from(HEIGHT) / u128::from(most.0.max(1));
    u64::try_from(share).unwrap_or(HEIGHT).max(1)
}

/// `2022-11-16`, in UTC: the same for every reader.
fn day(time: Time) -> String {
    let text = String::from(words::date(time).to_iso_string());
    text.split('T').next().unwrap_or_default().to_owned()
}
