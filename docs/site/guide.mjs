// The guide: the repository's own texts as pages.

import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { posix } from "node:path";

const MarkdownIt = createRequire(new URL("../../npm/test/package.json", import.meta.url))("markdown-it");
const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const [, REPOSITORY] = read("Cargo.toml").match(/^repository = "(.+)"$/m);

/** The texts with their names in the menu, and the APIs, which other programs write. */
export const MENU = [
  ["Begin", [
    ["README.md", "index.html", "satline"],
    ["crates/sandbox/README.md", "sandbox.html", "The sandbox"],
    ["SECURITY.md", "security.html", "Security"],
    ["CHANGELOG.md", "changelog.html", "What is new"],
  ]],
  ["JavaScript", [
    ["npm/README.md", "npm.html", "satline"],
    ["npm/examples/orders/README.md", "examples.html", "Examples"],
    ["npm/sandbox/README.md", "npm-sandbox.html", "satline-sandbox"],
    ["npm/fleet/README.md", "fleet.html", "satline-fleet"],
    ["docs/scale.md", "scale.html", "How far a fleet goes"],
    ["npm/examples/relay/README.md", "relay.html", "A relay for pages"],
  ]],
  ["Rust", [
    ["crates/core/README.md", "rust.html", "satline-core"],
    ["crates/qr/README.md", "qr.html", "satline-qr"],
  ]],
  ["API", [
    [undefined, "js/satline/index.html", "satline, JavaScript"],
    [undefined, "js/satline-sandbox/index.html", "satline-sandbox, JavaScript"],
    [undefined, "js/satline-fleet/index.html", "satline-fleet, JavaScript"],
    [undefined, "rust/satline_core/index.html", "satline-core, Rust"],
    [undefined, "rust/satline_qr/index.html", "satline-qr, Rust"],
    [undefined, "rust/satline_sandbox/index.html", "satline-sandbox, Rust"],
  ]],
  ["Work on it", [
    ["CONTRIBUTING.md", "contributing.html", "Contributing"],
    ["ARCHITECTURE.md", "architecture.html", "Architecture"],
    ["bench/README.md", "bench.html", "Measurements"],
    ["e2e/README.md", "e2e.html", "End-to-end tests"],
  ]],
];
const PAGES = MENU.flatMap(([, pages]) => pages).filter(([source]) => source);
const PAGE_OF = new Map(PAGES.map(([source, page]) => [source, page]));

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** Returns where a link of a text leads: to another page, to a picture, which is copied, or to the repository. */
const target = (source, link, pictures) => {
  if (/^[a-z]+:/.test(link) || link.startsWith("#")) return link;
  const [path, anchor] = link.split("#");
  const file = posix.normalize(posix.join(posix.dirname(source), path));
  const suffix = anchor ? `#${anchor}` : "";
  const page = PAGE_OF.get(file) ?? PAGE_OF.get(posix.join(file, "README.md"));
  if (page) return page + suffix;
  if (!existsSync(new URL(file, root))) throw new Error(`${source} links to ${link}, which does not exist.`);
  if (/\.(png|svg)$/.test(file)) {
    pictures.add(file);
    return `pictures/${posix.basename(file)}`;
  }
  const kind = statSync(new URL(file, root)).isDirectory() ? "tree" : "blob";
  return `${REPOSITORY}/${kind}/main/${file}${suffix}`;
};

/** Names a heading as GitHub does, so that the texts' links work in both places. */
const slugs = () => {
  const used = new Map();
  return (text) => {
    const slug = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    const count = used.get(slug) ?? 0;
    used.set(slug, count + 1);
    return count ? `${slug}-${count}` : slug;
  };
};

const rendered = (source, pictures) => {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  const { rules } = markdown.renderer;
  const plain = (tokens, index, options, _, self) => self.renderToken(tokens, index, options);
  const slug = slugs();
  rules.heading_open = (tokens, index, ...rest) => {
    const text = tokens[index + 1].children.filter(({ type }) => ["text", "code_inline"].includes(type)).map(({ content }) => content).join("");
    tokens[index].attrSet("id", slug(text));
    return plain(tokens, index, ...rest);
  };
  for (const [rule, attribute] of [["link_open", "href"], ["image", "src"]]) {
    const usual = rules[rule] ?? plain;
    rules[rule] = (tokens, index, ...rest) => {
      tokens[index].attrSet(attribute, target(source, tokens[index].attrGet(attribute), pictures));
      return usual(tokens, index, ...rest);
    };
  }
  // Wide ones scroll by themselves, not the page; a keyboard can reach them.
  rules.table_open = () => '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n';
  rules.table_close = () => "</table></div>\n";
  rules.fence = (tokens, index) => `<pre tabindex="0"><code>${escape(tokens[index].content)}</code></pre>\n`;
  return markdown.render(read(source));
};

const menu = (current) =>
  MENU.map(([title, pages]) => {
    const link = ([, page, name]) => `<li><a href="${page}"${page === current ? ' aria-current="page"' : ""}>${escape(name)}</a></li>`;
    return `<p>${title}</p>\n<ul>${pages.map(link).join("\n")}</ul>`;
  }).join("\n");

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

const document = (page, name, content) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(name === "satline" && page === "index.html" ? "satline" : `${name} · satline`)}</title>
<link rel="icon" type="image/svg+xml" href="pictures/satline.svg">
<link rel="stylesheet" href="guide.css">
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header><a href="index.html">satline</a> <span>the guide</span></header>
<nav aria-label="Pages"><details><summary>All pages</summary>
${menu(page)}
</details></nav>
<main id="content">
${content}</main>
</body>
</html>
`;

/** Writes the pages into a folder, with their pictures and their style. */
export const writeGuide = (folder) => {
  const pictures = new Set(["www/icons/satline.svg"]);
  mkdirSync(posix.join(folder, "pictures"), { recursive: true });
  for (const [source, page, name] of PAGES) writeFileSync(posix.join(folder, page), document(page, name, rendered(source, pictures)));
  for (const path of pictures) copyFileSync(new URL(path, root), posix.join(folder, "pictures", posix.basename(path)));
  writeFileSync(posix.join(folder, "guide.css"), `${read("www/styles/tokens.css")}\n${read("docs/site/guide.css")}`);
};
