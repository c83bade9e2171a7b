// A server between the workers and the sandbox that counts: when each request came, and how often each order was made.
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";

/** Starts it. `fetch` goes on to the sandbox. */
export const startBooks = async (target) => {
  const agent = new Agent({ keepAlive: true });
  const times = [];
  const made = new Map();
  const asked = new Map();
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  const server = createServer(async (incoming, outgoing) => {
    times.push(performance.now());
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url, target);
    if (url.pathname.endsWith("/createorder")) add(made, JSON.parse(body).ref.split("@")[0]);
    if (url.pathname.endsWith("/orderstatus")) add(asked, url.searchParams.get("orderId"));
    const headers = { ...incoming.headers, host: url.host };
    const onward = request(url, { method: incoming.method, headers, agent });
    onward.on("response", (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      response.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    times,
    made,
    asked,
    /** Returns the most requests in any stretch of so many milliseconds. */
    most: (duration) => {
      let most = 0;
      for (let first = 0, last = 0; last < times.length; last++) {
        while (times[last] - times[first] >= duration) first++;
        most = Math.max(most, last - first + 1);
      }
      return most;
    },
    close: () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
};
