// A Telegram bot that gets codes: write it `/code germany wa`, and it answers with a number and, as
// soon as there is one, the code. It pays from a prepaid balance, so it listens to one chat only.
//
//   BOT_TOKEN=… BOT_CHAT=… SMS4SATS_KEY=… node bot.mjs
import { setTimeout as sleep } from "node:timers/promises";
import { SatlineError, Sms4Sats } from "satline";

const { BOT_TOKEN, BOT_CHAT, SMS4SATS_KEY, SMS4SATS_URL, TELEGRAM_URL = "https://api.telegram.org" } = process.env;

const sms = new Sms4Sats({ apiKey: SMS4SATS_KEY, baseUrl: SMS4SATS_URL });

/** Sent again until Telegram answers: a bad line must not cost a code that was paid for. */
const telegram = async (method, body) => {
  const options = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  for (;;) {
    const answer = await fetch(`${TELEGRAM_URL}/bot${BOT_TOKEN}/${method}`, options)
      .then((response) => response.json())
      .catch(() => undefined);
    if (answer?.ok) return answer.result;
    if (answer?.error_code < 429) throw new Error(`Telegram says: ${answer.description}`);
    await sleep(1_000);
  }
};

const say = (text) => telegram("sendMessage", { chat_id: BOT_CHAT, text });

/** What is worth a message, by the order's state. */
const NEWS = {
  number_given: ({ number }) => `Use +${number}. I wait for the code.`,
  code_received: ({ number, code }) => `The code for +${number} is ${code}.`,
  refunded: ({ reason }) => `It did not work out: ${reason}`,
  cancelled: () => "It was cancelled.",
};

const code = async (country, service) => {
  const order = await sms.receive({ country, service, immediate: true });
  for await (const status of order.watch()) {
    if (status.hasLateCode) await say(`A code came late: ${status.code}`);
    else if (status.state in NEWS) await say(NEWS[status.state](status));
  }
};

/** One message; whatever goes wrong is told in the chat, in words that say what it means for the money. */
const heard = async ({ chat, text = "" }) => {
  if (String(chat.id) !== BOT_CHAT) return;
  const [command, country, service] = text.split(/\s+/);
  if (command !== "/code" || !service) return say("Write me /code, a country and a service, such as: /code germany wa");
  try {
    await code(country, service);
  } catch (error) {
    if (!(error instanceof SatlineError)) throw error;
    await say(error.message);
  }
};

for (let offset = 0; ; ) {
  const updates = await telegram("getUpdates", { offset, timeout: 50 });
  for (const { update_id, message } of updates) {
    offset = update_id + 1;
    // Not awaited: the next message need not wait for this one's code.
    if (message) heard(message);
  }
}
