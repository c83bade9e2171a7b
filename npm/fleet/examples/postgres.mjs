// Exactly once: an event is stored together with its id, in one transaction. Delivered again, it changes nothing.
import pg from "pg";

/** Creates the tables. */
export const createTables = (pool) =>
  pool.query(`
    CREATE TABLE IF NOT EXISTS events_seen (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS codes (order_key text NOT NULL, code text NOT NULL);
    CREATE TABLE IF NOT EXISTS refunds (order_key text NOT NULL);`);

/** Returns a function for `fleet.events`. */
export const storeEvents = (pool) => async (event) => {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    // Of two transactions with the same id, the second waits for the first here.
    const { rowCount } = await client.query("INSERT INTO events_seen (id) VALUES ($1) ON CONFLICT DO NOTHING", [event.id]);
    if (rowCount === 1) await apply(client, event);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error; // it will be delivered again
  } finally {
    client.release();
  }
};

/** What your app does about an event, with this connection only. */
const apply = async (client, { type, key, status }) => {
  if (type === "code_received") await client.query("INSERT INTO codes VALUES ($1, $2)", [key, status.code]);
  if (type === "refunded") await client.query("INSERT INTO refunds VALUES ($1)", [key]);
};

/** Connects to the database. */
export const connect = (connectionString) => new pg.Pool({ connectionString });
