// Runs before anything is painted: the reader's theme, so that the page does not change its colours
// under their eyes. Then it fetches the app by the checksums that the build wrote into the page.

const root = document.documentElement;
const say = (sentence) => {
  const band = document.getElementById("trouble");
  band.textContent = sentence;
  band.hidden = false;
};

try {
  const theme = localStorage.getItem("satline.theme");
  if (theme) root.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme it is.
}

// All that the app makes of markup: empty boxes, of which outlines are, and the pictures of invoices.
const MADE = [
  /^(<div class="[\w -]*"><\/div>)*$/,
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="[\d ]+" role="img" shape-rendering="crispEdges"><title>[^<>]*<\/title><path fill="#fff" d="[\w ]*"\/><path d="[\w -]*"\/><\/svg>$/,
];
const isMade = (html) => MADE.some((shape) => shape.test(html));
window.trustedTypes?.createPolicy("default", { createHTML: (html) => (isMade(html) ? html : null) });

// Asked for before anything else; a failure is told when the page is there to tell it.
const { href, integrity } = document.querySelector("link[rel=app]");
const wasm = fetch(href, { integrity });
wasm.catch(() => {});

// What is there is painted before the app takes its place, which is work. Where nothing is painted,
// or no browser tells, the app does not wait for it.
const painted = new Promise((resolve) => {
  new PerformanceObserver(resolve).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(resolve, 300);
});

document.addEventListener("DOMContentLoaded", async () => {
  // The outline is that of the first page; others begin empty.
  root.dataset.start = String(location.pathname === new URL(document.baseURI).pathname);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    const main = document.querySelector("main");
    main.tabIndex = -1;
    main.focus();
  });
  if (typeof WebAssembly !== "object") {
    say("This browser has WebAssembly switched off or is too old for it. satline runs in your browser alone and needs it: please switch it on or use another browser.");
    return;
  }
  const glue = document.querySelector("link[rel=modulepreload]");
  try {
    const { default: init } = await import(glue.href);
    await painted;
    await init({ module_or_path: wasm });
  } catch (error) {
    say("satline could not be loaded. Orders that you made are not lost. Please check your connection and load the page again.");
    throw error;
  }
});
