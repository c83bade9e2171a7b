// The orders on this machine, one file each: what was ordered, its next step, and the record that continues it.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, Failed, WrongArgument } from "./errors.mjs";

const VERSION = 1;
const ENDING = ".json";

/** States in the sequence in which an order passes through them. Those not listed come last. */
const STATES = ["awaiting_payment", "needs_confirmation", "unknown", "held", "created", "number_given", "sent"];
const rank = ({ state }) => (STATES.includes(state) ? STATES.indexOf(state) : STATES.length);
const codeCount = ({ codes }) => codes?.length ?? 0;
const isFurther = (order, than) => rank(order) - rank(than) || codeCount(order) - codeCount(than);

/** Opens a folder of records. Nothing is written yet. */
export const openRecords = (folder) => {
  const pathOf = (id) => join(folder, id + ENDING);
  const names = () => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (error.code === "ENOENT") return [];
      throw new Failed(`No money moved. The folder of the orders cannot be read: ${error.message}.`);
    }
  };
  const ids = () => names().filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
  const stored = (id) => {
    try {
      return JSON.parse(readFileSync(pathOf(id), "utf8"));
    } catch {
      return undefined;
    }
  };

  return {
    folder,
    pathOf,
    ids,

    /** Creates the folder, which only its owner can read. */
    prepare() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
    },

    /**
     * Writes a record in full or not at all: once this returns, it survives a crash. Another process may follow the
     * same order; a record that is further than this one stays.
     */
    save({ title, nextStep, order }) {
      this.prepare();
      const path = pathOf(order.id);
      const draft = `${path}.${process.pid}.new`;
      const record = order.toJSON();
      try {
        writeFileSync(draft, JSON.stringify({ version: VERSION, title, nextStep, order: record }), { mode: 0o600, flush: true });
        const known = stored(order.id);
        if (known?.order && isFurther(known.order, record) > 0) return;
        renameSync(draft, path);
        flushFolder(folder);
      } finally {
        rmSync(draft, { force: true });
      }
    },

    /** Reads the record of that id. */
    read(id) {
      const found = stored(id);
      if (found?.version === VERSION && found.order) return found;
      const what = `What has become of its money is not known here: the record ${pathOf(id)} cannot be read.`;
      throw new Failed(`${what} Ask its service about the order ${id}.`, EXIT.unknown);
    },

    /** Returns the id that a text is the beginning of. */
    find(text) {
      const all = ids();
      const found = all.includes(text) ? [text] : all.filter((id) => text && id.startsWith(text));
      if (found.length === 1) return found[0];
      const many = "must be longer: it is the beginning of several orders' ids.";
      throw new WrongArgument("id", found.length ? many : `no order in ${folder} has it. \`satline orders\` lists them.`);
    },

    /** Deletes a record, and what a crash may have left of it. */
    forget(id) {
      const own = names().filter((name) => name.startsWith(id + ENDING));
      for (const name of own) rmSync(join(folder, name), { force: true });
    },
  };
};

/** Makes a renamed file survive a power failure. Windows cannot open a folder, and needs no flush. */
const flushFolder = (folder) => {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
