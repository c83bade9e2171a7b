// The consumers of the package, and how each is built and run. Each returns the reports of its orders.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import * as vite from "vite";
import webpack from "webpack";
import { here, look, order, projects, run, sandbox, see, serving } from "./tools.mjs";

// Next.js and Deno would otherwise send telemetry or check for updates.
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.env.DENO_NO_UPDATE_CHECK = "1";

const bundled = join(projects, "bundled");
const viteOptions = {
  root: bundled,
  configFile: false,
  logLevel: "warn",
  build: { outDir: "dist/vite", emptyOutDir: true },
  server: { host: "127.0.0.1", port: 0, hmr: false },
};

/** Jest without configuration, so it uses `require`; its tests write their reports into files. */
const jest = async () => {
  const dist = join(projects, "jest/dist");
  await rm(dist, { recursive: true, force: true });
  await run("jest", "--rootDir", "jest");
  return Promise.all(["node", "inline"].map(async (name) => JSON.parse(await readFile(join(dist, `${name}.json`), "utf8"))));
};

const typescript = async (resolution) => {
  await run("tsc", "--project", `typescript/${resolution}.json`);
  return order("node", `typescript/dist/${resolution}/main.js`);
};

const viteDev = async () => {
  const server = await vite.createServer(viteOptions);
  try {
    await server.listen();
    return await look(server.resolvedUrls.local[0], "page", "worker");
  } finally {
    await server.close();
  }
};

const viteBuild = async () => {
  await vite.build(viteOptions);
  return serving(join(bundled, "dist/vite"), (address) => look(`${address}/`, "page", "worker"));
};

/** Opens the page with the bundled modules. */
const inPage = async (path, ...places) => {
  await cp(join(bundled, "index.html"), join(path, "index.html"));
  return serving(path, (address) => look(`${address}/`, ...places));
};

const webpackBuild = async () => {
  const path = join(bundled, "dist/webpack");
  const stats = await promisify(webpack)({
    mode: "production",
    context: bundled,
    entry: "./main.mjs",
    output: { path, filename: "main.mjs" },
    performance: false,
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
  return inPage(path, "page", "worker");
};

/** esbuild doesn't copy such files, so the wasm has to be in the code. */
const esbuildInline = async () => {
  const path = join(bundled, "dist/esbuild");
  await esbuild.build({ entryPoints: [join(bundled, "inline.mjs")], bundle: true, format: "esm", outfile: join(path, "main.mjs") });
  return inPage(path, "page");
};

const esbuildNode = async () => {
  const outfile = join(projects, "node/dist/main.mjs");
  const entryPoints = [join(projects, "node/main.mjs")];
  await esbuild.build({ entryPoints, bundle: true, platform: "node", packages: "external", format: "esm", outfile });
  return order("node", outfile);
};

/** On the server, in the page and in an edge function. */
const next = async () => {
  await run("next", "build", "next");
  const program = join(here, "node_modules/next/dist/bin/next");
  const server = spawn("node", [program, "start", "next", "-p", "0", "-H", "127.0.0.1"], { cwd: projects });
  try {
    const address = await addressIn(server);
    const edge = await fetch(`${address}/edge`);
    return [await edge.json(), ...(await look(`${address}/`, "server", "page"))];
  } finally {
    server.kill();
    await once(server, "exit");
  }
};

const addressIn = async (server) => {
  let said = "";
  for await (const chunk of server.stdout) {
    const [address] = (said += chunk).match(/http:\/\/\S+(?=\s)/) ?? [];
    if (address && said.includes("Ready")) {
      server.stdout.resume();
      return address;
    }
  }
  throw new Error(`The server ended: ${said}`);
};

/** Bundled as wrangler does it: the wasm stays a file, which is compiled before the code runs. */
const workerd = async () => {
  const outfile = join(projects, "workerd/dist/worker.mjs");
  await esbuild.build({
    entryPoints: [join(projects, "workerd/worker.mjs")],
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    outfile,
  });
  const worker = new Miniflare({
    modules: true,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    scriptPath: outfile,
    compatibilityDate: "2026-01-01",
    bindings: { SATLINE_URL: sandbox },
  });
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    return [await answer.json()];
  } finally {
    await worker.dispose();
  }
};

/** The policy in the README is enough, and without it an error says what is missing. */
const policy = async () => {
  const under = (script, use) => {
    const value = `default-src 'none'; script-src ${script}; connect-src 'self' ${sandbox}; img-src data:`;
    return serving(projects, (address) => use(`${address}/policy/`, "page"), { "content-security-policy": value });
  };
  const { said } = await under("'self'", see);
  assert.match(said[0], /add 'wasm-unsafe-eval' to its script-src/);
  return under("'self' 'wasm-unsafe-eval'", look);
};

const { hostname } = new URL(sandbox);

export const CONSUMERS = {
  "Next.js: server, edge, page": next,
  "Node, import": () => order("node", "node/main.mjs"),
  "Node, require": () => order("node", "node/main.cjs"),
  "Jest: Node, inline, jsdom": jest,
  "TypeScript, node16": () => typescript("node16"),
  "TypeScript, bundler": () => typescript("bundler"),
  "Vite, dev: page, worker": viteDev,
  "Vite, build: page, worker": viteBuild,
  "webpack 5: page, worker": webpackBuild,
  "esbuild, inline: page": esbuildInline,
  "esbuild, Node": esbuildNode,
  "no bundler: page, worker, service worker": () =>
    serving(projects, (address) => look(`${address}/page/`, "page", "worker", "service-worker")),
  "a page with a policy": policy,
  "Deno, no rights but the net's": () => order("deno", "run", "--no-prompt", `--allow-net=${hostname}`, "deno/main.mjs", sandbox),
  "Bun": () => order("bun", "node/main.mjs"),
  "workerd": workerd,
};
