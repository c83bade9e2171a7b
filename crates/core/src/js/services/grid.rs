use crate::js::host::Host;
use crate::js::input::Input;
use crate::js::output::{Failure, Object, list, quoted};
use crate::js::unknown_call;
use crate::lightning::UncheckedInvoice;
use crate::services::grid::{Field, FundingInstruction, Grid, InternalAccount, LARGEST_PAGE, Page};

pub async fn call(grid: &Grid<Host>, name: &str, input: &Input) -> Result<String, Failure> {
    match name {
        "customersAccounts" => {
            let limit = input.whole_or_none("limit")?.unwrap_or(LARGEST_PAGE);
            let cursor = input.text_or_none("cursor")?;
            input.nothing_else()?;
            Ok(page(&grid.customers_accounts(cursor, limit).await?))
        }
        "platformAccounts" => {
            input.nothing_else()?;
            Ok(page(&grid.platform_accounts().await?))
        }
        _ => Err(unknown_call()),
    }
}

fn page(page: &Page) -> String {
    Object::new()
        .json("accounts", Some(&list(&page.accounts, account)))
        .text("next", page.next.as_deref())
        .number("total", page.total)
        .extra(&page.extra)
        .end()
}

fn account(account: &InternalAccount) -> String {
    let instructions = list(&account.instructions, instruction);
    Object::new()
        .text("id", Some(&account.id))
        .text("customerId", account.customer_id.as_deref())
        .text("kind", account.kind.as_deref())
        .text("status", account.status.as_deref())
        .amount("balance", account.balance.as_ref())
        .amount("totalBalance", account.total_balance.as_ref())
        .json("instructions", Some(&instructions))
        .text("createdAt", account.created_at.as_deref())
        .text("updatedAt", account.updated_at.as_deref())
        .extra(&account.extra)
        .end()
}

fn instruction(instruction: &FundingInstruction) -> String {
    let invoices = |invoice: &UncheckedInvoice| quoted(invoice.text());
    let is_platform = instruction
        .is_platform_account
        .map(|flag| if flag { "true" } else { "false" });
    Object::new()
        .text("accountType", instruction.account_type.as_deref())
        .json("fields", Some(&list(&instruction.fields, field)))
        .json(
            "uncheckedInvoices",
            Some(&list(&instruction.invoices, invoices)),
        )
        .text("notes", instruction.notes.as_deref())
        .json("isPlatformAccount", is_platform)
        .extra(&instruction.extra)
        .end()
}

fn field(field: &Field) -> String {
    Object::new()
        .text("label", Some(&field.label))
        .text("value", Some(&field.value))
        .end()
}
