// The README's first example.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { AT, afresh, site } from "../../test/site.mjs";
import { startRedis } from "./support.mjs";

/** Replaces a part that must be there. */
const replaced = (text, part, other) => {
  assert.ok(text.includes(part), part);
  return text.replace(part, other);
};

test("the first example orders a code and prints it", { timeout: 60_000 }, async (context) => {
  await afresh();
  await site("settings", { numberAfterMs: 0, codeAfterMs: 0 });
  const redis = await startRedis();
  context.after(() => redis.stop());
  const [, code] = readFileSync(new URL("../README.md", import.meta.url), "utf8").match(/```js\n(.*?)```/s);
  const here = replaced(code, "port: 6379", `port: ${redis.connection.port}`);
  const file = fileURLToPath(new URL("first-example.mjs", import.meta.url));
  writeFileSync(file, replaced(here, "apiKey: process.env.SMS4SATS_KEY", `...${JSON.stringify(AT.sms4sats)}`));
  context.after(() => rmSync(file));
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  assert.match(line, /^shop-1001 \d+ \d+$/);
  const ended = once(child, "exit");
  child.kill();
  await ended;
});
