// The demo's sandbox, in a worker of the browser, on a server that only serves files: the same scenarios run
// there as with the sandbox's server.

import { readdir } from "node:fs/promises";
import { APP, serveFiles } from "./file-server.js";
import { Sandbox } from "./sandbox.js";

const FOLDER = "/app/";
/** A page of the demo without the app, to play from. */
const CONTROLS = `${FOLDER}demo/controls.html`;

export class DemoSandbox extends Sandbox {
  #host;
  #context;
  #page;

  /** Starts the server. What scenarios open is opened in the demo. */
  static async start() {
    const script = (await readdir(APP)).find((name) => /^satline-demo-[0-9a-f]+\.js$/.test(name));
    const controls = `<!doctype html><title>controls</title><base href="./"><script type="module" src="../${script}"></script>`;
    const sandbox = new DemoSandbox();
    sandbox.#host = await serveFiles({ path: FOLDER, pages: { [CONTROLS]: controls }, elsewhere: `${FOLDER}demo` });
    sandbox.address = new URL(sandbox.#host.address).origin;
    return sandbox;
  }

  stop() {
    return this.#host.stop();
  }

  /** Each browser profile has a sandbox of its own: the controls are those of the last one. */
  async enter(context) {
    this.#context = context;
    this.#page = undefined;
  }

  async #controls() {
    if (!this.#page) {
      this.#page = await this.#context.newPage();
      await this.#page.goto(this.address + CONTROLS);
    }
    return this.#page;
  }

  async #call(name, body) {
    const page = await this.#controls();
    return page.evaluate(([path, text]) => satlineDemo.control(path, text), [name, body && JSON.stringify(body)]);
  }

  async startOver() {
    const page = await this.#controls();
    await page.evaluate(() => satlineDemo.startOver());
  }

  control(name, body = {}) {
    return this.#call(name, body);
  }

  look(name) {
    return this.#call(name);
  }
}
