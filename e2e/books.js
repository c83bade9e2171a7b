// Compares the app's records with the sandbox's books. The promises are those of `crates/fire/src/books.rs`.

const FINAL = ["code_received", "delivered", "credited", "charged", "cancelled", "refunded", "failed", "expired"];

/** Returns the texts of all records, as they are stored. */
export const recordTexts = (page) =>
  page.evaluate(async () => {
    const isThere = (await indexedDB.databases()).some(({ name }) => name === "satline-sandbox");
    if (!isThere) return [];
    const settled = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await settled(indexedDB.open("satline-sandbox"));
    const texts = await settled(database.transaction("orders").objectStore("orders").getAll());
    database.close();
    return texts;
  });

/** Returns the orders of all records, by id. */
export async function storedOrders(page) {
  const orders = (await recordTexts(page)).map((text) => JSON.parse(text).order);
  return new Map(orders.map((order) => [order.id, order]));
}

/** Returns what is wrong with the money of an order, by the sandbox's books alone. */
async function wrongMoney({ id, state, paidAt }, sandbox) {
  const { state: payment } = await sandbox.look(`invoices/${id}`);
  const isSpent = ["code_received", "sent", "delivered"].includes(state);
  const isReturned = ["cancelled", "refunded", "failed"].includes(state) && paidAt !== undefined;
  const isHeld = ["held", "number_given", "created"].includes(state);
  const isWrong =
    (isSpent && payment !== "settled") ||
    (isReturned && payment !== "cancelled") ||
    (isHeld && (payment === "open" || payment === "expired"));
  return isWrong ? [`${id} is ${state}, and its invoice is ${payment}`] : [];
}

/** Returns which promises a change of the records has broken: nothing is taken back, and nothing is invented. */
export async function checkStep(before, after, sandbox) {
  const broken = [];
  for (const [id, { state, codes, number }] of before) {
    const now = after.get(id);
    if (!now) {
      broken.push(`${id} is forgotten`);
      continue;
    }
    if (FINAL.includes(state) && now.state !== state) broken.push(`${id} left its final state ${state} for ${now.state}`);
    for (const { text } of codes) if (!now.codes.some((code) => code.text === text)) broken.push(`${id} has lost the code ${text}`);
    if (number && !now.number) broken.push(`${id} has lost its number`);
  }
  for (const order of after.values()) {
    const known = before.get(order.id);
    if (known?.state !== order.state) broken.push(...(await wrongMoney(order, sandbox)));
  }
  return broken;
}

/** Returns which promises are broken once the service has answered for long enough: everything is known. */
export async function checkEnd(order, sandbox) {
  const { id, kind, state, failures = 0 } = order;
  const broken = await wrongMoney(order, sandbox);
  const status = await (await fetch(`${sandbox.address}/sms4sats/orderstatus?orderId=${id}`)).json();
  const codes = [...(status.codes ?? []), status.code].filter((code) => code !== undefined && code !== null);
  for (const code of codes) {
    if (!order.codes.some(({ text }) => text === String(code))) broken.push(`${id} has not received the code ${code}`);
  }
  const expected = expectedStates(kind, status, codes.length > 0);
  if (!expected.includes(state)) broken.push(`${id} is ${state} at its end, expected ${expected.join(" or ")}: ${JSON.stringify(status)}`);
  if (failures > 0 && !FINAL.includes(state)) broken.push(`${id} still counts as out of reach`);
  return broken;
}

function expectedStates(kind, status, hasCode) {
  const hasFailed = typeof status.error === "string" || status.smsStatus === "failed";
  if (kind === "sms" && hasFailed) return ["failed"];
  if (kind === "sms" && status.paid) return [status.smsStatus ?? "created"];
  if (hasFailed) return ["cancelled", "refunded"];
  if (hasCode) return ["code_received"];
  if (status.paid) return [status.number ? "number_given" : "held"];
  return ["awaiting_payment", "expired"];
}
