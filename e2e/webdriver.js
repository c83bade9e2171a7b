// WebKit with its own driver, on a virtual screen: Playwright cannot drive a distribution's WebKit.
// The protocol is W3C's WebDriver; this is the part that scenarios need.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const PATIENCE = 30_000;

/** The standard's key for an element's reference. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Starts the driver, on its own virtual screen. */
export async function startDriver() {
  const screen = spawn(process.env.XVFB ?? "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [display] = await once(screen.stdout, "data");
  const port = await freePort();
  const driver = spawn(process.env.WEBKIT_DRIVER ?? "WebKitWebDriver", [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
    stdio: "ignore",
  });
  const address = `http://127.0.0.1:${port}`;
  await until(() => fetch(`${address}/status`).catch(() => false), "WebKit's driver does not answer.");
  return {
    /** Opens a browser with a new profile and one page of that size. */
    async open(size) {
      const { sessionId } = await ask(address, "/session", { capabilities: {} });
      const page = new Page(`${address}/session/${sessionId}`);
      await page.ask("/window/rect", size);
      return page;
    },
    stop() {
      driver.kill();
      screen.kill();
    },
  };
}

class Page {
  #address;

  constructor(address) {
    this.#address = address;
  }

  ask(path, body, method) {
    return ask(this.#address, path, body, method);
  }

  /** Runs that code, the body of a function, in the page, and returns its result. */
  run(code) {
    return this.ask("/execute/sync", { script: code, args: [] });
  }

  goto(url) {
    return this.ask("/url", { url });
  }

  reload() {
    return this.ask("/refresh", {});
  }

  close() {
    return this.ask("", undefined, "DELETE");
  }

  /** Takes a screenshot of the page, as base64. */
  screenshot() {
    return this.ask("/screenshot");
  }

  /** Waits for the element with that test id, and returns its reference. */
  see(id) {
    const shown = `return [...document.querySelectorAll('[data-testid="${id}"]')].find((node) => node.checkVisibility())`;
    return until(async () => {
      const reference = (await this.run(shown))?.[ELEMENT];
      return reference && `/element/${reference}`;
    }, `${id} was not seen.`);
  }

  /** Clicks it, once it stops moving and no bar covers it. */
  press(id) {
    const pressed = async () => {
      const element = await this.see(id);
      try {
        await this.ask(`${element}/click`, {});
        return true;
      } catch (error) {
        if (!/not interactable|intercepted/.test(error.message)) throw error;
        await this.toTheMiddle(id);
      }
    };
    return until(pressed, `${id} cannot be pressed.`);
  }

  /** Scrolls to it, and waits until that is painted. */
  toTheMiddle(id) {
    const script = `
      document.querySelector('[data-testid="${id}"]').scrollIntoView({ block: "center", behavior: "instant" });
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 50)));`;
    return this.ask("/execute/async", { script, args: [] });
  }

  async fill(id, text) {
    const element = await this.see(id);
    await this.ask(`${element}/clear`, {});
    await this.ask(`${element}/value`, { text });
  }

  /** Returns the text of that element, visible or not. */
  text(id) {
    const text = `return document.querySelector('[data-testid="${id}"]')?.textContent.trim()`;
    return until(() => this.run(text), `${id} says nothing.`);
  }

  /** Waits until the page contains that text. */
  says(pattern) {
    const all = "return document.querySelector('main')?.innerText";
    return until(async () => pattern.test(await this.run(all)), `The page does not say ${pattern}.`);
  }
}

/** The standard's code for Enter. */
export const ENTER = "\uE007";

async function ask(address, path, body, method = body ? "POST" : "GET") {
  const response = await fetch(address + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${path}: ${value.error} ${value.message}`);
  return value;
}

/** Calls that until it returns something, and returns that. */
export async function until(look, complaint) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(complaint);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
