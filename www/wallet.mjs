// wallet.html: the document that a wallet of the reader's own is connected in. All it needs is in it.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { whole } from "./whole.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

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
export const wallet = async (isRelease) =>
  whole(read("wallet/wallet.html"), {
    style: `${read("styles/tokens.css")}\n${read("wallet/wallet.css")}`,
    script: await bundled(),
    directives: [`connect-src ${relays(isRelease)}`, "base-uri 'none'"],
  });
