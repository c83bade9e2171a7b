// Rows are created once and hidden; those out of view are not laid out.
import { services } from "../read.mjs";

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const row = ({ id, name, stock }) => {
  const avatar = make("span", { class: "avatar", "aria-hidden": "true" }, name[0]);
  const button = make("button", { type: "button", class: "service", "aria-pressed": "false", "data-id": id, "data-testid": `service-${id}` });
  button.append(avatar, make("span", { class: "service-name" }, name), make("span", { class: "service-stock" }, stock));
  return make("div", { role: "listitem", class: "row" }, button);
};

const list = make("div", { class: "services", role: "list", "data-testid": "services" });
const search = make("input", { id: "search", type: "search", "aria-label": "Service", "data-testid": "search" });
const count = make("p", { role: "status", "data-testid": "count" });
let chosen;
list.addEventListener("click", ({ target }) => {
  const button = target.closest(".service");
  if (!button) return;
  chosen?.setAttribute("aria-pressed", "false");
  chosen = button;
  chosen.setAttribute("aria-pressed", "true");
});

export const start = async (root) => {
  const all = (await services()).map((offer) => ({ words: offer.words, element: row(offer) }));
  search.addEventListener("input", () => {
    const typed = search.value.trim().toLowerCase();
    let found = 0;
    for (const { words, element } of all) {
      const is = words.includes(typed);
      found += is;
      if (element.hidden === is) element.hidden = !is;
    }
    count.textContent = `${found} services`;
  });
  count.textContent = `${all.length} services`;
  list.append(...all.map(({ element }) => element));
  root.append(search, count, list);
};
