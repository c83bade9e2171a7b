// The script of wallet.html, which connects to a wallet of the reader's own.
//
// The app shows that page in a frame with `sandbox="allow-scripts"`, so the page's origin is opaque: it
// cannot read what the app stores, and the app cannot read this page. The reader types the connection's
// secret into this page. It has no storage, so the secret stays in its memory until the frame is removed,
// or the tab is closed or reloaded.
//
// The two exchange JSON over one port, which the app sends with its first message.
//
// | from the app                | what it is                                                     |
// |-----------------------------|----------------------------------------------------------------|
// | { texts, lang, dir, theme } | first: what to show, and how                                   |
// | { id, invoice }             | pay this, which the app has checked                            |
//
// | from here                   |                                                                |
// |-----------------------------|----------------------------------------------------------------|
// | { is: "ready" }             | the form is shown                                              |
// | { is: "high", height }      | the form's height, in pixels                                   |
// | { is: "left" }              | the reader pressed Escape                                      |
// | { is: "connected", alias, budget } | a wallet responds; sent again after each payment        |
// | { id, preimage }            | the wallet says that it has paid                               |
// | { id, code }                | it did not: the code of its error, UNREACHABLE if it was not   |
// |                             | asked, or an empty one if the outcome is unknown               |

import { Nip47NetworkError, Nip47WalletError, NWCClient } from "@getalby/sdk/nwc";

/** Longer than all of the client's own timeouts together. It has none for a response that it cannot decrypt. */
const PATIENCE_MS = 30_000;

const SCHEME = /^nostr\+?walletconnect:/;

const [label, field, problem, button] = ["label", "#connection", "#problem", "#connect"].map((one) => document.querySelector(one));
let texts, client, isConnecting;

/** Takes the port from the app: from the page around this frame if it is of the same site, and once. */
const onMessage = ({ source, origin, data, ports: [port] }) => {
  if (source !== parent || origin !== location.origin || !port) return;
  removeEventListener("message", onMessage);
  begin(port, JSON.parse(data));
};

// Without such a frame this page would share its origin with the app, so it does nothing.
if (self.origin === "null" && parent !== self) addEventListener("message", onMessage);

const begin = (port, shown) => {
  const send = (message) => port.postMessage(JSON.stringify(message));
  show(shown);
  port.onmessage = async ({ data }) => {
    const { id, invoice } = JSON.parse(data);
    send({ id, ...(await pay(invoice)) });
    send(await connection());
  };
  button.addEventListener("click", () => connect(send));
  addEventListener("focus", () => document.activeElement === document.body && field.focus());
  addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape") send({ is: "left" });
    if (key === "Enter" && target === field) connect(send);
  });
  new ResizeObserver(() => send({ is: "high", height: document.body.offsetHeight })).observe(document.body);
  send({ is: "ready" });
};

const show = ({ texts: given, lang, dir, theme }) => {
  texts = given;
  Object.assign(document.documentElement, { lang, dir });
  if (theme) document.documentElement.dataset.theme = theme;
  label.textContent = texts.label;
  button.textContent = texts.connect;
};

const showProblem = (sentence) => {
  problem.textContent = sentence;
  field.ariaInvalid = sentence ? "true" : null;
  if (sentence) field.focus();
};

const connect = async (send) => {
  if (isConnecting) return;
  showProblem("");
  isConnecting = true;
  button.ariaDisabled = "true";
  button.textContent = texts.connecting;
  try {
    client = await reach(field.value.trim());
    field.value = "";
    send(await connection());
  } catch (error) {
    showProblem(texts[error.message] ?? texts.unreachable);
  }
  isConnecting = false;
  button.ariaDisabled = null;
  button.textContent = texts.connect;
};

/** Resolves with a client whose wallet responds. Rejects with the key of the text that explains the failure. */
const reach = async (text) => {
  let next;
  try {
    if (!SCHEME.test(text)) throw new Error();
    next = new NWCClient({ nostrWalletConnectUrl: text, requireSecret: true });
  } catch {
    throw new Error("invalid");
  }
  try {
    return Object.assign(next, await introduction(next));
  } catch (error) {
    next.close();
    throw error;
  }
};

/** Resolves with the name of a wallet that responds and can pay, and whether it says what its budget is. */
const introduction = async (next) => {
  try {
    const { alias, methods } = await within(next.getInfo());
    if (!methods.includes("pay_invoice")) throw new Error("read_only");
    return { alias, hasBudget: methods.includes("get_budget") };
  } catch (error) {
    // A wallet that refuses this request does respond.
    if (!(error instanceof Nip47WalletError)) throw error;
    if (error.code === "UNAUTHORIZED") throw new Error("read_only");
  }
};

/** Resolves with the message that describes the connection: the wallet's name and its budget, if it has them. */
const connection = async () => {
  const { alias, hasBudget } = client;
  if (!hasBudget) return { is: "connected", alias };
  try {
    const { used_budget: used, total_budget: total } = await within(client.getBudget());
    return { is: "connected", alias, budget: total ? { used, total } : undefined };
  } catch {
    return { is: "connected", alias };
  }
};

/** Asks the wallet, once. */
const pay = async (invoice) => {
  try {
    const { preimage } = await client.payInvoice({ invoice });
    return { preimage };
  } catch (error) {
    if (error instanceof Nip47NetworkError) return { code: "UNREACHABLE" };
    return { code: error instanceof Nip47WalletError ? error.code : "" };
  }
};

const within = (promise) => {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("unreachable")));
  return Promise.race([promise, late]);
};
