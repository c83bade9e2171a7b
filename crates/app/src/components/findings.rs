use leptos::prelude::*;
use satline_core::lightning::Check;

use crate::words::{self, check};

/// What the check of an invoice looked at, line by line. What failed is seen without a click.
pub fn findings(findings: &[Check]) -> AnyView {
    let passed = findings.iter().filter(|finding| finding.passed).count();
    view! {
        <details class="findings" open=passed < findings.len() data-testid="findings">
            <summary>{check::summary(&words::number(passed as u64), &words::number(findings.len() as u64))}</summary>
            <ul>{findings.iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn line(finding: &Check) -> AnyView {
    let (class, mark, word) = match (finding.passed, finding.warning) {
        (true, _) => ("finding finding-good", "✓", check::passed()),
        (false, true) => ("finding finding-odd", "!", check::note()),
        (false, false) => ("finding finding-bad", "✗", check::failed()),
    };
    let found = (!finding.passed).then(|| check::difference(&finding.expected, &finding.found));
    view! {
        <li class=class>
            <span aria-hidden="true">{mark}</span>
            <span>
                <span class="for-readers">{word} " "</span>
                {words::rule(finding.rule)}
                <span class="hint">{found}</span>
            </span>
        </li>
    }
    .into_any()
}
