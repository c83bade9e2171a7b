// What people see: the board, the metrics, Grafana's dashboard.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import express from "express";
import { Sms4Sats } from "satline";
import { AT, afresh, pay, site } from "../../test/site.mjs";
import { board } from "../dist/board.js";
import { clientsOf, startFleet, startRedis, until } from "./support.mjs";

let redis, all, order;
before(async () => {
  await afresh();
  await site("settings", { numberAfterMs: 0, codeAfterMs: 600_000 });
  redis = await startRedis();
  // Its events stay in their queue.
  all = startFleet({ connection: redis.connection, client: clientsOf(AT) }, { collect: false });
  order = await all.fleet.order({ key: "shop-1", receive: { country: "germany", service: "wa" } });
  await pay(order.status);
  await all.fleet.paid("shop-1");
  await until(async () => (await all.fleet.find("shop-1")).status.state === "number_given");
});
after(async () => {
  await all.fleet.close();
  await redis.stop();
});

test("the board shows keys and states, and nothing secret, even without a seal", async (context) => {
  const server = express().use("/orders", board(all.fleet, "/orders")).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => (server.closeAllConnections(), server.close()));
  const url = `http://127.0.0.1:${server.address().port}/orders/`;
  assert.match(await (await fetch(url)).text(), /<html/);
  const text = await (await fetch(`${url}api/queues?activeQueue=sms4sats&status=delayed&page=1&jobsPerPage=10`)).text();
  assert.match(text, /shop-1: number given \(receive germany\/wa\)/);
  assert.match(text, /"readOnlyMode":true/);
  const { number } = (await all.fleet.find("shop-1")).status;
  const events = await (await fetch(`${url}api/queues?activeQueue=events&status=waiting&page=1&jobsPerPage=10`)).text();
  assert.match(events, /sms4sats number_given/);
  for (const secret of [number, order.status.invoice.text, "sandbox-key"]) assert.ok(!`${text}${events}`.includes(secret));
});

test("docker-compose.yml starts what the demo starts", () => {
  const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
  const [, list] = /const children = (\[.*\])/.exec(read("demo/demo.mjs"));
  const services = read("docker-compose.yml").split(/^  (?=\w+:$)/m);
  const started = services.flatMap((service) => {
    const [, program] = /command: \["node", "demo\/(.*)"\]/.exec(service) ?? [];
    const [, replicas] = /replicas: (\d+)/.exec(service) ?? [];
    return program ? Array(Number(replicas ?? 1)).fill(program) : [];
  });
  assert.deepEqual(started.sort(), JSON.parse(list).sort());
});

test("the metrics are OpenMetrics text, and Grafana asks for those that exist", async () => {
  const text = await all.fleet.metrics();
  assert.ok(text.endsWith("\n# EOF\n"));
  const families = new Map();
  let current;
  for (const line of text.trimEnd().split("\n")) {
    const [, name, type] = /^# TYPE (\w+) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (name) {
      assert.ok(!families.has(name), `${name} is there twice`);
      assert.ok(!name.endsWith("_total"));
      families.set((current = name), type);
    } else if (!line.startsWith("#")) {
      const [, sample] = /^(\w+)\{(\w+="[^"]*",?)+\} -?\d+(\.\d+)?$/.exec(line) ?? assert.fail(line);
      assert.ok(sample.startsWith(current), `${sample} is not of ${current}`);
      if (families.get(current) === "counter") assert.ok(sample.endsWith("_total"), sample);
    }
  }
  assert.match(text, /^satline_orders\{service="sms4sats",state="number_given"\} 1$/m);
  const dashboard = readFileSync(new URL("../grafana.json", import.meta.url), "utf8");
  const asked = new Set([...dashboard.matchAll(/\b(satline|bullmq)_\w+/g)].map(([name]) => name.replace(/_(total|bucket|sum|count)$/, "")));
  asked.delete("bullmq_job");
  for (const name of asked) assert.ok(families.has(name), `Grafana asks for ${name}`);
});

test("the metrics follow an order to its end", async (context) => {
  const { fleet, event } = startFleet({ connection: redis.connection, client: clientsOf(AT), prefix: "{metrics}" });
  context.after(() => fleet.close());
  const sms = new Sms4Sats(AT.sms4sats);
  const order = await sms.receive({ country: "germany", service: "wa" });
  const record = order.toJSON();
  // Its first poll was due a minute ago.
  await fleet.follow({ ...record, createdAt: record.createdAt - 62_000 }, { key: "a" });
  const metric = async (name, labels = "") => {
    const found = new RegExp(`^satline_${name}\\{service="sms4sats"${labels}\\} (\\S+)$`, "m").exec(await fleet.metrics());
    return found ? Number(found[1]) : undefined;
  };
  await until(async () => (await metric("asks_total")) === 1);
  assert.ok(Math.abs((await metric("wait_seconds_sum")) - 60) < 10);
  assert.equal(await metric("wait_seconds_count"), 1);
  assert.equal(await metric("orders", ',state="awaiting_payment"'), 1);
  await site("settings", { codeAfterMs: 0 });
  await pay(order);
  await fleet.paid("a");
  await event("a", "over");
  await until(async () => (await metric("orders_over_total", ',state="code_received"')) === 1);
  assert.equal(await metric("orders", ',state="awaiting_payment"'), 0);
  assert.equal(await metric("orders", ',state="code_received"'), 0);
  assert.equal(await metric("asks_of_orders_over_total"), await metric("asks_total"));
  assert.equal(await metric("code_seconds_count"), 1);
  assert.ok((await metric("code_seconds_sum")) < 10);
  for (const end of ["10.0", "1200.0", "[+]Inf"]) assert.equal(await metric("code_seconds_bucket", `,le="${end}"`), 1);
  assert.equal(await metric("orders_made_total"), 0);
});
