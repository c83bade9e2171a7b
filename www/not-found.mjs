// 404.html: what hosts show for an address that they do not have.

import { readFileSync, readdirSync } from "node:fs";
import { whole } from "./whole.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const WORDS = "../crates/app/words/";

/** Returns the page's texts by language. */
const texts = () => {
  const files = readdirSync(new URL(WORDS, import.meta.url));
  const entry = (file) => {
    const { common, not_found } = JSON.parse(read(WORDS + file));
    const { title, lead } = not_found;
    return [file.replace(".json", ""), { title, lead, code: common.get_a_code, orders: common.orders }];
  };
  return Object.fromEntries(files.map(entry));
};

/** Returns the page's text, in the sheet of the app. */
export const notFound = (style) =>
  whole(read("not-found/page.html"), {
    style,
    script: read("not-found/main.js").replace("TEXTS = {}", () => `TEXTS = ${JSON.stringify(texts())}`).trim(),
    directives: ["connect-src 'self'", "img-src 'self'", "base-uri 'self'"],
  });
