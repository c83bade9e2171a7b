// The fleet that all processes of the demo share: against the sandbox, which serves all four services.
import { Bitrefill, Grid, Lava, Sms4Sats } from "satline";
import { createFleet } from "../dist/index.js";

export const { REDIS_URL = "redis://127.0.0.1:6379", SANDBOX_URL = "http://127.0.0.1:8787", PORT = "3000", HOST = "127.0.0.1" } = process.env;
const { hostname, port } = new URL(REDIS_URL);

/** One JSON object per line. */
const write = (level) => (entry, message) => console.log(JSON.stringify({ time: new Date().toISOString(), level, pid: process.pid, message, ...entry }));

const network = "regtest";

export const fleet = createFleet({
  connection: { host: hostname, port: Number(port) },
  client: {
    sms4sats: ({ fetch }) => new Sms4Sats({ baseUrl: `${SANDBOX_URL}/sms4sats`, network, apiKey: "sandbox-key", fetch }),
    Bitrefill: ({ fetch }) =>
      new Bitrefill({ baseUrl: `${SANDBOX_URL}/bitrefill/v2`, network, apiId: "sandbox-business", apiSecret: "sandbox-business-secret", fetch }),
    Lava: ({ fetch }) => new Lava({ baseUrl: `${SANDBOX_URL}/lava/v1`, apiKey: "aks_test_sandbox", fetch }),
    Grid: ({ fetch }) =>
      new Grid({
        baseUrl: `${SANDBOX_URL}/grid/2025-10-13`,
        apiId: "sandbox-token",
        apiSecret: "sandbox-token-secret",
        accountId: "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123",
        fetch,
      }),
  },
  limiter: { sms4sats: { max: 50, duration: 1_000 } },
  attention: "looking",
  // A real key comes from where you keep secrets.
  seal: Buffer.alloc(32, "a key for the demo only"),
  logger: { info: write("info"), error: write("error") },
});

/** Calls one of the sandbox's controls. */
export const site = async (name, body) => {
  const response = await fetch(`${SANDBOX_URL}/sandbox/${name}`, { method: "POST", body: JSON.stringify(body) });
  return response.json();
};
