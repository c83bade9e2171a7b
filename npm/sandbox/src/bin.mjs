#!/usr/bin/env node
// `npx satline-sandbox`: the sandbox's server.

import { parseArgs } from "node:util";
import { serve } from "./server.mjs";

const HELP = `npx satline-sandbox [options]   serve the sandbox on this machine, until Ctrl-C
    --port 8787                 listen on this port
    --seed 1                    give the same numbers and codes each time
    --webhooks                  post webhooks to this machine`;

/** @param {string} sentence */
const stop = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

/** @param {string} name @param {string} text @param {number} most */
const whole = (name, text, most) => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && number <= most ? number : stop(`--${name} ${text} is no number from 0 to ${most}.`);
};

const read = () => {
  const options = /** @type {const} */ ({
    port: { type: "string", default: "8787" },
    seed: { type: "string" },
    webhooks: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(/** @type {Error} */ (error).message);
  }
};

const { port, seed, webhooks, help } = /** @type {any} */ (read());
if (help) {
  console.log(HELP);
} else {
  const options = { port: whole("port", port, 65_535), seed: seed && whole("seed", seed, 4_294_967_295), webhooks };
  const { address } = await serve(options).catch((error) => {
    const isTaken = error.code === "EADDRINUSE";
    return stop(isTaken ? `Port ${port} is taken by another program: end that one, or choose another with --port.` : error.message);
  });
  console.log(`The sandbox listens on ${address}`);
}
