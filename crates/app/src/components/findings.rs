use leptos::prelude::*;
use satline_core::lightning::Check;

use crate::words::{self, check};

/// What the check of an invoice looked at, line by line. It is open if something failed.
#[component]
pub fn Findings(checks: Vec<Check>) -> impl IntoView {
    let passed = checks.iter().filter(|check| check.passed).count();
    let [passed_text, all_text] = [passed, checks.len()].map(|count| words::number(count as u64));
    view! {
        <details class="findings" open=passed < checks.len() data-testid="findings">
            <summary>{check::summary(&passed_text, &all_text)}</summary>
            <ul>{checks.iter().map(line).collect_view()}</ul>
        </details>
    }
}

fn line(check: &Check) -> impl IntoView + use<> {
    let (class, mark, word) = match (check.passed, check.warning) {
        (true, _) => ("finding finding-good", "✓", check::passed()),
        (false, true) => ("finding finding-odd", "!", check::note()),
        (false, false) => ("finding finding-bad", "✗", check::failed()),
    };
    let difference = (!check.passed).then(|| check::difference(&check.expected, &check.found));
    view! {
        <li class=class>
            <span aria-hidden="true">{mark}</span>
            <span>
                <span class="for-readers">{word} " "</span>
                {words::rule(check.rule)}
                <span class="hint">{difference}</span>
            </span>
        </li>
    }
}
