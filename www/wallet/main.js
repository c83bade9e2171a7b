// The script of wallet.html: it holds the connection to the reader's own wallet, and nothing else of the app.
//
// The app shows that page in a frame of `sandbox="allow-scripts"`, so it has an origin of its own that no
// other document shares: it can read nothing that the app keeps, and the app can read nothing in here. The
// reader types the connection's secret into this page. It stays in this page's memory until the frame is
// removed or the tab is closed or loaded again; there is no storage that it could be in.
//
// What passes between the two is JSON over one port, which the app hands over when it begins.
//
// | from the app                | what it is                                                     |
// |-----------------------------|----------------------------------------------------------------|
// | { texts, lang, dir, theme } | first: what to show, and how                                   |
// | { id, invoice }             | pay this, which the app has checked                            |
//
// | from here                   |                                                                |
// |-----------------------------|----------------------------------------------------------------|
// | { is: "ready" }             | the form is shown                                              |
// | { is: "high", height }      | how high it is                                                 |
// | { is: "left" }              | the reader pressed Escape                                      |
// | { is: "connected", alias, budget } | the wallet has answered, and after each payment again   |
// | { id, preimage }            | the wallet says that it has paid                               |
// | { id, code }                | it did not: the code of its error, UNREACHABLE if it was not   |
// |                             | asked, or none if nobody knows                                 |

import { Nip47NetworkError, Nip47WalletError, NWCClient } from "@getalby/sdk/nwc";

/** Longer than the client waits for a connection, for the wallet's way to encrypt, and for an answer. The
 *  client waits for ever for an answer that it cannot decrypt. */
const PATIENCE_MS = 30_000;

const SCHEME = /^nostr\+?walletconnect:/;

const [label, field, problem, button] = ["label", "#connection", "#problem", "#connect"].map((one) => document.querySelector(one));
let texts, client, isConnecting;

/** Takes the port from the app: only from around this frame, only from the same site, only once. */
const onMessage = ({ source, origin, data, ports: [port] }) => {
  if (source !== parent || origin !== location.origin || !port) return;
  removeEventListener("message", onMessage);
  begin(port, JSON.parse(data));
};

// Opened in any other way this page does nothing: it would share its origin with the app.
if (self.origin === "null" && parent !== self) addEventListener("message", onMessage);

const begin = (port, shown) => {
  const tell = (message) => port.postMessage(JSON.stringify(message));
  show(shown);
  port.onmessage = async ({ data }) => {
    const { id, invoice } = JSON.parse(data);
    tell({ id, ...(await pay(invoice)) });
    tell(await connection());
  };
  button.addEventListener("click", () => connect(tell));
  addEventListener("focus", () => document.activeElement === document.body && field.focus());
  addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape") tell({ is: "left" });
    if (key === "Enter" && target === field) connect(tell);
  });
  new ResizeObserver(() => tell({ is: "high", height: document.body.offsetHeight })).observe(document.body);
  tell({ is: "ready" });
};

const show = ({ texts: given, lang, dir, theme }) => {
  texts = given;
  Object.assign(document.documentElement, { lang, dir });
  if (theme) document.documentElement.dataset.theme = theme;
  label.textContent = texts.label;
  button.textContent = texts.connect;
};

const say = (sentence) => {
  problem.textContent = sentence;
  field.ariaInvalid = sentence ? "true" : null;
  if (sentence) field.focus();
};

const connect = async (tell) => {
  if (isConnecting) return;
  say("");
  isConnecting = true;
  button.ariaDisabled = "true";
  button.textContent = texts.connecting;
  try {
    client = await reach(field.value.trim());
    field.value = "";
    tell(await connection());
  } catch (error) {
    say(texts[error.message] ?? texts.unreachable);
  }
  isConnecting = false;
  button.ariaDisabled = null;
  button.textContent = texts.connect;
};

/** A client whose wallet has answered. Fails with the name of the text that says why there is none. */
const reach = async (text) => {
  let next;
  try {
    if (!SCHEME.test(text)) throw new Error();
    next = new NWCClient({ nostrWalletConnectUrl: text, requireSecret: true });
  } catch {
    throw new Error("invalid");
  }
  try {
    next.alias = await ask(next);
    return next;
  } catch (error) {
    next.close();
    throw error;
  }
};

/** What the wallet calls itself. */
const ask = async (next) => {
  try {
    const { alias, methods } = await within(next.getInfo());
    if (!methods.includes("pay_invoice")) throw new Error("read_only");
    return alias;
  } catch (error) {
    // A wallet that does not say what it is answers, too.
    if (!(error instanceof Nip47WalletError)) throw error;
    if (error.code === "UNAUTHORIZED") throw new Error("read_only");
  }
};

/** The connection as it is now: what the wallet calls itself, and what it lets this page spend, if it says so. */
const connection = async () => {
  const { alias } = client;
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
