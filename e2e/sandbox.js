// The sandbox's server: the four services, a wallet and the app, on a port of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const MINUTE = 60_000;

/** How long the services take: so long that no step is over before a slow machine has looked at it. */
const PACE = { numberAfterMs: MINUTE, codeAfterMs: MINUTE, depositAfterMs: MINUTE };

/** What takes a scenario's time: a trace looks at each of the 600 services that are really listed at every step. */
const FEW_SERVICES = { inventedServices: false };

const PROGRAMS = ["release", "debug"].map((profile) => path(`../target/${profile}/satline-sandbox`));

export class Sandbox {
  #server;

  /** Starts one, and returns when it listens. */
  static async start() {
    const program = process.env.SATLINE_SANDBOX ?? PROGRAMS.find((file) => existsSync(file));
    if (!program) throw new Error("There is no sandbox: run `cargo build -p satline-sandbox`, or name it with SATLINE_SANDBOX.");
    const app = process.env.SATLINE_APP ?? path("../dist");
    const sandbox = new Sandbox();
    sandbox.#server = spawn(program, ["--port", "0", "--app", app], { stdio: ["ignore", "pipe", "inherit"] });
    const failed = once(sandbox.#server, "exit").then(([code]) => {
      throw new Error(`${program} ended with ${code}.`);
    });
    const [line] = await Promise.race([once(createInterface(sandbox.#server.stdout), "line"), failed]);
    failed.catch(() => {});
    /** Where it serves the app, without a slash at its end. */
    sandbox.address = line.match(/http:\S+/)[0];
    return sandbox;
  }

  async stop() {
    if (this.#server.exitCode !== null) return;
    const gone = once(this.#server, "exit");
    this.#server.kill();
    await gone;
  }

  /** Calls one of its controls; `crates/sandbox/README.md` lists them. */
  async control(name, body = {}) {
    const response = await fetch(`${this.address}/sandbox/${name}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`/sandbox/${name}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async reset() {
    await this.control("reset");
    await this.settings({ ...PACE, ...FEW_SERVICES });
  }

  /** Lists as many services as there really are. */
  listAll() {
    return this.settings({ inventedServices: true });
  }

  /** Pays an invoice from the sandbox's wallet. */
  pay(invoice) {
    return this.control("pay", { invoice });
  }

  /** Moves the services' clock. The page has its own: see `skipTo`. */
  advance(advanceMs) {
    return this.control("clock", { advanceMs });
  }

  /** Moves it on to the number of an order that is paid, or to the refund where there is none. */
  giveNumber() {
    return this.advance(PACE.numberAfterMs);
  }

  /** Moves it on to the code of an order that is paid, whether it has its number or not. */
  giveCode() {
    return this.advance(PACE.numberAfterMs + PACE.codeAfterMs);
  }

  /** Moves it on until a deposit that is paid is part of the balance. */
  giveCredit() {
    return this.advance(PACE.depositAfterMs);
  }

  /** Orders a fault, or with a list replaces all. */
  faults(faults) {
    return this.control("faults", faults);
  }

  settings(changes) {
    return this.control("settings", changes);
  }

  /** How often a path was asked for since the reset. */
  async sent(path) {
    const counts = await (await fetch(`${this.address}/sandbox/requests`)).json();
    return counts.filter((row) => row.path === path).reduce((sum, row) => sum + row.count, 0);
  }
}
