// Checks every link of the built pages: it has to lead to a file of the site, and to a place in it, and nothing may be
// loaded from anywhere else.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const unescape = (text) => text.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
const TAGS = /<([a-z]+)\s[^>]*?\b(href|src)="([^"]*)"[^>]*>/g;
/** Tags that load what they name. */
const LOADS = /^(img|script|link|iframe|source|video|audio|use|image|object|embed)$/;

/** Throws with a list of all links that are broken. */
export const check = (site) => {
  const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html"));
  // Scripts may contain what looks like a tag.
  const read = (name) => readFileSync(join(site, name), "utf8").replace(/(<script[^>]*>)[^]*?<\/script>/g, "$1");
  const texts = new Map(pages.map((name) => [name, read(name)]));
  const places = new Map([...texts].map(([name, text]) => [name, new Set([...text.matchAll(/\s(?:id|name)="?([^"\s>]+)/g)].map(([, id]) => unescape(id)))]));
  const broken = [];
  let count = 0;

  const judge = (page, tag, link) => {
    if (/^(https?:)?\/\//.test(link)) return LOADS.test(tag) ? "is loaded from another host" : undefined;
    if (/^(data|mailto|lightning|bitcoin|javascript):/.test(link)) return LOADS.test(tag) && !link.startsWith("data:") ? "is not a file" : undefined;
    const [before, anchor = ""] = link.split("#");
    const path = decodeURIComponent(before.split("?")[0]);
    const file = path ? relative(site, normalize(join(site, dirname(page), path))) : page;
    if (file.startsWith("..")) return "leads out of the site";
    if (!existsSync(join(site, file))) return "does not exist";
    if (statSync(join(site, file)).isDirectory()) return "is a folder";
    // Lines of source are numbered by rustdoc's script.
    const isThere = !places.has(file) || [anchor, decodeURIComponent(anchor)].some((place) => places.get(file).has(place));
    return !anchor || isThere || /^\d+(-\d+)?$/.test(anchor) ? undefined : "has no such place";
  };
  for (const [page, text] of texts) {
    for (const [, tag, , link] of text.matchAll(TAGS)) {
      count += 1;
      const why = judge(page, tag, unescape(link));
      if (why) broken.push(`${page}: ${unescape(link)} ${why}`);
    }
  }
  if (broken.length > 0) throw new Error(`${broken.length} links are broken:\n${[...new Set(broken)].slice(0, 100).join("\n")}`);
  console.log(`\n${count} links of ${pages.length} pages lead somewhere. Open target/docs/index.html`);
};
