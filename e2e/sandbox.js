// The sandbox's server: the four services, a wallet and the app, on a port of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { APP } from "./file-server.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const MINUTE = 60_000;

/** How long the services take: long enough for a slow machine to see every step. */
const PACE = { numberAfterMs: MINUTE, codeAfterMs: MINUTE, depositAfterMs: MINUTE };

/** Shorter lists: at every step a trace records each listed service, of which there are really 600. */
const FEW_SERVICES = { inventedServices: false };

const PROGRAMS = ["release", "debug"].map((profile) => path(`../target/${profile}/satline-sandbox`));

export class Sandbox {
  #server;

  /** Starts a sandbox with the app of this folder, and returns when it listens. */
  static async start(app = APP) {
    const program = process.env.SATLINE_SANDBOX ?? PROGRAMS.find((file) => existsSync(file));
    if (!program) throw new Error("There is no sandbox: run `cargo build -p satline-sandbox`, or name it with SATLINE_SANDBOX.");
    const sandbox = new Sandbox();
    sandbox.#server = spawn(program, ["--port", "0", "--app", app], { stdio: ["ignore", "pipe", "inherit"] });
    const failed = once(sandbox.#server, "exit").then(([code]) => {
      throw new Error(`${program} ended with ${code}.`);
    });
    const [line] = await Promise.race([once(createInterface(sandbox.#server.stdout), "line"), failed]);
    failed.catch(() => {});
    /** The app's address, without a slash at its end. */
    sandbox.address = line.match(/http:\S+/)[0];
    return sandbox;
  }

  async stop() {
    if ((this.#server.exitCode ?? this.#server.signalCode) !== null) return;
    const gone = once(this.#server, "exit");
    this.#server.kill();
    await gone;
  }

  /** Calls a control; `crates/sandbox/README.md` lists them. */
  async control(name, body = {}) {
    const response = await fetch(`${this.address}/sandbox/${name}`, { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`/sandbox/${name}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Reads what a control tells. */
  async look(name) {
    return (await fetch(`${this.address}/sandbox/${name}`)).json();
  }

  /** Is told of each new browser profile. This one is the same for all of them. */
  async enter() {}

  startOver() {
    return this.control("reset");
  }

  async reset() {
    await this.startOver();
    await this.settings({ ...PACE, ...FEW_SERVICES });
  }

  /** Makes the sandbox list as many services as the real one. */
  listAll() {
    return this.settings({ inventedServices: true });
  }

  /** Pays an invoice from the sandbox's wallet. */
  pay(invoice) {
    return this.control("pay", { invoice });
  }

  /** Advances the services' clock. The page has its own: see `skipTo`. */
  advance(advanceMs) {
    return this.control("clock", { advanceMs });
  }

  /** Advances it until a paid order gets its number, or its refund if there is no number. */
  giveNumber() {
    return this.advance(PACE.numberAfterMs);
  }

  /** Advances it until a paid order gets its code, with or without its number before. */
  giveCode() {
    return this.advance(PACE.numberAfterMs + PACE.codeAfterMs);
  }

  /** Advances it until a paid deposit is credited. */
  giveCredit() {
    return this.advance(PACE.depositAfterMs);
  }

  /** Adds a fault; a list replaces all. */
  faults(faults) {
    return this.control("faults", faults);
  }

  settings(changes) {
    return this.control("settings", changes);
  }

  /** Returns how often a path was requested since the reset. */
  async sent(path) {
    const counts = await this.look("requests");
    return counts.filter((row) => row.path === path).reduce((sum, row) => sum + row.count, 0);
  }
}
