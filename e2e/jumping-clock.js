// A clock that jumps from timer to timer, in pages and in the sandbox: hours pass in seconds, and every poll of
// them is sent and answered. Playwright's own clock either fires a timer once, however far it jumps, or does not
// wait for the responses.

/**
 * Replaces a page's clock and timers before its scripts run. Time stands still until `jump(ms)` is called, and while
 * a request or a transaction is under way. Before a request the sandbox's clock follows.
 */
function install({ from, lag }) {
  const { port1, port2 } = new MessageChannel();
  let resolveTask;
  port1.onmessage = () => resolveTask();
  const macrotask = () =>
    new Promise((resolve) => {
      resolveTask = resolve;
      port2.postMessage(0);
    });
  const real = { fetch: fetch.bind(globalThis), now: Date.now };
  const KEY = "time of the test";
  const stored = () => {
    try {
      return Number(localStorage[KEY] ?? 0);
    } catch {
      return 0; // a page without storage
    }
  };
  let now = Math.max(from, stored());
  /** How many requests and transactions are under way, and whom to tell when none is. */
  let busy = 0;
  let onIdle = () => {};
  const leave = () => {
    busy -= 1;
    if (busy === 0) onIdle();
  };

  // Timers.
  const timers = new Map();
  let lastId = 0;
  const start = (work, ms, args, every) => {
    const id = (lastId += 1);
    timers.set(id, { at: now + Math.max(1, Number(ms) || 0), work, args, every });
    return id;
  };
  globalThis.setTimeout = (work, ms, ...args) => start(work, ms, args);
  globalThis.setInterval = (work, ms, ...args) => start(work, ms, args, Math.max(1, ms));
  globalThis.clearTimeout = globalThis.clearInterval = (id) => timers.delete(id);
  const begun = now;
  performance.now = () => now - begun;
  Date.now = () => Math.floor(now);
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Transactions, and the opening of databases.
  const { transaction } = IDBDatabase.prototype;
  const during = (target, names) => {
    busy += 1;
    let isOver = false;
    for (const name of names) {
      target.addEventListener(name, () => {
        if (!isOver) leave();
        isOver = true;
      });
    }
    return target;
  };
  IDBDatabase.prototype.transaction = function (...args) {
    return during(transaction.apply(this, args), ["complete", "abort"]);
  };
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...args) {
    return during(open.apply(this, args), ["success", "error"]);
  };

  // Requests. What the sandbox's clock says is shared by all tabs.
  const SANDBOX_KEY = "time of the sandbox";
  const askSandbox = async (advanceMs) => {
    const response = await real.fetch("/sandbox/clock", { method: "POST", body: JSON.stringify({ advanceMs }) });
    localStorage[SANDBOX_KEY] = JSON.stringify([(await response.json()).nowMs, real.now()]);
  };
  const moveSandbox = async () => {
    if (!localStorage[SANDBOX_KEY]) await askSandbox(0);
    const [at, since] = JSON.parse(localStorage[SANDBOX_KEY]);
    const behind = now - (at + real.now() - since);
    if (behind > lag) await askSandbox(Math.ceil(behind));
  };
  const SERVICES = /^\/sandbox\/(sms4sats|bitrefill|lava|grid)\//;
  /** How long the services take, at least and at most. */
  globalThis.latency = [20, 300];
  /** How often each path of a service was requested. */
  globalThis.requested = {};
  const send = async (pathname, input, init) => {
    busy += 1;
    try {
      if (pathname.startsWith("/sandbox/")) await moveSandbox();
      const response = await real.fetch(input, init);
      if (!SERVICES.test(pathname)) return response;
      const body = await response.arrayBuffer();
      return new Response(body.byteLength ? body : null, { status: response.status, headers: response.headers });
    } finally {
      leave();
    }
  };
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input.url ?? input, location);
    if (!SERVICES.test(pathname)) return send(pathname, input, init);
    requested[pathname] = (requested[pathname] ?? 0) + 1;
    const sent = send(pathname, input, init);
    await sent.catch(() => {});
    const [least, most] = globalThis.latency;
    await sleep(least + Math.random() * (most - least));
    return sent;
  };

  /** Waits until nothing is under way, and what followed from it has run. */
  const settle = async () => {
    do {
      if (busy > 0) await new Promise((resolve) => (onIdle = resolve));
      await macrotask();
    } while (busy > 0);
  };

  /** Lets that much time pass, or less if the condition holds before. */
  globalThis.jump = async (ms, holds = () => false) => {
    const until = now + ms;
    await settle();
    while (!holds()) {
      let next;
      for (const [id, { at }] of timers) if (at <= until && (!next || at < next.at)) next = { id, at };
      if (!next) {
        now = Math.max(now, until);
        break;
      }
      now = Math.max(now, next.at);
      const timer = timers.get(next.id);
      if (timer.every) timer.at = now + timer.every;
      else timers.delete(next.id);
      timer.work(...timer.args);
      await settle();
    }
    localStorage[KEY] = Math.max(now, stored());
  };
}

/** Gives all pages of this browser profile such a clock. The sandbox's may be so many milliseconds behind. */
export async function installJumpingClock(context, { lag = 1_000 } = {}) {
  await context.addInitScript(install, { from: Date.now(), lag });
}

/** Lets that much time pass in all of these pages, in steps, so that none is far ahead. */
export async function jump(pages, ms, step = 15_000) {
  if (pages.length === 1) return pages[0].evaluate((ms) => globalThis.jump(ms), ms);
  for (let left = ms; left > 0; left -= step) {
    for (const page of pages) await page.evaluate((ms) => globalThis.jump(ms), Math.min(step, left));
  }
}

/** Lets time pass until that is visible, for at most so many steps. Returns whether it is. */
export async function jumpTo(locator, { pages = [locator.page()], steps = 60, step = 1_000 } = {}) {
  for (; steps > 0; steps -= 1) {
    if (await locator.isVisible()) return true;
    await jump(pages, step);
  }
  return locator.isVisible();
}
