// Exactly once, in a real PostgreSQL.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { AT, afresh, site } from "../../test/site.mjs";
import { connect, createTables, storeEvents } from "../examples/postgres.mjs";
import { clientsOf, freePort, startFleet, startRedis, until } from "./support.mjs";

/** The folder of PostgreSQL's programs: Debian has them outside the PATH. */
const programs = () => {
  const versions = [18, 17, 16, 15, 14].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`);
  const found = [process.env.POSTGRES, ...versions].find((path) => path && existsSync(path));
  assert.ok(found, "there is no PostgreSQL here: `cargo xtask setup` installs one");
  return dirname(found);
};

/** PostgreSQL refuses to run as root: then it runs as the user that its package has made. */
const user = () => {
  if (process.getuid() !== 0) return {};
  const id = (option) => Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
};

const startPostgres = async (context) => {
  const dir = mkdtempSync(join(tmpdir(), "satline-postgres-"));
  chmodSync(dir, 0o777);
  const [bin, port, data] = [programs(), await freePort(), join(dir, "data")];
  const options = { stdio: "ignore", cwd: dir, ...user() };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "shop", "--auth=trust", "--no-sync"], options);
  const child = spawn(join(bin, "postgres"), ["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", dir], options);
  const pool = connect(`postgres://shop@127.0.0.1:${port}/postgres`);
  pool.on("error", () => {});
  context.after(async () => {
    await pool.end();
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
    rmSync(dir, { recursive: true });
  });
  await until(() => pool.query("SELECT 1").catch(() => undefined), "PostgreSQL");
  return pool;
};

test("an event that is delivered twice is stored once", { timeout: 60_000 }, async (context) => {
  await afresh();
  await site("settings", { numberAfterMs: 0, codeAfterMs: 0 });
  const pool = await startPostgres(context);
  await createTables(pool);
  const redis = await startRedis();
  const { fleet } = startFleet({ connection: redis.connection, client: clientsOf(AT) }, { collect: false });
  context.after(async () => {
    await fleet.close();
    await redis.stop();
  });
  const deliveries = new Map();
  let isFailing = false;
  const connectOnce = async () => {
    const client = await pool.connect();
    const query = (text, values) => client.query(isFailing && text === "COMMIT" ? "SELECT 1 / 0" : text, values);
    return { query, release: () => client.release() };
  };
  const store = storeEvents({ connect: connectOnce, query: (...query) => pool.query(...query) });
  const types = new Map();
  fleet.events(async (event) => {
    const { id, type } = event;
    types.set(type, id);
    deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
    // Each event's first transaction fails as it is committed. After its second, it is as if this process had died.
    isFailing = deliveries.get(id) === 1;
    await store(event);
    if (deliveries.get(id) === 2) throw new Error("The event was stored, and its delivery was not confirmed.");
  });
  await fleet.order({ key: "a", receive: { country: "germany", service: "wa", immediate: true } });
  await until(() => types.has("over") && [...deliveries.values()].every((times) => times === 3), "three deliveries of each event");
  const { rows } = await pool.query("SELECT * FROM codes");
  assert.deepEqual(rows.map(({ order_key }) => order_key), ["a"]);
  const { rows: seen } = await pool.query("SELECT id FROM events_seen");
  assert.deepEqual(seen.map(({ id }) => id).sort(), [...deliveries.keys()].sort());
});
