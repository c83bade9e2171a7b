// The services' clients. Keys come from the environment only: other users of a machine can see its programs' arguments.
import { homedir } from "node:os";
import { join } from "node:path";
import { Bitrefill, Grid, Lava, Sms4Sats } from "satline";
import { WrongArgument } from "./errors.mjs";

const apiKey = (key) => ({ apiKey: key });

/** A token's id and secret, as in `id:secret`. */
const token = (key) => {
  const [apiId, ...secret] = key.split(":");
  return { apiId, apiSecret: secret.join(":") };
};

/** `play` is the key that every sandbox accepts. */
const SERVICES = {
  sms4sats: { Client: Sms4Sats, path: "/sms4sats", credentials: apiKey, play: "sandbox-key", lightning: true },
  bitrefill: {
    Client: Bitrefill,
    path: "/bitrefill/v2",
    credentials: (key) => (key.includes(":") ? token(key) : apiKey(key)),
    play: "sandbox-business:sandbox-business-secret",
    lightning: true,
  },
  lava: { Client: Lava, path: "/lava/v1", credentials: apiKey, play: "aks_test_sandbox" },
  grid: { Client: Grid, path: "/grid/2025-10-13", credentials: token, play: "sandbox-token:sandbox-token-secret" },
};

/** Shorter texts are no secrets, and occur in other words. */
const SHORTEST_SECRET = 6;

/** The account at Grid that a sandbox tops up. */
const PLAY_ACCOUNT = "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123";

export const SERVICE_NAMES = Object.keys(SERVICES);

/** Returns the settings that follow from the environment and `--sandbox`. */
export const readSettings = (option, env = process.env) => {
  const sandbox = sandboxAddress(option ?? (env.SATLINE_SANDBOX || undefined));
  const setting = (service, name) => env[`SATLINE_${service.toUpperCase()}_${name}`] || undefined;
  return {
    sandbox,
    /** How the option has to be repeated. */
    suffix: option ? ` --sandbox ${option}` : "",
    folder: join(home(env), sandbox ? join("sandbox", new URL(sandbox).host.replace(/\W/g, "-")) : "orders"),
    /** Texts that are never printed. */
    secrets: SERVICE_NAMES.flatMap((service) => {
      const key = setting(service, "KEY");
      return key ? [key, ...key.split(":").slice(1)].filter((secret) => secret.length >= SHORTEST_SECRET) : [];
    }),
    /** Creates a client. A sandbox never gets a real key. */
    connect: (service) => {
      const { Client, path, credentials, play, lightning } = SERVICES[service];
      const key = sandbox ? play : setting(service, "KEY");
      return new Client({
        ...(key && credentials(key)),
        ...(lightning && sandbox && { network: "regtest" }),
        ...(service === "grid" && { accountId: sandbox ? PLAY_ACCOUNT : setting(service, "ACCOUNT") }),
        baseUrl: sandbox ? sandbox + path : setting(service, "URL"),
      });
    },
  };
};

const sandboxAddress = (text) => {
  if (text === undefined) return undefined;
  if (!/^https?:/.test(text) || !URL.canParse(text)) {
    throw new WrongArgument("--sandbox", "must be a sandbox's address, such as http://127.0.0.1:8787.");
  }
  return text.replace(/\/+$/, "");
};

const home = ({ SATLINE_HOME, XDG_DATA_HOME }) => SATLINE_HOME || join(XDG_DATA_HOME || join(homedir(), ".local/share"), "satline");
