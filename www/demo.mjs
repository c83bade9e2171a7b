// The demo: the app's page with a policy and names of its own, beside a sandbox in a worker.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileSandbox } from "./sandbox.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
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

/** Replaces text, and throws if it is missing. */
const swap = (text, pattern, by) => {
  const swapped = text.replace(pattern, by);
  if (swapped === text) throw new Error(`${pattern} is not in the page.`);
  return swapped;
};

/** The policy of the app's page, but that nothing leaves the page's own host. */
const guarded = (page) =>
  [
    [/img-src [^;]*/, "img-src 'self'"],
    [/connect-src [^;]*/, "connect-src 'self'"],
    [/frame-src [^;]*/, "frame-src 'none'; worker-src blob:"],
    [/trusted-types default/, "trusted-types default demo"],
  ].reduce((text, [directive, by]) => swap(text, directive, by), page);

/** Writes the demo's files into the folder of the app, and returns its page and the one to confirm payments on. */
export const demo = async (folder, page, isRelease) => {
  const put = (stem, ending, bytes) => {
    const name = `${stem}-${hash("sha256", bytes).digest("hex").slice(0, 16)}${ending}`;
    writeFileSync(join(folder, name), bytes);
    return `../${name}`;
  };
  const { wasm, glue } = compileSandbox(isRelease);
  const text = JSON.stringify;
  const names = {
    WASM: text(put("satline-sandbox", ".wasm", wasm)),
    INTEGRITY: text(`sha384-${hash("sha384", wasm).digest("base64")}`),
    WORKER: text(await bundled("worker", glue, {})),
  };
  const script = put("satline-demo", ".js", await bundled("page", glue, names));
  const confirm = put("satline-demo-confirm", ".js", await bundled("confirm", glue, names));
  const style = put("satline-demo", ".css", readFileSync(path("demo/demo.css")));
  // The node that signs the sandbox's invoices.
  const { initSync, nodeId } = await import(`${pathToFileURL(glue)}?${hash("sha256", wasm).digest("hex")}`);
  initSync({ module: wasm });
  const head = `<meta name="satline-sandbox" content="worker" data-node="${nodeId()}" />
    <link rel="stylesheet" href="${style}" />
    <script type="module" src="${script}"></script>`;
  const ribbon = '<section class="demo" id="demo" aria-label="Demo"><p>Demo: nothing here is real, and no money moves.</p></section>';
  // The app's files are beside this folder.
  let made = guarded(page).replaceAll(/(href|src|data-flags)="(?:\.\/)?(?=[\w-]+\.\w+")/g, '$1="../');
  made = swap(made, "<html ", '<html data-settings="satline-demo.settings" ');
  made = swap(made, "<title>satline</title>", "<title>satline demo</title>");
  made = swap(made, /<base [^>]*>/, (base) => `${base}\n    ${head}`);
  made = swap(made, /<meta name="theme-color" content="[^"]*" media="\(prefers-color-scheme: light\)"/, '<meta name="theme-color" content="#e9e5ff" media="(prefers-color-scheme: light)"');
  made = swap(made, /(<meta name="theme-color" content=")[^"]*(" media="\(prefers-color-scheme: dark\)")/, "$1#2a2550$2");
  made = swap(made, "</header>", `</header>\n    ${ribbon}`);
  made = swap(made, /<link rel="icon"[^>]*>/, '<link rel="icon" type="image/svg+xml" href="../icons/demo.svg" />');
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; worker-src blob:; base-uri 'self'; form-action 'none'; require-trusted-types-for 'script'; trusted-types demo";
  const parts = { policy, script: confirm, style: put("satline-demo-confirm", ".css", ["tokens", "base", "layout", "controls", "parts"].map((name) => readFileSync(path(`styles/${name}.css`), "utf8")).join("\n")) };
  const confirmation = readFileSync(path("demo/confirm.html"), "utf8").replace(/\{(policy|style|script)\}/g, (_, name) => parts[name]);
  return { page: made, confirmation };
};
