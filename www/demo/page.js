// What the demo's pages have more than the app's: the sandbox in a worker, its clock, a toy wallet, and
// stories to play. The app calls `satlineDemo` (crates/app/src/state/demo.rs).

import { provideWallet } from "wallet";
import { control, followClock, handle, leave, startOver } from "./sandbox.js";

// The clock is ahead of the browser's by what was advanced, in this tab or in another one.
let advancedMs = 0;
const sleepers = new Set();
const clock = new BroadcastChannel("satline-demo-clock");
const setClock = (ms) => {
  if (ms === advancedMs) return false;
  advancedMs = ms;
  for (const wake of [...sleepers]) wake();
  return true;
};
clock.addEventListener("message", ({ data }) => setClock(data));
followClock((ms) => setClock(ms) && clock.postMessage(ms));

/** Resolves after that time, or as soon as the clock is advanced. */
const pause = (ms) =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    sleepers.add(wake);
  });

// The demo needs no network, so it plays one that can be taken away.
let isOnline = true;
Object.defineProperty(navigator, "onLine", { get: () => isOnline });
const setOnline = (value) => {
  isOnline = value;
  window.dispatchEvent(new Event(isOnline ? "online" : "offline"));
};

const pairs = (headers) => headers.flatMap((name, at) => (at % 2 ? [] : [[name, headers[at + 1]]]));
const send = async (method, target, headers, body) => {
  if (!isOnline) throw new Error("offline");
  const response = await handle({ method, target, headers: pairs(headers), body });
  const isLost = response.drop || response.cutBodyAfter !== undefined;
  return isLost ? { status: 0, headers: [], body: "" } : { ...response, headers: response.headers.flat() };
};

/** The stories: the page they begin on, what it shows, and what goes wrong. */
const code = (service) => ({ path: "./", shows: `country=43&service=${service}` });
const STORIES = {
  code: code("tg"),
  late: code("late"),
  slow: code("slow"),
  never: code("never"),
  "sold-out": code("soldout"),
  lost: { ...code("wa"), fault: { route: "POST /sms4sats/createorder", drop: true } },
  message: { path: "send/" },
  "top-up": { path: "top-up/" },
};

/** Makes a story's beginning an entry of the history: a new one, or instead of the page's own. */
const begin = (name, change) => {
  const { path, shows, fault } = STORIES[name];
  if (fault) control("faults", [fault]);
  history[change](shows ?? null, "", new URL(path, document.baseURI));
};

/** Begins a story as if the reader had followed a link. */
const play = (name) => {
  begin(name, "pushState");
  window.dispatchEvent(new PopStateEvent("popstate"));
};

// A link to a story: `demo/#late`.
const linked = location.hash.slice(1);
if (Object.hasOwn(STORIES, linked)) begin(linked, "replaceState");

globalThis.satlineDemo = {
  send,
  now: () => Date.now() + advancedMs,
  pause,
  control: (path, body) => control(path, body && JSON.parse(body)),
  isOnline: () => isOnline,
  setOnline,
  stories: () => Object.keys(STORIES),
  play,
  startOver,
  async leave() {
    await leave();
    location.assign(new URL("../", document.baseURI));
  },
};
provideWallet(control);
