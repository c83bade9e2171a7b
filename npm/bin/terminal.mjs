// What is printed: sentences for people, or with --json one document per line, and the sentences on stderr.
import { SatlineError, qrText } from "satline";

/** What is known about the money. */
export const MONEY = {
  untouched: "No money moved.",
  held: "The money is reserved, not spent.",
  returned: "The money is back.",
  spent: "The money is spent.",
  unknown: "What has become of the money is not known yet.",
};

/** What has happened to an order, if it is not the money. */
const STATES = {
  held: () => "Waiting for a number.",
  number_given: () => "Waiting for the code.",
  credited: () => "The payment was added to the balance.",
  charged: () => "The amount was added to the balance.",
  needs_confirmation: () => "Waiting until the charge is confirmed.",
  unknown: ({ service }) => `${service} did not say whether it was done. Waiting until the balance shows it.`,
  cancelled: () => "The order was cancelled.",
  refunded: () => "No code was received.",
  failed: () => "It failed.",
  expired: () => "It was not paid in time.",
};

/** Service names, reasons and descriptions are others' texts: they must not move the cursor or change the title. */
const plain = (text) => String(text).replace(/(?!\n)\p{C}/gu, "");

export const sats = (amount) => `${amount.toLocaleString("en-US")} ${amount === 1 ? "sat" : "sats"}`;

/** Returns a moment for people, in their time zone. */
export const moment = (date) => date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Returns an error's message with the name that its field has here. */
const renamed = ({ message, field }, argument) => {
  if (field === "order") return message.replace("order: ", "The order ");
  return argument ? message.replace(`${field}:`, `${argument}:`) : message;
};

/** A QR code is black on white in every terminal, whatever its theme and NO_COLOR: scanners need it. */
const BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m";
const RESET = "\x1b[0m";

/** Creates the output of one command. `secrets` are replaced wherever they appear. */
export const createTerminal = ({ json, secrets = [], stdout = process.stdout, stderr = process.stderr }) => {
  const hide = (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "[secret]"), text);
  const write = (stream, text) => void stream.write(`${hide(text)}\n`);
  const forPeople = json ? stderr : stdout;
  /** What was printed last, so that nothing is printed twice. */
  const shown = { codes: new Set(), number: undefined, sentence: undefined, unreachable: false };

  const terminal = {
    say: (text = "") => write(forPeople, plain(text)),
    warn: (text) => write(stderr, plain(text)),

    /** Prints a document, with --json. */
    emit: (type, document) => {
      if (json) write(stdout, JSON.stringify({ type, ...document }, (_, value) => (typeof value === "bigint" ? String(value) : value)));
    },

    /** Prints rows in columns, without --json. */
    table: (rows) => {
      const cells = rows.map((row) => row.map((cell) => plain(cell).replaceAll("\n", " ")));
      const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
      const line = (row) => row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column]) : cell)).join("  ");
      if (!json) for (const row of cells) write(stdout, line(row));
    },

    /** Prints an invoice as a QR code, if the window is wide enough. */
    qr: (invoice) => {
      const lines = qrText(invoice, { level: "L" }).split("\n");
      if (stdout.isTTY && stdout.columns < lines[0].length) {
        return terminal.say(`(This window is too narrow for the QR code, which needs ${lines[0].length} columns.)`);
      }
      const coloured = stdout.isTTY && process.env.TERM !== "dumb";
      if (!json) for (const line of lines) write(stdout, coloured ? BLACK_ON_WHITE + line + RESET : line);
    },

    /** Prints what is new in an order's status. */
    status: (status) => {
      const { service, number, codes, money, isOver, reason, unreachable } = status;
      terminal.emit("status", status);
      if (number && number !== shown.number) terminal.say(`Number: +${number}`);
      shown.number = number;
      for (const { text, mayLackZeros } of codes) {
        if (!shown.codes.has(text)) terminal.say(`Code: ${text}${mayLackZeros ? "   (zeros at its beginning may be missing)" : ""}`);
        shown.codes.add(text);
      }
      const happened = status.hasLateCode ? "The code arrived late." : (STATES[status.state]?.(status) ?? "");
      const said = isOver && reason ? `${service} says: “${reason}”` : "";
      const sentence = [MONEY[money], happened, said].filter(Boolean).join(" ");
      if (sentence !== shown.sentence && (money !== "untouched" || happened)) terminal.say(sentence);
      shown.sentence = sentence;
      if (unreachable && !shown.unreachable) terminal.warn(`${service} cannot be reached at the moment; trying again.`);
      shown.unreachable = unreachable;
    },

    /** Prints an error: first what it means for the money. `argument` is what its field is called here. */
    error: (error, { exitCode, argument, aboutMoney }) => {
      const text = renamed(error, argument);
      const isSaid = exitCode === 2 || /^(No money|Nothing|The money|Money|What has become)/.test(text);
      terminal.warn(aboutMoney && !isSaid ? `${MONEY[error.money] ?? MONEY.untouched} ${text}` : text);
      if (error.retryAfterMs && error.code === "service.rate_limited") terminal.warn(`Try again in ${Math.ceil(error.retryAfterMs / 1_000)} s.`);
      terminal.emit("error", { ...(error instanceof SatlineError ? error.toJSON() : {}), message: text, argument, exitCode });
    },
  };
  return terminal;
};
