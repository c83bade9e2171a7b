import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { afresh, quick, site, started } from "./testing.mjs";

/** Starts a server like Telegram's. `write` sends a message to the bot, `said` waits for its next one. */
const chat = async () => {
  const sent = [];
  const said = [];
  const waiting = [];
  let asking = () => {};
  let lost = 1; // the first connection is closed
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { offset, chat_id, text } = JSON.parse(body);
    if (lost-- > 0) return response.destroy();
    const reply = (result) => response.end(JSON.stringify({ ok: true, result }));
    if (request.url === "/bottoken/sendMessage") {
      assert.equal(chat_id, "7");
      (waiting.shift() ?? ((line) => said.push(line)))(text);
      return reply({});
    }
    assert.equal(request.url, "/bottoken/getUpdates");
    if (sent.length <= offset) await new Promise((resolve) => (asking = resolve));
    reply(sent.slice(offset).map((message, at) => ({ update_id: offset + at, message })));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => (server.closeAllConnections(), server.close()));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    write: (text, id = 7) => (sent.push({ chat: { id }, text }), asking()),
    said: () => (said.length ? said.shift() : new Promise((resolve) => waiting.push(resolve))),
  };
};

test("the bot orders from the balance, only for its own chat, posts errors, and survives a lost connection", { timeout: 60_000 }, async () => {
  await afresh();
  await quick();
  const { url, write, said } = await chat();
  const env = { TELEGRAM_URL: url, BOT_TOKEN: "token", BOT_CHAT: "7", SMS4SATS_KEY: "sandbox-key" };
  started("bot.mjs", [], env);
  write("/code germany wa", 8); // a stranger gets no reply
  write("hello");
  assert.match(await said(), /^Write me \/code/);
  write("/code atlantis wa");
  assert.match(await said(), /^country: must be/);
  write("/code germany wa");
  assert.match(await said(), /^The code for \+\d+ is \d+\.$/);
  write("/code germany soldout");
  assert.match(await said(), /^It didn't work: No available number/);
  assert.ok((await site("requests")).some(({ path, count }) => path === "/sms4sats/createorder" && count === 2));
});
