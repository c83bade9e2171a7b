// Runs before the first paint: applies the reader's theme, so that the page does not change its colours
// while they look at it. Then it fetches the app by the checksums that the build wrote into the page.

// An order's address was `orders/ID` before. A host that serves this page for addresses that it does not
// have still leads there.
const [, orders, id] = location.pathname.match(/^(.*\/orders\/)([\w-]+)\/?$/) ?? [];
if (id) location.replace(`${orders}#${id}`);

// Absolute from here on. Browsers resolve it once, but some tools that look into a page make them do so
// again, after the router has changed the address.
const base = document.querySelector("base");
base.href = base.href;

const root = document.documentElement;
const say = (sentence) => {
  const band = document.getElementById("trouble");
  band.textContent = sentence;
  band.hidden = false;
};

const settings = (() => {
  try {
    return JSON.parse(localStorage.getItem(root.dataset.settings ?? "satline.settings")) ?? {};
  } catch {
    return {}; // Storage is blocked.
  }
})();
if (settings.theme) root.dataset.theme = settings.theme;

// All markup that the app creates: empty boxes for skeletons, and the QR codes of invoices.
const MADE = [
  /^(<div class="[\w -]*"><\/div>)*$/,
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="[\d ]+" role="img" shape-rendering="crispEdges"><title>[^<>]*<\/title><path fill="#fff" d="[\w ]*"\/><path d="[\w -]*"\/><\/svg>$/,
];
const isMade = (html) => MADE.some((shape) => shape.test(html));
/** Makes the app work offline; only a release has one. */
const { worker } = root.dataset;
window.trustedTypes?.createPolicy("default", {
  createHTML: (html) => (isMade(html) ? html : null),
  createScriptURL: (url) => (worker && url === worker ? url : null),
});

// The chosen language, or the first of the browser's languages that the app has. English is in the app.
const languages = root.dataset.languages.split(" ");
const wanted = [settings.language ?? "", ...navigator.languages].map((tag) => tag.split("-")[0]);
const language = wanted.find((tag) => languages.includes(tag)) ?? "en";
root.lang = language;
root.dir = ["ar", "fa", "he", "ur"].includes(language) ? "rtl" : "ltr";

// Requested before anything else; the page reports a failure once it is there.
const { href, integrity } = document.querySelector("link[rel=app]");
const wasm = fetch(href, { integrity });
wasm.catch(() => {});
const readText = (response) => (response.ok ? response.text() : Promise.reject(new Error(response.statusText)));
const texts = language === "en" ? undefined : fetch(new URL(`words/${language}.json`, href)).then(readText);
texts?.catch(() => {});

// The skeleton is painted before the app replaces it, which takes time. If nothing is painted, or the
// browser doesn't say so, the app does not wait for it.
const painted = new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(resolve, 300);
});

document.addEventListener("DOMContentLoaded", async () => {
  // The skeleton is that of the first page; others start empty.
  root.dataset.start = String(location.pathname === new URL(document.baseURI).pathname);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    const main = document.querySelector("main");
    main.tabIndex = -1;
    main.focus();
  });
  if (typeof WebAssembly !== "object") {
    say("WebAssembly is turned off in this browser, or the browser is too old for it. satline runs entirely in your browser and needs it: please turn it on or use another browser.");
    return;
  }
  for (const button of document.querySelectorAll(".band button")) button.addEventListener("click", () => location.reload());
  // A trap of the wasm ends the app: from then on the page would only look as if it worked.
  const sayThatItFailed = ({ error, reason }) => {
    if ((error ?? reason) instanceof WebAssembly.RuntimeError) document.getElementById("failed").hidden = false;
  };
  addEventListener("error", sayThatItFailed);
  addEventListener("unhandledrejection", sayThatItFailed);
  const glue = document.querySelector("link[rel=modulepreload]");
  try {
    const { default: init } = await import(glue.href);
    await painted;
    // The first formatter of a page takes the browser as long as a hundred rows: made while the wasm is still on its way.
    new Intl.NumberFormat();
    try {
      globalThis.satlineTexts = await texts;
    } catch {
      Object.assign(root, { lang: "en", dir: "ltr" }); // Better than nothing.
    }
    await init({ module_or_path: wasm });
    if (worker) serveOffline();
  } catch (error) {
    say("satline could not be loaded. Your orders are not lost. Please check your connection and reload the page.");
    throw error;
  }
});

/** Starts the service worker, which serves the app offline. Each new version of the app comes with a new one,
 *  which takes over as soon as it has all files: then this page, which goes on with its own, says so. */
const serveOffline = () => {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return; // Not a secure address, or switched off.
  const band = document.getElementById("update");
  let isServed = Boolean(serviceWorker.controller);
  serviceWorker.addEventListener("controllerchange", () => {
    band.hidden = !isServed;
    isServed = true; // The first one came with this page.
  });
  serviceWorker.register(worker, { updateViaCache: "none" }).then(
    (registration) =>
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) registration.update().catch(() => {});
      }),
    () => {}, // The app works without.
  );
};
