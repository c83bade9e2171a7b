// The demo's services: the sandbox, in a worker. Its state is in IndexedDB, so that a reload keeps it and
// all tabs of the demo share it.

import { initSync, Sandbox } from "sandbox";

const DATABASE = "satline-demo-services";
const STORE = "state";
const KEY = "sandbox";

/** Where nothing can be stored, the state lasts as long as the tab. */
const opened = new Promise((resolve) => {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => resolve(undefined);
});

let sandbox;
/** What the sandbox in memory was stored as. */
let stored;
let settings;

const restored = (state) => {
  try {
    return Sandbox.restore(state);
  } catch {
    return fresh(); // An earlier version's, or nothing yet.
  }
};

const fresh = () => {
  const [seed] = crypto.getRandomValues(new Uint32Array(1));
  const made = new Sandbox(seed);
  made.handle({ method: "POST", target: "/sandbox/settings", body: JSON.stringify(settings) }, Date.now());
  return made;
};

/** Calls `act` with the latest state in one transaction, which ends before anybody is told of the result. */
const change = (database, act) =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    let result;
    store.get(KEY).onsuccess = ({ target }) => {
      if (!sandbox || target.result !== stored) {
        sandbox?.free();
        sandbox = restored(target.result ?? "");
      }
      result = act();
      stored = sandbox.save();
      store.put(stored, KEY);
    };
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
  });

const ACTS = {
  handle: (request) => sandbox.handle(request, Date.now()),
  startOver() {
    sandbox.free();
    sandbox = fresh();
  },
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const answer = async ({ name, request }) => {
  const database = await opened;
  const act = () => ACTS[name](request);
  if (!database) sandbox ??= fresh();
  const response = database ? await change(database, act) : act();
  await pause(response?.delayMs ?? 0);
  return { response, advancedMs: sandbox.advancedMs };
};

addEventListener("message", ({ data }) => {
  if (data.wasm) {
    settings = data.settings;
    initSync({ module: data.wasm });
    return;
  }
  const told = ({ message }) => postMessage({ id: data.id, error: message });
  answer(data).then((result) => postMessage({ id: data.id, ...result }), told);
});
