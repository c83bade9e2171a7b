use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::lightning::{CheckedInvoice, Rejected, Rule};
use satline_core::order::{Order, OrderId};
use satline_core::time::ClockSkew;
use satline_qr::{EcLevel, invoice_svg};

use super::{
    CopyButton, Findings, MaybePaid, OwnWalletButton, PayButton, WalletApps, wallet_is_here,
};
use crate::state::{Services, transport};
use crate::words::{self, check, order as texts};

/// The invoice of an unpaid order, which can be paid only if it has passed the check. While a wallet may have
/// paid it no invoice is shown, unless this page is asking that wallet.
///
/// Play money and real money are kept apart here too, whatever the record says.
#[component]
pub fn Invoice(order: Order, asking: RwSignal<bool>) -> impl IntoView {
    let services = expect_context::<Services>();
    if !services.takes(order.network()) {
        let sentence = if services.sandbox.is_some() {
            texts::real_money()
        } else {
            texts::play_money()
        };
        return view! { <Refusal sentence /> }.into_any();
    }
    match order.payable(transport().now()) {
        Some(Ok(invoice)) if !order.maybe_paid() || asking.get_untracked() => {
            view! { <Payable id=order.id invoice asking /> }.into_any()
        }
        Some(_) if order.maybe_paid() => view! { <MaybePaid order /> }.into_any(),
        Some(Err(rejected)) => view! { <Refused rejected /> }.into_any(),
        _ => ().into_any(),
    }
}

/// An invoice that has passed the check, and the ways to pay it.
#[component]
fn Payable(id: OrderId, invoice: CheckedInvoice, asking: RwSignal<bool>) -> impl IntoView {
    let amount = words::sats(invoice.amount());
    let text = invoice.text().to_owned();
    let code = match invoice_svg(&text, EcLevel::M, &texts::invoice_for(&amount)) {
        Ok(svg) => view! { <div class="qr" data-testid="qr" inner_html=svg></div> }.into_any(),
        Err(_) => view! { <p class="hint">{texts::qr_too_long()}</p> }.into_any(),
    };
    let has_wallet = wallet_is_here();
    let checks = invoice.checks().to_vec();
    let skew = invoice.clock_skew().map(|skew| {
        let sentence = match skew {
            ClockSkew::Ahead(time) => texts::clock_ahead(&words::clock(time)),
            ClockSkew::Behind(time) => texts::clock_behind(&words::clock(time)),
        };
        view! { <p class="notice" data-testid="clock">{sentence}</p> }
    });
    let apps = invoice.clone();
    let link = format!("lightning:{text}");
    view! {
        <section class="panel invoice-panel" aria-label=texts::invoice()>
            <p class="amount" data-testid="amount">{amount}</p>
            {skew}
            {code}
            <div class="stack">
                <OwnWalletButton id=id.clone() invoice=invoice.clone() asking />
                {move || {
                    let (id, invoice) = (id.clone(), invoice.clone());
                    has_wallet.get().then(|| view! { <PayButton id invoice asking /> })
                }}
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
            <Findings checks />
        </section>
    }
}

/// An invoice that must not be paid, and why.
#[component]
fn Refused(rejected: Rejected) -> impl IntoView {
    let mut failed = rejected.checks().iter().filter(|finding| finding.refuses());
    let is_only_late = failed.all(|finding| finding.rule == Rule::Time);
    let sentence = if is_only_late {
        texts::too_late()
    } else {
        texts::do_not_pay()
    };
    view! {
        <Refusal sentence />
        <section class="panel" aria-label=check::title()>
            <Findings checks=rejected.checks().to_vec() />
        </section>
    }
}

#[component]
fn Refusal(sentence: &'static str) -> impl IntoView {
    view! {
        <div class="notice notice-bad" role="alert" data-testid="rejected">
            <p>{sentence}</p>
        </div>
    }
}
