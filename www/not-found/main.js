// Shows the page as the reader wants it, and leads to the app: the address says nothing of where that is.

const TEXTS = {}; // by language: www/not-found.mjs writes them here

const root = document.documentElement;
const settings = (() => {
  try {
    return JSON.parse(localStorage.getItem("satline.settings")) ?? {};
  } catch {
    return {}; // Storage is blocked.
  }
})();
if (settings.theme) root.dataset.theme = settings.theme;

const wanted = [settings.language ?? "", ...navigator.languages].map((tag) => tag.split("-")[0]);
const language = wanted.find((tag) => tag in TEXTS) ?? "en";
root.lang = language;
root.dir = ["ar", "fa", "he", "ur"].includes(language) ? "rtl" : "ltr";
const texts = TEXTS[language];
document.title = `${texts.title} · satline`;
for (const element of document.querySelectorAll("[data-text]")) element.textContent = texts[element.dataset.text];

/** Returns the app's folder, the nearest above this address that has the app's icon. */
const find = async () => {
  let folder = new URL(".", location);
  for (;;) {
    const { ok } = await fetch(new URL("icons/satline.svg", folder), { method: "HEAD" });
    if (ok || folder.pathname === "/") return folder.href;
    folder = new URL("..", folder);
  }
};

/** An order's address was `orders/ID` before. */
const [, id] = location.pathname.match(/\/orders\/([\w-]+)\/?$/) ?? [];

find().then((folder) => {
  document.querySelector("base").href = folder;
  if (id) location.replace(new URL(`orders/#${id}`, folder));
});
