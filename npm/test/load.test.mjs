// Loading the wasm asynchronously, as in a page: once for all calls, and again after a failure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SatlineError, Sms4Sats, countries, ready } from "../pkg/browser.mjs";
import { ERRORS, assertError, failure } from "./helper.mjs";

ERRORS.push(SatlineError);
const bytes = readFileSync(new URL("../pkg/satline.wasm", import.meta.url));

/** Mocks the response for the wasm's file. */
let load;
globalThis.fetch = (url, { signal }) => {
  assert.match(String(url), /pkg\/satline\.wasm$/);
  return load(signal);
};

let begun = 0;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (...args) => ((begun += 1), instantiate(...args));

/** Responses without the wasm. */
const FAILING = {
  "throws": () => { throw new Error("no"); },
  "rejects": () => Promise.reject(new Error("no")),
  "rejects with nothing": () => Promise.reject(),
  "is not found": async () => new Response("no", { status: 404 }),
  "is something else": async () => new Response("<!doctype html>"),
  "is nothing": async () => undefined,
  "is another wasm": async () => new Response(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
};

test("every export says to call `ready` first", () => {
  load = FAILING.rejects;
  for (const use of [countries, () => new Sms4Sats()]) {
    assert.throws(use, (error) => Boolean(assertError(error, { code: "wasm.not_ready", message: /await ready\(\)/ })));
  }
});

test("a wasm that cannot be loaded is a retryable error, and nothing is sent", async () => {
  for (const way of Object.values(FAILING)) {
    load = way;
    const outcomes = [ready(), ready()];
    await Promise.all(outcomes.map((outcome) => failure(outcome, { code: "wasm.unavailable", retryable: true, message: /Nothing was sent/ })));
  }
});

/** The engines' messages when a page's policy forbids compiling. */
const BLOCKED = [
  "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is an allowed source of script",
  "call to WebAssembly.compile() blocked by CSP",
  "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script",
];

test("an error names the page's policy, and what to add to it", async (context) => {
  load = async () => new Response(bytes);
  let words;
  context.mock.method(WebAssembly, "compile", () => Promise.reject(new WebAssembly.CompileError(words)));
  for (words of BLOCKED) {
    await failure(ready(), { code: "wasm.unavailable", retryable: false, message: /'wasm-unsafe-eval' to its script-src/ });
  }
});

test("loading a wasm that stalls times out", async (context) => {
  const { timeout } = AbortSignal;
  const awake = setInterval(() => {}, 1_000); // this signal does not keep Node alive
  context.after(() => {
    clearInterval(awake);
    AbortSignal.timeout = timeout;
  });
  AbortSignal.timeout = (ms) => timeout(ms / 1_000);
  load = (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await failure(ready(), { code: "wasm.unavailable", retryable: true });
});

test("all pending calls get the same instance", async () => {
  let release;
  load = () => new Promise((resolve) => (release = resolve));
  begun = 0;
  const waiting = Array.from({ length: 10 }, () => ready());
  release(new Response(bytes, { headers: { "content-type": "application/octet-stream" } }));
  await Promise.all([...waiting, ready()]);
  assert.equal(begun, 1);
  assert.equal(countries().length, 185);
});
