// Starts the worker with the sandbox and sends it requests.

/** Our own script alone may become a worker. It is a blob, so that the page's policy holds in it too. */
const scriptAt = (url) =>
  window.trustedTypes?.createPolicy("demo", { createScriptURL: (text) => (text === url ? text : null) }).createScriptURL(url) ?? url;

const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
const worker = new Worker(scriptAt(url));

/** Pictures would be requested from nowhere; payments are confirmed on a page beside this one. */
const settings = {
  pictures: false,
  lavaConfirmation: `${new URL("confirm/", document.baseURI)}#`,
};

const wasm = fetch(new URL(WASM, document.baseURI), { integrity: INTEGRITY })
  .then((response) => response.arrayBuffer())
  .then((bytes) => WebAssembly.compile(bytes));
const started = wasm.then((module) => worker.postMessage({ wasm: module, settings }));

const waiting = new Map();
let last = 0;

const send = async (message) => {
  await started;
  return new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    worker.postMessage({ id: last, ...message });
  });
};

/** Called with how far the sandbox's clock is ahead, after every response. */
let onClock = () => {};
export const followClock = (listener) => (onClock = listener);

worker.addEventListener("message", ({ data }) => {
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error) return reject(new Error(data.error));
  onClock(data.advancedMs);
  resolve(data.response);
});

/** Returns the sandbox's response to `{ method, target, headers, body }`. */
export const handle = (request) => send({ name: "handle", request });

/** Forgets all orders and accounts of the services, in one transaction. */
export const startOver = () => send({ name: "startOver" });

/** Calls one of the sandbox's own routes. */
export const control = async (path, body) => {
  const method = body === undefined ? "GET" : "POST";
  const target = new URL(path, "https://sandbox.invalid/sandbox/").pathname;
  const response = await handle({ method, target, body: JSON.stringify(body) ?? "" });
  const value = JSON.parse(response.body);
  if (response.status >= 400) throw new Error(value.error);
  return value;
};

/** Deletes the services' state. */
export const leave = () => {
  worker.terminate();
  return new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase("satline-demo-services");
    // Another tab of the demo still uses it.
    for (const event of ["success", "error", "blocked"]) deleting.addEventListener(event, resolve);
  });
};
