use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::lightning::{CheckedInvoice, Rejected, Rule};
use satline_core::order::{Order, OrderId};
use satline_core::time::ClockSkew;
use satline_qr::{EcLevel, invoice_svg};

use super::{
    CopyButton, OwnWalletButton, WalletApps, findings, maybe_paid, pay_button, wallet_is_here,
};
use crate::state::{Services, transport};
use crate::words::{self, check, order as texts};

/// The invoice of an order that is to be paid: after it has passed the check, and only then, as
/// something that can be. Nothing if there is none, and no invoice while a wallet may have paid it, but
/// for the one that the wallet is just being asked about from here.
///
/// Play money and real money are kept apart here too, whatever the record says.
pub fn invoice(order: &Order, asking: RwSignal<bool>) -> AnyView {
    let services = expect_context::<Services>();
    if !services.takes(order.network()) {
        let sentence = if services.sandbox.is_some() {
            texts::real_money()
        } else {
            texts::play_money()
        };
        return refusal(sentence);
    }
    match order.payable(transport().now()) {
        Some(Ok(invoice)) if !order.maybe_paid() || asking.get_untracked() => {
            payable(order.id.clone(), invoice, asking)
        }
        Some(_) if order.maybe_paid() => maybe_paid(order),
        Some(Err(rejected)) => refused(&rejected),
        _ => ().into_any(),
    }
}

fn payable(id: OrderId, invoice: CheckedInvoice, asking: RwSignal<bool>) -> AnyView {
    let amount = words::sats(invoice.amount());
    let text = invoice.text().to_owned();
    let code = match invoice_svg(&text, EcLevel::M, &texts::invoice_for(&amount)) {
        Ok(svg) => view! { <div class="qr" data-testid="qr" inner_html=svg></div> }.into_any(),
        Err(_) => view! { <p class="hint">{texts::qr_too_long()}</p> }.into_any(),
    };
    let has_wallet = wallet_is_here();
    let rules = findings(invoice.checks());
    let skew = invoice.clock_skew().map(|skew| {
        let sentence = match skew {
            ClockSkew::Ahead(time) => texts::clock_ahead(&words::clock(time)),
            ClockSkew::Behind(time) => texts::clock_behind(&words::clock(time)),
        };
        view! { <p class="notice" data-testid="clock">{sentence}</p> }
    });
    let apps = invoice.clone();
    let link = ["lightning:", &text].concat();
    view! {
        <section class="panel invoice-panel" aria-label=texts::invoice()>
            <p class="amount" data-testid="amount">{amount}</p>
            {skew}
            {code}
            <div class="stack">
                <OwnWalletButton id=id.clone() invoice=invoice.clone() asking />
                {move || has_wallet.get().then(|| pay_button(id.clone(), invoice.clone(), asking))}
                <div class="actions">
                    <a
                        class="button"
                        class:primary=move || !has_wallet.get()
                        data-testid="open"
                        href=link
                    >
                        {texts::open_wallet()}
                    </a>
                    <CopyButton text=text.clone() label=texts::copy_invoice() />
                </div>
                <WalletApps invoice=apps />
                <p class="invoice" dir="ltr" aria-label=texts::invoice_text() data-testid="invoice">{text}</p>
            </div>
            {rules}
        </section>
    }
    .into_any()
}

/// What must not be paid, and why.
fn refused(rejected: &Rejected) -> AnyView {
    let mut failed = rejected.checks().iter().filter(|finding| finding.refuses());
    let is_only_late = failed.all(|finding| finding.rule == Rule::Time);
    let sentence = if is_only_late {
        texts::too_late()
    } else {
        texts::do_not_pay()
    };
    view! {
        {refusal(sentence)}
        <section class="panel" aria-label=check::title()>{findings(rejected.checks())}</section>
    }
    .into_any()
}

fn refusal(sentence: &'static str) -> AnyView {
    view! {
        <div class="notice notice-bad" role="alert" data-testid="rejected">
            <p>{sentence}</p>
        </div>
    }
    .into_any()
}
