// The command line, as a process of its own, against the sandbox.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import jsqr from "jsqr";
import { openRecords } from "../pkg/bin/records.mjs";
import { createTerminal } from "../pkg/bin/terminal.mjs";
import { satline, startSandbox, until } from "./helper.mjs";

const PROGRAM = fileURLToPath(new URL("../pkg/bin/satline.mjs", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../pkg/package.json", import.meta.url), "utf8"));
const CODE = ["receive", "germany", "wa"];
const KEY = "aks_test_sandbox";

let sandbox, root;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "satline-cli-"));
  sandbox = await startSandbox();
  await sandbox.set({ numberAfterMs: 0, codeAfterMs: 0, depositAfterMs: 0, bitrefillCallsPerTenMinutes: 1_000 });
});
/** The programs that run: those of tests that fail are left over. */
const running = new Set();
after(async () => {
  for (const child of running) child.kill("SIGKILL");
  await until(() => running.size === 0);
  rmSync(root, { recursive: true, force: true });
});

let homes = 0;
const newHome = () => join(root, `home-${++homes}`);
/** The records of a home's orders at the sandbox. */
const folderOf = (home) => join(home, "sandbox", new URL(sandbox.address).host.replace(/\W/g, "-"));
const filesOf = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
const recordsBelow = (home) => (existsSync(home) ? readdirSync(home, { recursive: true }).filter((name) => name.endsWith(".json")) : []);
const recordOf = (home, id) => JSON.parse(readFileSync(join(folderOf(home), `${id}.json`), "utf8"));

