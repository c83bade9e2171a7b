// Runs consumers: programs that print a report, folders that are served to pages, pages in Chromium.
// Every process and server ends with its consumer.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, extname, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "../sandbox/pkg/server.mjs";

export const here = import.meta.dirname;
export const projects = join(here, "projects");
if (!process.env.CHROME) throw new Error("CHROME says where Chromium is.");
const server = await serve();
/** The sandbox's address. */
export const sandbox = server.address;
process.env.SATLINE_URL = sandbox; // for programs
export const stopSandbox = () => server.close();
const PATIENCE = 180_000; // bundlers are slow on a small machine

/** Runs a program from npm or from the system in the projects' folder, and returns its output. */
export const run = async (name, ...args) => {
  const path = join(here, "node_modules/.bin") + delimiter + process.env.PATH;
  const running = promisify(execFile)(name, args, {
    cwd: projects,
    env: { ...process.env, PATH: path, NO_COLOR: "1" },
    timeout: PATIENCE,
    killSignal: "SIGKILL",
  });
  const { stdout } = await running.catch(({ message, stdout }) => {
    throw new Error(`${message}\n${stdout}`);
  });
  return stdout;
};

/** Runs a program that orders a code, and returns its report. */
export const order = async (...command) => [JSON.parse(await run(...command))];

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Serves a folder's files while `use` runs with their address. */
export const serving = async (folder, use, headers) => {
  const server = createServer(async ({ url }, answer) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    try {
      const file = await readFile(path);
      answer.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain", ...headers }).end(file);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const CHROMIUM = {
  executablePath: process.env.CHROME,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Returns the final reports of these elements of a page, and throws if the page logs an error. */
export const look = async (address, ...places) => {
  const { said, complaints } = await see(address, ...places);
  if (complaints.length) throw new Error(complaints.join("\n"));
  return said.map(JSON.parse);
};

/** Returns the final texts of these elements of a page, and the errors that it logged. */
export const see = async (address, ...places) => {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${address}?sandbox=${encodeURIComponent(sandbox)}`);
    const said = [];
    for (const place of places) said.push(await page.locator(`#${place}:not(:empty)`).textContent());
    return { said, complaints };
  } finally {
    await browser.close();
  }
};
