// wallet.html: the document that a wallet of the reader's own is connected in. All it needs is in it.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const source = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Relays are asked over TLS. Only builds for development connect to one on the same machine too, for tests. */
const relays = (isRelease) => (isRelease ? "wss:" : "wss: ws://127.0.0.1:* ws://localhost:*");

/** Nothing on the console: a client that fails would write there what it was asked. */
const bundled = async () => {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("wallet/main.js", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    drop: ["console"],
    legalComments: "inline",
    write: false,
  });
  return outputFiles[0].text.trim();
};

/** Returns the document's text. */
export const wallet = async (isRelease) => {
  const script = await bundled();
  const style = `${read("styles/tokens.css")}\n${read("wallet/wallet.css")}`;
  const policy = [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${source(style)}`,
    `connect-src ${relays(isRelease)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const parts = { policy, style, script };
  return read("wallet/wallet.html").replace(/\{(policy|style|script)\}/g, (_, name) => parts[name]);
};
