// Trunk runs this before a build and after it (see Trunk.toml).

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { compress } from "./compress.mjs";
import { APP, SANDBOX, crates, ofApp } from "./contents.mjs";
import { demo } from "./demo.mjs";
import { flags } from "./flags.mjs";
import { notFound } from "./not-found.mjs";
import { licences } from "./licences.mjs";
import { writeNoWorker, writeWorker } from "./offline.mjs";
import { install } from "./packages.mjs";
import { writeHeaders, writePages } from "./pages.mjs";
import { sbomOfApp } from "./sbom.mjs";
import { split } from "./split.mjs";
import { wallet } from "./wallet.mjs";

// One sheet compresses to a quarter less than its parts, and is one request instead of ten.
const OF_ANY_PAGE = ["tokens", "base", "layout", "controls", "parts"];
const SHEETS = [...OF_ANY_PAGE, "catalogue", "order", "orders", "top-up", "print"];
const COMMENTS = /\/\*[^]*?\*\/\n*/g;

// Browsers preload only scripts and styles by checksum, and warn about others. So the starter fetches
// the wasm itself, at once: its address and checksum are before it.
const PRELOAD = /<link rel="preload"([^>]*) as="fetch"[^>]*>/;
const found = (page) => {
  const [link, where] = page.match(PRELOAD);
  return page.replace(link, "").replace("<script ", `<link rel="app"${where} />\n    <script `);
};

// A release's page contains what the first paint needs: on a slow network each further file takes a
// third of a second. The policy allows both by their checksums, and no other inline code.
const NEEDED = [
  { tag: /<link rel="stylesheet" href="[^"]*?([^"/]+\.css)"[^>]*>/, element: "style", directive: "style-src" },
  { tag: /<script src="[^"]*?(start-[^"/]+\.js)"[^>]*><\/script>/, element: "script", directive: "script-src" },
];
const inlined = (folder, made) =>
  NEEDED.reduce((page, { tag, element, directive }) => {
    const [link, name] = page.match(tag);
    const text = readFileSync(`${folder}/${name}`, "utf8");
    rmSync(`${folder}/${name}`);
    const sum = createHash("sha256").update(text).digest("base64");
    return page
      .replace(link, () => `<${element}>${text}</${element}>`)
      .replace(`${directive} 'self'`, `${directive} 'self' 'sha256-${sum}'`);
  }, made);

// Fetched when a flag is first shown, and kept for ever: its name is in the page, for the app to read.
const flagged = (folder, page) => {
  const text = flags();
  const name = `satline-flags-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.svg`;
  writeFileSync(`${folder}/${name}`, text);
  return page.replace(/data-flags="[^"]*"/, `data-flags="${name}"`);
};

const joined = (sheets) => {
  const read = (name) => readFileSync(new URL(`styles/${name}.css`, import.meta.url), "utf8");
  return sheets.map(read).join("\n").replace(COMMENTS, "");
};

const STEPS = {
  before() {
    install();
    const folder = new URL("../target/", import.meta.url);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL("satline.css", folder), joined(SHEETS));
  },
  async after() {
    const folder = process.env.TRUNK_STAGING_DIR;
    const made = flagged(folder, readFileSync(`${folder}/index.html`, "utf8"));
    const shipped = (page) => inlined(folder, found(split(folder, page)));
    const isRelease = process.env.TRUNK_PROFILE === "release";
    const page = isRelease ? shipped(made) : found(made);
    const played = await demo(folder, page, joined(OF_ANY_PAGE), isRelease);
    writePages(`${folder}/demo`, played.page);
    mkdirSync(`${folder}/demo/confirm`);
    writeFileSync(`${folder}/demo/confirm/index.html`, played.confirmation);
    writeFileSync(`${folder}/demo/manifest.json`, played.manifest);
    // The service worker is that of the app alone.
    writePages(folder, isRelease ? writeWorker(folder, page) : page);
    if (!isRelease) writeNoWorker(folder);
    writeFileSync(`${folder}/404.html`, notFound(joined(OF_ANY_PAGE)));
    writeFileSync(`${folder}/wallet.html`, await wallet(isRelease));
    writeHeaders(folder);
    if (!isRelease) return;
    const parts = [...crates(APP, SANDBOX), ...ofApp()];
    writeFileSync(`${folder}/licences.html`, licences(parts));
    writeFileSync(`${folder}/sbom.cdx.json`, sbomOfApp(parts));
    compress(folder);
  },
};

await STEPS[process.argv[2]]();
