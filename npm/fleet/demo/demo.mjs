// `npm run demo`: what docker-compose.yml starts, as processes of this machine. Ctrl-C ends all of them.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startRedis, startSandbox } from "../test/support.mjs";

const redis = await startRedis();
const sandbox = await startSandbox();
const { PORT = "3000" } = process.env;
const env = { ...process.env, PORT, REDIS_URL: `redis://127.0.0.1:${redis.connection.port}`, SANDBOX_URL: sandbox.address };
const start = (name) => spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], { env, stdio: "inherit" });
const children = ["worker.mjs", "worker.mjs", "dashboard.mjs", "shop.mjs"].map(start);
console.log(`Redis on port ${redis.connection.port}, the sandbox at ${sandbox.address}, the dashboard at http://127.0.0.1:${PORT}/orders`);

const end = async () => {
  for (const child of children) child.kill();
  sandbox.stop();
  await redis.stop();
  process.exit();
};
process.once("SIGINT", end);
process.once("SIGTERM", end);
