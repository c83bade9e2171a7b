// The demo: the app's page with a policy and names of its own, beside a sandbox in a worker.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileSandbox } from "./sandbox.mjs";
import { swap } from "./split.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const read = (relative) => readFileSync(path(relative), "utf8");
const hash = (name, bytes) => createHash(name).update(bytes);

const bundled = async (name, glue, define) => {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path(`demo/${name}.js`)],
    alias: { sandbox: glue, wallet: path("../crates/sandbox/src/wallet.js") },
    define,
    bundle: true,
    minify: true,
    format: name === "worker" ? "iife" : "esm",
    target: "es2022",
    charset: "utf8",
    write: false,
  });
  return outputFiles[0].text;
};

/** The policy of the app's page, but that nothing leaves the page's own host. */
const guarded = (page) =>
  [
    [/img-src [^;]*/, "img-src 'self'"],
    [/connect-src [^;]*/, "connect-src 'self'"],
    [/frame-src [^;]*/, "frame-src 'none'; worker-src blob:"],
    [/trusted-types default/, "trusted-types default demo"],
  ].reduce((text, [directive, by]) => swap(text, directive, by), page);

/** The policy of the page that payments are confirmed on. */
const CONFIRMATION = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "worker-src blob:",
  "base-uri 'self'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types demo",
].join("; ");

/**
 * Writes the demo's files into the folder of the app. Returns its page, made of the app's, and the one that payments
 * are confirmed on, which has the style of any page.
 */
export const demo = async (folder, page, style, isRelease) => {
  const put = (stem, ending, bytes) => {
    const name = `${stem}-${hash("sha256", bytes).digest("hex").slice(0, 16)}${ending}`;
    writeFileSync(join(folder, name), bytes);
    return `../${name}`; // The app's files are beside the demo's folder.
  };
  const { wasm, glue } = compileSandbox(isRelease);
  const text = JSON.stringify;
  const names = {
    WASM: text(put("satline-sandbox", ".wasm", wasm)),
    INTEGRITY: text(`sha384-${hash("sha384", wasm).digest("base64")}`),
    WORKER: text(await bundled("worker", glue, {})),
  };
  const script = put("satline-demo", ".js", await bundled("page", glue, names));
  // The node that signs the sandbox's invoices.
  const { initSync, nodeId } = await import(`${pathToFileURL(glue)}?${hash("sha256", wasm).digest("hex")}`);
  initSync({ module: wasm });
  const head = `<meta name="satline-sandbox" content="worker" data-node="${nodeId()}" />
    <link rel="stylesheet" href="${put("satline-demo", ".css", read("demo/demo.css"))}" />
    <script type="module" src="${script}"></script>`;
  const ribbon = '<section class="demo" id="demo" aria-label="Demo"><p>Demo: nothing here is real, and no money moves.</p></section>';
  const moved = guarded(page).replaceAll(/(href|src|data-flags)="(?:\.\/)?(?!manifest\.json)(?=[\w-]+\.\w+")/g, '$1="../');
  const made = [
    ["<html ", '<html data-settings="satline-demo.settings" '],
    ["<title>satline</title>", "<title>satline demo</title>"],
    [/(<meta name="theme-color" content=")[^"]*(" media="\(prefers-color-scheme: light\)")/, "$1#e9e5ff$2"],
    [/(<meta name="theme-color" content=")[^"]*(" media="\(prefers-color-scheme: dark\)")/, "$1#2a2550$2"],
    [/<link rel="icon"[^>]*>/, '<link rel="icon" type="image/svg+xml" href="../icons/demo.svg" />'],
    // Relative addresses count from the base.
    [/<base [^>]*>/, (base) => `${base}\n    ${head}`],
    ["</header>", `</header>\n    ${ribbon}`],
  ].reduce((text, [pattern, by]) => swap(text, pattern, by), moved);
  const parts = {
    policy: CONFIRMATION,
    script: put("satline-demo-confirm", ".js", await bundled("confirm", glue, names)),
    style: put("satline-demo-confirm", ".css", style),
  };
  const confirmation = read("demo/confirm.html").replace(/\{(policy|style|script)\}/g, (_, name) => parts[name]);
  // Whoever keeps the demo on the home screen keeps something else than the app.
  const manifest = {
    ...JSON.parse(read("manifest.json")),
    name: "satline demo",
    short_name: "demo",
    theme_color: "#e9e5ff",
    icons: [{ src: "../icons/demo.svg", type: "image/svg+xml", sizes: "any" }],
    shortcuts: [],
    screenshots: [],
  };
  return { page: made, confirmation, manifest: JSON.stringify(manifest, undefined, 2) };
};