/** Code that runs in the program before it starts. */
const preload = (code) => ({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` });
const later = (milliseconds) => preload(`const { now } = Date; Date.now = () => now() + ${milliseconds};`);

/** Starts the program, by default for the sandbox. `seen` waits for a text in its output and returns the match. */
const start = (args, { home = newHome(), env = { SATLINE_SANDBOX: sandbox.address } } = {}) => {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { PATH, SATLINE_HOME: home, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child.once("close", () => running.delete(child)));
  const run = { child, home, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (run[name] += text));
  run.ended = once(child, "close").then(([code, signal]) => ({ code, signal, stdout: run.stdout, stderr: run.stderr }));
  run.seen = async (pattern) => {
    await until(() => pattern.test(run.stdout) || child.exitCode !== null, `${pattern} in ${args.join(" ")}`);
    assert.match(run.stdout, pattern, run.stderr);
    return run.stdout.match(pattern);
  };
  return run;
};
const run = (args, options) => start(args, options).ended;

/** Orders a code, and returns the program once its invoice is shown. */
const ordered = async (args = CODE, options) => {
  const program = start(args, options);
  [program.invoice] = await program.seen(/lnbcrt\w+(?=\n)/);
  [, program.id] = program.stdout.match(/Order ([\w-]+),/);
  return program;
};

const documents = (text) => text.trim().split("\n").map((line) => JSON.parse(line));

/** Reads the QR code in the output. */
const readQr = (output) => {
  const lines = output.split("\n").filter((line) => /[▀▄█]/.test(line));
  const rows = lines.flatMap((line) => ["▀█", "▄█"].map((dark) => [...line].map((block) => dark.includes(block))));
  const scale = 4;
  // The blank lines of the quiet zone are left out above, so the picture gets its own.
  const [border, side] = [8, rows[0].length + 16];
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (let y = 0; y < side * scale; y++) {
    for (let x = 0; x < side * scale; x++) {
      const [column, row] = [x, y].map((at) => Math.floor(at / scale) - border);
      if (rows[row]?.[column]) pixels.fill(0, 4 * (y * side * scale + x), 4 * (y * side * scale + x) + 3);
    }
  }
  return jsqr(pixels, side * scale, side * scale)?.data;
};

describe("the command line", { concurrency: 3, timeout: 600_000 }, () => {
  test("a code is ordered, paid and received, and its record is on the disk before its invoice is shown", async () => {
    const program = await ordered();
    const record = recordOf(program.home, program.id);
    assert.deepEqual([record.order.state, record.title], ["awaiting_payment", "a code for wa, Germany"]);
    await program.seen(/Ctrl-C/);
    assert.match(program.stdout, /Pay [\d,]+ sats until/);
    assert.match(program.stdout, /Paying reserves the money, it does not spend it/);
    assert.match(program.stdout, /This is play money\. To pay: curl/);
    assert.equal(readQr(program.stdout), `LIGHTNING:${program.invoice.toUpperCase()}`);
    await sandbox.pay(program.invoice);
    const { code, stdout, stderr } = await program.ended;
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /\nNumber: \+\d+\nCode: \d+.*\nThe money is spent\.\n$/);
    const { order } = recordOf(program.home, program.id);
    assert.equal(order.state, "code_received");
    assert.ok(stdout.includes(order.codes[0].text) && stdout.includes(order.number));
  });

  test("only their owner can read the orders, whatever the umask is", async () => {
    const umask = process.umask(0);
    const program = await ordered();
    process.umask(umask);
    const mode = (path) => (statSync(path).mode & 0o777).toString(8);
    const folder = folderOf(program.home);
    assert.deepEqual(readdirSync(folder), [`${program.id}.json`], "nothing half written is left");
    assert.deepEqual([mode(folder), mode(join(folder, `${program.id}.json`))], ["700", "600"]);
    program.child.kill("SIGINT");
    await program.ended;
  });

  test("Ctrl-C stops only the waiting: `resume` shows the same invoice, and continues", async () => {
    const first = await ordered();
    await first.seen(/Ctrl-C/);
    first.child.kill("SIGINT");
    const { code, signal, stderr } = await first.ended;
    assert.deepEqual([code, signal], [130, null]);
    assert.match(stderr, new RegExp(`^No money moved\\. The order goes on.* satline resume ${first.id}\n$`));
    const second = await ordered(["resume", first.id.slice(0, 10)], { home: first.home });
    assert.equal(second.invoice, first.invoice);
    await sandbox.pay(first.invoice);
    assert.equal((await second.ended).code, 0);
    const third = await run(["resume", first.id], { home: first.home });
    assert.equal(third.code, 0);
    assert.match(third.stdout, /^Number: \+\d+\nCode: \d+/, "a finished order is shown again");
  });

  test("no code: the money is returned", async () => {
    const program = await ordered(["receive", "germany", "soldout"]);
    await sandbox.pay(program.invoice);
    const { code, stdout } = await program.ended;
    assert.equal(code, 3);
    assert.match(stdout, /\nThe money is back\. No code was received\. sms4sats says: “.+”\n.*ten minutes/);
  });

  test("a late code is shown", async () => {
    const program = await ordered(["receive", "germany", "soldout"]);
    await sandbox.pay(program.invoice);
    await program.ended;
    await sandbox.post("code", { orderId: program.id, code: "424242" });
    const { code, stdout } = await run(["resume", program.id], { home: program.home });
    assert.equal(code, 0);
    assert.match(stdout, /Code: 424242\b.*\nThe money is back\. The code arrived late\./);
  });

  test("wrong arguments are named, and nothing is sent", async () => {
    const home = newHome();
    const silent = createServer((_, response) => {
      requests += 1;
      response.end("{}");
    }).listen(0, "127.0.0.1").unref();
    await once(silent, "listening");
    let requests = 0;
    const env = { SATLINE_SANDBOX: `http://127.0.0.1:${silent.address().port}` };
    const cases = [
      [[], /^command: is missing/],
      [["buy"], /^command: “buy” is none of services, /],
      [["receive"], /^country: is missing/],
      [["receive", "germany"], /^service: is missing/],
      [["receive", "germny", "wa"], /^country: “germny”/],
      [["receive", "germany", "wa", "now"], /^now: /],
      [["receive", "germany", ""], /^service: /],
      [["receive", "germany", "wa", "--price", "0x5"], /^--price: must be a whole number/],
      [["receive", "germany", "wa", "--cap", "5"], /^--cap: is not an option of receive/],
      [["receive", "germany", "wa", "--rental", "--real-phone"], /^--rental: /],
      [["receive", "germany", "wa", "--loud"], /--loud/],
      [["topup", "bank", "5"], /^service: must be one of sms4sats, /],
      [["topup", "lava", "5", "--cap", "-1"], /--cap/],
      [["resume", "../../etc/passwd"], /^id: no order/],
      [["resume", ""], /^id: no order/],
      [["decode", "lnbc1"], /^invoice: /],
      [["orders", "--sandbox", "nowhere"], /^--sandbox: must be a sandbox's address/],
    ];
    for (const [args, expected] of cases) {
      const { code, stdout, stderr } = await run(args, { home, env });
      assert.deepEqual([code, stdout], [2, ""], `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, expected);
      assert.match(stderr, /\nUsage: satline /);
    }
    silent.close();
    assert.equal(requests, 0);
    assert.deepEqual(recordsBelow(home), []);
  });

  test("a missing key is named as the environment's variable", async () => {
    for (const service of ["sms4sats", "bitrefill", "lava", "grid"]) {
      const { code, stderr } = await run(["topup", service, "500"], { env: {} });
      assert.equal(code, 2, stderr);
      assert.match(stderr, new RegExp(`^SATLINE_${service.toUpperCase()}_KEY: `));
    }
  });

  test("--json prints one document per line, and sentences on stderr", async () => {
    const home = newHome();
    const program = start([...CODE, "--json"], { home });
    await program.seen(/\n/);
    const [first] = documents(program.stdout);
    assert.deepEqual([first.type, first.state, first.money], ["status", "awaiting_payment", "untouched"]);
    await sandbox.pay(first.invoice.text);
    const { code, stdout, stderr } = await program.ended;
    assert.equal(code, 0);
    const last = documents(stdout).at(-1);
    assert.deepEqual([last.type, last.id, last.state, last.money], ["status", first.id, "code_received", "spent"]);
    assert.match(stderr, /Pay [\d,]+ sats until[^]*Number: \+\d+/);
    assert.doesNotMatch(stderr, /[▀▄█]/);

    const [listed] = documents((await run(["orders", "--json"], { home })).stdout);
    assert.deepEqual([listed.title, listed.code], ["a code for wa, Germany", last.code]);
    const [offer] = documents((await run(["services", "germany", "--search", "whatsapp", "--json"])).stdout);
    assert.deepEqual([offer.type, offer.id, offer.country], ["service", "wa", "Germany"]);
    const [prices] = documents((await run(["price", "germany", "wa", "--json"])).stdout);
    assert.ok(prices.type === "price" && prices.receiveSat > 0);
    const [invoice] = documents((await run(["decode", first.invoice.text, "--json"])).stdout);
    assert.deepEqual([invoice.type, invoice.network, invoice.amountMsat], ["invoice", "regtest", String(1_000 * first.invoice.amountSat)]);
    const failed = await run([...CODE, "--price", "1", "--json"]);
    const [error] = documents(failed.stdout);
    assert.deepEqual([failed.code, error.type, error.code, error.money, error.exitCode], [1, "error", "invoice.rejected", "untouched", 1]);
  });

  test("for people: services, prices and invoices", async () => {
    const services = await run(["services", "germany", "--search", "WHATSAPP"]);
    assert.match(services.stdout, /^wa +WhatsApp.* numbers\n$/);
    const none = await run(["services", "germany", "--search", "no such service"]);
    assert.deepEqual([none.code, none.stdout], [1, ""]);
    assert.match(none.stderr, /Germany has no service with “no such service” in its name/);
    const strange = await run(["services", "--search", "zz <img"]);
    assert.match(strange.stdout, /^xss +Zz <img src=x onerror=alert\(1\)>/);
    assert.match((await run(["price"])).stdout, /^a code +[\d,]+ sats\n/);
    const { invoice } = await sandbox.sms().receive({ country: "germany", service: "wa" });
    const decoded = await run(["decode", `lightning:${invoice.text}`]);
    assert.match(decoded.stdout, new RegExp(`^network +regtest\namount +${invoice.amountSat.toLocaleString("en-US")} sats\n[^]*${invoice.payee}`));
  });

  test("help and version are printed without a sandbox", async () => {
    for (const args of [["--help"], ["receive", "--help"]]) {
      const help = await run(args, { env: {} });
      assert.equal(help.code, 0);
      for (const text of ["satline receive <country> <service>", "130  interrupted", "SATLINE_HOME"]) assert.ok(help.stdout.includes(text), text);
      assert.ok(help.stdout.split("\n").every((line) => line.length <= 120));
    }
    assert.deepEqual(await run(["--version"], { env: {} }), { code: 0, signal: null, stdout: `${version}\n`, stderr: "" });
  });

  test("an order whose record cannot be written is not shown", async () => {
    const full = `import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      fs.writeFileSync = () => { throw new Error("ENOSPC: no space left"); };
      syncBuiltinESMExports();`;
    const { code, stdout, stderr } = await run(CODE, { env: { SATLINE_SANDBOX: sandbox.address, ...preload(full) } });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^No money moved\. The order is not shown, since its record could not be written: ENOSPC/);
  });

  test("two processes may follow one order, and both see its code", async () => {
    const first = await ordered();
    const second = await ordered(["resume", first.id], { home: first.home });
    await sandbox.pay(first.invoice);
    const [one, other] = await Promise.all([first.ended, second.ended]);
    const code = ({ stdout }) => stdout.match(/^Code: (\d+)/m)[1];
    assert.deepEqual([one.code, other.code, code(one)], [0, 0, code(other)]);
    assert.equal(recordOf(first.home, first.id).order.state, "code_received");
    assert.deepEqual(filesOf(folderOf(first.home)), [`${first.id}.json`]);
  });

  test("a record that is behind never replaces one that is further", () => {
    const records = openRecords(newHome());
    const order = (state, ...codes) => ({ id: "a", toJSON: () => ({ id: "a", state, codes }) });
    const states = [
      order("awaiting_payment"), order("number_given"), order("held"), order("number_given"), order("refunded"),
      order("number_given"), order("refunded", "late"), order("refunded"),
    ].map((copy) => {
      records.save({ title: "", order: copy });
      const { state, codes } = records.read("a").order;
      return [state, ...codes].join(" ");
    });
    assert.deepEqual(states, ["awaiting_payment", "number_given", "number_given", "number_given", "refunded", "refunded", "refunded late", "refunded late"]);
  });

  test("a cancel returns the money, but not in the first two minutes", async () => {
    const program = await ordered(["receive", "germany", "never"]);
    await sandbox.pay(program.invoice);
    await program.seen(/Number: /);
    program.child.kill("SIGINT");
    const interrupted = await program.ended;
    assert.equal(interrupted.code, 130);
    assert.match(interrupted.stderr, /^The money is reserved, not spent\. The order goes on/);
    const early = await run(["cancel", program.id], { home: program.home });
    assert.equal(early.code, 1);
    assert.match(early.stderr, /^The money stays reserved: it is too early to cancel/);
    await sandbox.set({ cancelAfterMs: 0 });
    const env = { SATLINE_SANDBOX: sandbox.address, ...later(130_000) };
    const cancelled = await run(["cancel", program.id], { home: program.home, env });
    assert.equal(cancelled.code, 0, cancelled.stderr);
    assert.match(cancelled.stdout, /The money is back\. The order was cancelled\./);
    const again = await run(["cancel", program.id], { home: program.home, env });
    assert.equal(again.code, 1);
    assert.match(again.stderr, /The order is over already/);
  });

  test("orders are listed until they are forgotten, and only an order that is over is forgotten without --force", async () => {
    const program = await ordered();
    program.child.kill("SIGINT");
    await program.ended;
    const { home, id } = program;
    writeFileSync(join(folderOf(home), "broken.json"), "{");
    const listed = await run(["orders"], { home });
    assert.equal(listed.code, 0);
    assert.match(listed.stdout, new RegExp(`^${id.slice(0, 12)} .*sms4sats: a code for wa, Germany +awaiting payment +No money moved\\.\n$`));
    assert.match(listed.stderr, /broken\.json cannot be read/);
    const refused = await run(["forget", id], { home });
    assert.deepEqual([refused.code, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /^No money moved\. Nothing was forgotten/);
    assert.equal((await run(["forget", id, "--force"], { home })).code, 0);
    assert.deepEqual(filesOf(folderOf(home)), ["broken.json"]);
  });

  test("play money is kept apart from real money, and a sandbox gets no real key", async () => {
    const seen = [];
    const spy = createServer((request, response) => {
      seen.push(JSON.stringify(request.headers));
      response.end("[]");
    }).listen(0, "127.0.0.1").unref();
    await once(spy, "listening");
    const env = { SATLINE_SMS4SATS_KEY: "real-key-1234", SATLINE_LAVA_KEY: "real-key-5678", SATLINE_LAVA_URL: sandbox.address };
    const at = ["--sandbox", `http://127.0.0.1:${spy.address().port}`];
    await run(["topup", "lava", "10", ...at], { env });
    await run(["topup", "sms4sats", "10", ...at], { env });
    spy.close();
    assert.ok(seen.length > 0);
    assert.doesNotMatch(seen.join(), /real-key/);

    const program = await ordered([...CODE, "--sandbox", sandbox.address], { env: {} });
    program.child.kill("SIGINT");
    const { stderr } = await program.ended;
    assert.ok(stderr.includes(`resume ${program.id} --sandbox ${sandbox.address}`), stderr);
    const real = await run(["orders"], { home: program.home, env: {} });
    assert.equal(real.stdout, `There are no orders in ${join(program.home, "orders")}.\n`);
  });

  test("a top-up by invoice is followed until it is credited", async () => {
    const program = await ordered(["topup", "sms4sats", "500"]);
    assert.match(program.stdout, /sms4sats: 500 sats, /);
    assert.match(program.stdout, /Pay 500 sats until/);
    await program.seen(/Paying spends the money/);
    await sandbox.pay(program.invoice);
    const { code, stdout } = await program.ended;
    assert.equal(code, 0);
    assert.match(stdout, /The money is spent\. The payment was added to the balance\.\n$/);
    const dear = await run(["topup", "bitrefill", "5", "usd", "--cap", "4999"]);
    assert.equal(dear.code, 1);
    assert.match(dear.stderr, /^No money moved\. /);
    const exact = await ordered(["topup", "bitrefill", "5", "usd", "--cap", "5000"]);
    await sandbox.pay(exact.invoice);
    await sandbox.post("clock", { advanceMs: 1 });
    assert.equal((await exact.ended).code, 0);
  });

  test("a way to pay is never guessed where several move money", async () => {
    const { code, stderr } = await run(["topup", "lava", "10"]);
    assert.equal(code, 2);
    assert.match(stderr, /^--by: must be one of the account's ways to pay:\n {2}pm_sandbox_visa: /);
    assert.equal((await run(["topup", "grid", "10"])).code, 0, "there is only one");
  });

  test("a key appears in no output and in no file, not even if the service repeats it", async () => {
    const home = newHome();
    const env = { SATLINE_LAVA_KEY: KEY, SATLINE_LAVA_URL: `${sandbox.address}/lava/v1` };
    const charge = ["topup", "lava", "10", "--by", "pm_sandbox_visa"];
    const charged = await run(charge, { home, env });
    assert.equal(charged.code, 0, charged.stderr);
    const body = JSON.stringify({ error: { message: `The key ${KEY} is not valid.` } });
    await sandbox.fault({ route: "GET /lava/v1/payment_methods", status: 401, body, times: 2 });
    const refused = [await run(charge, { home, env }), await run([...charge, "--json"], { home, env })];
    assert.deepEqual(refused.map(({ code }) => code), [1, 1]);
    const text = JSON.stringify([charged, refused, recordsBelow(home).map((name) => readFileSync(join(home, name), "utf8"))]);
    assert.ok(!text.includes(KEY), text);
    assert.match(text, /\[secret\] is not valid/);
  });
});

// One at a time: they count requests, and inject faults.
test("an order whose response is lost is sent once, and what that means is said", async () => {
  const home = newHome();
  const count = () => sandbox.count("POST", "/sms4sats/createorder");
  const before = await count();
  await sandbox.fault({ route: "POST /sms4sats/createorder", drop: true });
  const { code, stdout, stderr } = await run(CODE, { home });
  assert.deepEqual([code, stdout], [4, ""]);
  assert.match(stderr, /^No money moved\. .*may or may not exist.*It is safe to try again/);
  assert.equal(await count(), before + 1);
  assert.deepEqual(filesOf(folderOf(home)), []);
});

test("a charge is stored before it is sent, sent once, and followed if its response is lost", async () => {
  const charges = () => sandbox.count("POST", "/lava/v1/wallet/fund");
  const charge = (method) => ["topup", "lava", "10", "--by", method];
  const before = await charges();
  const full = await run(charge("pm_sandbox_visa"), { home: PROGRAM });
  assert.equal(full.code, 1);
  assert.match(full.stderr, /^No money moved, and nothing was ordered/);
  assert.equal(await charges(), before);

  const home = newHome();
  await sandbox.fault({ route: "POST /lava/v1/wallet/fund", drop: true });
  const lost = await run(charge("pm_sandbox_visa"), { home });
  assert.equal(lost.code, 0, lost.stderr);
  assert.match(lost.stdout, /What has become of the money is not known yet\. Lava did not say[^]*The money is spent\. The amount was added/);
  assert.equal(await charges(), before + 1);
  assert.deepEqual(filesOf(folderOf(home)).length, 1);

  const declined = await run(charge("pm_sandbox_declined"), { home });
  assert.equal(declined.code, 1);
  assert.match(declined.stderr, /^No money moved\. .*Lava says: /);
  assert.deepEqual(filesOf(folderOf(home)).length, 1, "there is nothing to follow");

  const confirm = start(charge("pm_sandbox_3ds"), { home });
  const [, link] = await confirm.seen(/Confirm the charge here: (\S+)/);
  await fetch(`${link}/confirm`, { method: "POST" });
  assert.equal((await confirm.ended).code, 0);
  assert.deepEqual(filesOf(folderOf(home)).length, 2, "the record before the charge was replaced");
});

test("an unreachable service is said, and its money", async () => {
  const { code, stderr } = await run(CODE, { env: { SATLINE_SANDBOX: "http://127.0.0.1:9" } });
  assert.match(stderr, /^No money moved\./);
  assert.ok([1, 4].includes(code));
});

test("texts of others cannot control the terminal, and a narrow window gets no torn QR code", async () => {
  const { invoice } = await sandbox.sms().receive({ country: "germany", service: "wa" });
  const print = (columns) => {
    let text = "";
    const stdout = { isTTY: true, columns, write: (part) => (text += part) };
    const terminal = createTerminal({ stdout, stderr: stdout });
    terminal.say("a\x1b[2Jb\u202ec\x07");
    terminal.table([["x\x1b]0;t\x07", "y\nz"]]);
    terminal.qr(invoice.text);
    return text;
  };
  const [wide, narrow] = [print(80), print(40)];
  assert.ok(wide.startsWith("a[2Jbc\nx]0;t  y z\n\x1b[38;5;16;48;5;231m"));
  assert.match(narrow, /too narrow for the QR code, which needs \d\d columns/);
  assert.doesNotMatch(narrow, /[▀▄█]/);
});

test("`qrText` draws the code that `qrSvg` draws, and it can be read", async () => {
  const { invoice: { text: invoice } } = await sandbox.sms().receive({ country: "germany", service: "wa" });
  for (const level of ["L", "M", "Q", "H"]) {
    const drawn = satline.qrText(invoice, { level });
    assert.equal(readQr(drawn), `LIGHTNING:${invoice.toUpperCase()}`, level);
    const [, side] = satline.qrSvg(invoice, { level }).match(/viewBox="0 0 (\d+)/);
    assert.equal(drawn.split("\n")[0].length, Number(side));
    assert.equal(drawn.split("\n").length, Math.ceil(side / 2));
  }
});
