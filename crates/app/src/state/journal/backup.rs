//! Orders that leave the browser and come back.

use std::ops::Not;

use leptos::prelude::*;
use satline_core::lenient::{Lenient, parse};
use satline_core::order::State;
use satline_core::time::Time;
use serde::Serialize;

use super::entry::Unreadable;
use super::{Entry, Journal};
use crate::words::{self, storage};

/// The columns of the table of orders.
const COLUMNS: &str =
    "made,service,id,kind,state,country,item,name,price in sats,number,codes,reason";

/// So many orders can be imported at once. A page with many more would hardly move any more, and people do not
/// have so many.
const MOST_ORDERS: usize = 5_000;

/// Orders as a backup holds them.
#[derive(Serialize)]
struct Backup<'a> {
    #[serde(rename = "satlineOrders")]
    orders: &'a [Entry],
    /// The orders are of play money.
    #[serde(skip_serializing_if = "Not::not")]
    sandbox: bool,
}

impl Journal {
    /// Returns all orders as JSON for [`Journal::import`]. It holds numbers, codes and invoices.
    pub fn export_json(self) -> String {
        let records = self.repository.records.read_untracked();
        let backup = Backup {
            orders: &records.entries,
            sandbox: self.parts().place.is_played(),
        };
        serde_json::to_string(&backup).unwrap_or_default()
    }

    /// Returns all orders as a table for other programs, a line each.
    pub fn export_csv(self) -> String {
        let mut table = COLUMNS.to_owned();
        for entry in &self.repository.records.read_untracked().entries {
            table.push_str("\r\n");
            write_line(&mut table, entry);
        }
        table.push_str("\r\n");
        table
    }

    /// Imports what [`Journal::export_json`] wrote, here or elsewhere: all of it or nothing. Returns how many
    /// orders were imported and how many were left out; an error is a sentence. An older backup undoes nothing.
    ///
    /// An unpaid order brings along what its own invoice is checked against, and so would pass: those
    /// that this journal does not know are left out.
    pub async fn import(self, text: &str) -> Result<(usize, usize), &'static str> {
        let unreadable = storage::not_a_backup();
        let backup = parse(text).ok_or(unreadable)?;
        let orders = backup.get("satlineOrders").ok_or(unreadable)?.items();
        if orders.len() > MOST_ORDERS {
            return Err(storage::backup_too_long());
        }
        let entries: Result<Vec<Entry>, Unreadable> =
            orders.iter().map(Entry::from_value).collect();
        let entries = entries.map_err(|unreadable| match unreadable {
            Unreadable::Newer => storage::backup_newer(),
            Unreadable::Damaged => storage::backup_damaged(),
        })?;
        let is_marked = backup.flag("sandbox") == Some(true);
        if !self.is_from_here(is_marked, &entries) {
            return Err(if self.parts().place.is_played() {
                storage::backup_real_money()
            } else {
                storage::backup_play_money()
            });
        }
        let all = entries.len();
        let is_known = |entry: &Entry| {
            let known = self.peek(&entry.order.id);
            known.is_some_and(|known| known.key() == entry.key())
        };
        let is_safe = |entry: &Entry| is_paid(entry) || is_known(entry);
        let mut entries: Vec<Entry> = entries.into_iter().filter(is_safe).collect();
        for entry in &mut entries {
            // A known order keeps the journal's own note.
            entry.note.is_imported = true;
        }
        let read = entries.len();
        match self.repository.merge(entries).await {
            Ok(()) => Ok((read, all - read)),
            Err(error) => Err(words::import_storage_error(error)),
        }
    }

    /// Returns whether a backup was saved on a page like this one: play money and real money are kept apart.
    /// Backups of earlier versions are not marked.
    fn is_from_here(self, is_marked: bool, entries: &[Entry]) -> bool {
        if self.parts().place.is_played() {
            is_marked || entries.iter().all(Entry::is_regtest)
        } else {
            !is_marked && !entries.iter().any(Entry::is_regtest)
        }
    }
}

/// Returns whether there is nothing left to pay or confirm.
fn is_paid(entry: &Entry) -> bool {
    let order = &entry.order;
    let asks = matches!(
        order.state,
        State::AwaitingPayment | State::NeedsConfirmation
    );
    order.paid_at.is_some() || !asks
}

fn write_line(table: &mut String, entry: &Entry) {
    let Entry { order, note, .. } = entry;
    let price = note.price.map(|sats| sats.0.to_string());
    let codes: Vec<&str> = order.codes.iter().map(|code| code.text.as_str()).collect();
    let (made, codes) = (moment(order.created_at), codes.join(" "));
    let cells = [
        made.as_str(),
        order.service.name(),
        order.id.as_str(),
        order.kind.as_str(),
        order.state.as_str(),
        note.country.map_or("", |country| country.name()),
        &note.item,
        &note.name,
        price.as_deref().unwrap_or_default(),
        order.number.as_deref().unwrap_or_default(),
        codes.as_str(),
        order.reason.as_deref().unwrap_or_default(),
    ];
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            table.push(',');
        }
        write_cell(table, cell);
    }
}

/// Writes a cell in quotes. What a spreadsheet would take for a formula stays text.
fn write_cell(table: &mut String, cell: &str) {
    table.push('"');
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        table.push('\'');
    }
    table.push_str(&cell.replace('"', "\"\""));
    table.push('"');
}

/// Formats a time by ISO 8601, in UTC.
fn moment(time: Time) -> String {
    words::date(time).to_iso_string().into()
}
