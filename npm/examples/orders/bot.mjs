// A Telegram bot that orders codes: send it `/code germany wa`, and it replies with a number and, as
// soon as it arrives, the code. It pays from a prepaid balance, so it listens to only one chat.
//
//   BOT_TOKEN=… BOT_CHAT=… SMS4SATS_KEY=… node bot.mjs
import { setTimeout as sleep } from "node:timers/promises";
import { SatlineError, Sms4Sats } from "satline";

const { BOT_TOKEN, BOT_CHAT, SMS4SATS_KEY, SMS4SATS_URL, TELEGRAM_URL = "https://api.telegram.org" } = process.env;

const sms = new Sms4Sats({ apiKey: SMS4SATS_KEY, baseUrl: SMS4SATS_URL });

/** Retries until Telegram responds: a bad connection must not lose a code that was paid for. */
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

/** The messages, by the order's state. */
const NEWS = {
  number_given: ({ number }) => `Use +${number}. Waiting for the code.`,
  code_received: ({ number, code }) => `The code for +${number} is ${code}.`,
  refunded: ({ reason }) => `It didn't work: ${reason}`,
  cancelled: () => "It was cancelled.",
};

const code = async (country, service) => {
  const order = await sms.receive({ country, service, immediate: true });
  for await (const status of order.watch()) {
    if (status.hasLateCode) await say(`A late code arrived: ${status.code}`);
    else if (status.state in NEWS) await say(NEWS[status.state](status));
  }
};

/** Handles one message. Errors are posted to the chat; their messages say what they mean for the money. */
const handle = async ({ chat, text = "" }) => {
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
    // Not awaited: the next message doesn't have to wait for this one's code.
    if (message) handle(message);
  }
}
