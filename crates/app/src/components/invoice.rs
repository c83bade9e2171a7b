use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::http::Fetch;
use satline_core::lightning::webln::{Outcome, Provider, Reason, UserClicked};
use satline_core::lightning::{CheckedInvoice, Finding};
use satline_core::qr::{self, Level};

use super::CopyButton;

/// An invoice that passed every check: its amount, its code, its text, and the wallets it can be
/// handed to.
#[component]
pub fn InvoicePanel(
    invoice: CheckedInvoice,
    /// The wallet says that it is paying.
    #[prop(into)]
    on_sent: Callback<()>,
) -> impl IntoView {
    let amount = invoice.amount().to_string();
    let code = match qr::invoice_svg(
        invoice.text(),
        Level::Medium,
        &format!("Lightning invoice for {amount}"),
    ) {
        Ok(svg) => view! { <div class="qr" data-testid="qr" inner_html=svg></div> }.into_any(),
        Err(error) => view! { <p class="hint">{error.to_string()}</p> }.into_any(),
    };
    let text = invoice.text().to_owned();
    let findings = invoice.findings().to_vec();
    view! {
        <p class="amount" data-testid="amount">{amount}</p>
        {code}
        <PayButton invoice on_sent />
        <div class="actions">
            <a class="button" href=format!("lightning:{text}")>"Open in a wallet"</a>
            <CopyButton text=text.clone() />
        </div>
        <p class="invoice" data-testid="invoice">{text}</p>
        <Findings findings />
    }
}

/// What the check looked at, line by line.
#[component]
pub fn Findings(findings: Vec<Finding>) -> impl IntoView {
    let line = |finding: Finding| {
        let (class, mark, word) = match (finding.passed, finding.warning) {
            (true, _) => ("finding finding-good", "✓", "passed: "),
            (false, true) => ("finding finding-odd", "!", "note: "),
            (false, false) => ("finding finding-bad", "✗", "failed: "),
        };
        let failed = (!finding.passed).then(|| {
            let text = format!("Expected {}, found {}.", finding.expected, finding.found);
            view! { <span class="hint">{text}</span> }
        });
        view! {
            <li class=class>
                <span aria-hidden="true">{mark}</span>
                <span>
                    <span class="for-readers">{word}</span>
                    {finding.rule.sentence()}
                    {failed}
                </span>
            </li>
        }
    };
    let failing = findings.iter().any(|finding| !finding.passed);
    view! {
        <details class="findings" open=failing data-testid="findings">
            <summary>"What was checked before you pay"</summary>
            <ul>{findings.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}

/// Hands the invoice to the browser's wallet, which is asked only because the reader clicked.
#[component]
fn PayButton(invoice: CheckedInvoice, on_sent: Callback<()>) -> impl IntoView {
    let paying = RwSignal::new(false);
    let word = RwSignal::new("");
    let pay = move |_| {
        let Some(wallet) = Provider::present() else {
            word.set("There is no wallet in this browser: scan the code or open it in a wallet.");
            return;
        };
        paying.set(true);
        word.set("Confirm the payment in your wallet.");
        let invoice = invoice.clone();
        spawn_local(async move {
            let outcome = wallet.pay(&invoice, &Fetch, UserClicked).await;
            let (sent, sentence) = told(&outcome);
            // The page may have gone on without us.
            paying.try_set(sent);
            word.try_set(sentence);
            if sent {
                on_sent.try_run(());
            }
        });
    };
    view! {
        <button type="button" class="primary" data-testid="pay" disabled=paying on:click=pay>
            "Pay with this browser's wallet"
        </button>
        <p class="hint" role="status" data-testid="wallet-says">{word}</p>
    }
}

/// Whether the payment may be on its way, and the wallet's answer in words.
fn told(outcome: &Outcome) -> (bool, &'static str) {
    match outcome {
        Outcome::Paid(_) | Outcome::Pending => (true, "Your wallet is paying."),
        Outcome::Declined => (false, "Your wallet said no. Nothing was sent."),
        Outcome::Unknown | Outcome::Refused(Reason::AlreadySent) => (
            true,
            "Your wallet may have paid, and does not say. Watch the order: do not pay again.",
        ),
        Outcome::Refused(Reason::TooLate(_)) => (
            false,
            "There is no time left to pay this invoice. Make a new order.",
        ),
    }
}
