use leptos::prelude::*;
use satline_core::lightning::Check;

use crate::words::order as words;

/// What the check of an invoice looked at, line by line. What failed is seen without a click.
pub fn findings(findings: &[Check]) -> AnyView {
    let passed = findings.iter().filter(|finding| finding.passed).count();
    view! {
        <details class="findings" open=passed < findings.len() data-testid="findings">
            <summary>{words::checks(passed, findings.len())}</summary>
            <ul>{findings.iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn line(finding: &Check) -> AnyView {
    let (class, mark, word) = match (finding.passed, finding.warning) {
        (true, _) => ("finding finding-good", "✓", words::PASSED),
        (false, true) => ("finding finding-odd", "!", words::NOTE),
        (false, false) => ("finding finding-bad", "✗", words::FAILED),
    };
    let found = (!finding.passed).then(|| words::found(&finding.expected, &finding.found));
    view! {
        <li class=class>
            <span aria-hidden="true">{mark}</span>
            <span>
                <span class="for-readers">{word}</span>
                {finding.rule.sentence()}
                <span class="hint">{found}</span>
            </span>
        </li>
    }
    .into_any()
}
