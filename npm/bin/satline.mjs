#!/usr/bin/env node
// The command line: reads the arguments, runs a command, and turns what came of it into sentences and an exit code.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { SatlineError } from "satline";
import { COMMANDS } from "./commands.mjs";
import { EXIT, Failed, WrongArgument } from "./errors.mjs";
import { openRecords } from "./records.mjs";
import { readSettings } from "./settings.mjs";
import { createTerminal } from "./terminal.mjs";

const PROGRAM = process.env.npm_command === "exec" ? "npx satline" : "satline";

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  json: { type: "boolean" },
  sandbox: { type: "string" },
  search: { type: "string" },
  rental: { type: "boolean" },
  "real-phone": { type: "boolean" },
  price: { type: "string" },
  by: { type: "string" },
  cap: { type: "string" },
  force: { type: "boolean" },
};
const FOR_EVERY_COMMAND = ["help", "version", "json", "sandbox"];

const usageOf = (name) => `${PROGRAM} ${name} ${COMMANDS[name].usage}`.trimEnd();

const HELP = `Receives activation codes and tops up accounts, paid in Bitcoin over Lightning.

${Object.keys(COMMANDS)
  .map((name) => `  ${usageOf(name)}\n      ${COMMANDS[name].about}`)
  .join("\n")}

  --sandbox URL   uses a sandbox and its play money; its orders are kept apart (also: SATLINE_SANDBOX)
  --json          one JSON document per line on stdout, sentences on stderr
  --version, --help

Keys are read from the environment only: SATLINE_SMS4SATS_KEY (not needed for receive), SATLINE_BITREFILL_KEY
(id:secret), SATLINE_LAVA_KEY, SATLINE_GRID_KEY (id:secret) with SATLINE_GRID_ACCOUNT. A relay or proxy:
SATLINE_SMS4SATS_URL, and likewise for the others.

Each order is stored before it can be paid: in $SATLINE_HOME, $XDG_DATA_HOME/satline or ~/.local/share/satline.
The record contains its number and code, and only you can read it. \`forget\` deletes it.

Exit codes
    0  done
    1  refused or failed, and this command moved no money
    2  wrong arguments; nothing was ordered
    3  no code, and the money was returned
    4  the outcome is unknown; the message says how to find out
  130  interrupted; the order goes on`;

/** What the fields of errors are called here. */
const ARGUMENTS = {
  service: "service",
  amount: "amount",
  currency: "currency",
  invoice: "invoice",
  priceSat: "--price",
  capSat: "--cap",
  paymentMethodId: "--by",
};
/** Fields that are settings in the environment, by the end of their names. */
const SETTINGS = { apiKey: "KEY", apiId: "KEY", apiSecret: "KEY", accountId: "ACCOUNT", baseUrl: "URL" };

const parse = (args) => {
  let parsed;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new WrongArgument("options", error.message);
  }
  const { values, positionals } = parsed;
  if (values.help || values.version) return { values };
  const [name, ...given] = positionals;
  if (name === undefined) throw new WrongArgument("command", "is missing.");
  if (!Object.hasOwn(COMMANDS, name)) throw new WrongArgument("command", `“${name}” is none of ${Object.keys(COMMANDS).join(", ")}.`);
  return { values, name, given };
};

/** Refuses what a command does not take. */
const check = ({ values, name, given }) => {
  const { least = [], most, options } = COMMANDS[name];
  const missing = least[given.length];
  if (missing) throw new WrongArgument(missing, "is missing.");
  if (given.length > most) throw new WrongArgument(given[most], "is one argument too many.");
  const foreign = Object.keys(values).find((option) => ![...FOR_EVERY_COMMAND, ...options].includes(option));
  if (foreign) throw new WrongArgument(`--${foreign}`, `is not an option of ${name}.`);
};

/** Runs the program, and returns its exit code. */
const main = async (args) => {
  const interruption = new AbortController();
  // Once: the second Ctrl-C ends the program at once.
  process.once("SIGINT", () => interruption.abort());
  let terminal = createTerminal({ json: args.includes("--json") });
  let name;
  let service;
  try {
    const parsed = parse(args);
    ({ name } = parsed);
    if (parsed.values.help) return print(HELP);
    if (parsed.values.version) return print(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
    check(parsed);
    const settings = readSettings(parsed.values.sandbox);
    terminal = createTerminal({ json: parsed.values.json, secrets: settings.secrets });
    return await COMMANDS[name].run(
      {
        settings,
        terminal,
        records: openRecords(settings.folder),
        signal: interruption.signal,
        connect: (wanted) => settings.connect((service = wanted)),
        commandFor: (command, id) => `${PROGRAM} ${command} ${id}${settings.suffix}`,
      },
      parsed.given,
      parsed.values,
    );
  } catch (error) {
    return report(error, { terminal, name, service, isInterrupted: interruption.signal.aborted });
  }
};

const print = (text) => {
  process.stdout.write(`${text}\n`);
  return EXIT.done;
};

const report = (error, { terminal, name, service, isInterrupted }) => {
  if (!(error instanceof WrongArgument || error instanceof Failed || error instanceof SatlineError)) {
    terminal.warn(`${PROGRAM} itself has failed. \`${PROGRAM} orders\` shows what has become of your orders. Please report this.`);
    terminal.warn(error?.stack ?? error);
    return EXIT.unknown;
  }
  const setting = SETTINGS[error.field] && `SATLINE_${service?.toUpperCase()}_${SETTINGS[error.field]}`;
  const argument = setting ?? ARGUMENTS[error.field];
  const exitCode = isInterrupted ? EXIT.interrupted : exitCodeFor(error, argument);
  terminal.error(error, { exitCode, argument, aboutMoney: error instanceof SatlineError && ["receive", "topup", "cancel"].includes(name) });
  if (exitCode === EXIT.wrongArguments) {
    const usage = Object.hasOwn(COMMANDS, name ?? "") ? usageOf(name) : `${PROGRAM} <${Object.keys(COMMANDS).join("|")}> …`;
    terminal.warn(`Usage: ${usage}`);
    terminal.warn(`\`${PROGRAM} --help\` explains it.`);
  }
  return exitCode;
};

const exitCodeFor = (error, argument) => {
  if (error instanceof Failed) return error.exitCode;
  if (error instanceof WrongArgument || argument) return EXIT.wrongArguments;
  return error.outcome === "unknown" || error.money === "unknown" ? EXIT.unknown : EXIT.failed;
};

// As in `satline services | head`: whoever read the output has seen enough.
process.stdout.on("error", ({ code }) => process.exit(code === "EPIPE" ? EXIT.interrupted : EXIT.unknown));

process.exitCode = await main(process.argv.slice(2));
