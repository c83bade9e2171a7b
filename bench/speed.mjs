// Runs benchmarks of time: the same calls by each contender, in Chromium and in Node.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { launch, serve } from "./browser.mjs";
import { WASM, bundled, fileIn, here } from "./bundle.mjs";
import { likely, median, race, spread } from "./measure.mjs";
import { fileOf } from "./names.mjs";

const OURS = "satline";
const US = 1_000; // microseconds in a millisecond
const COLD = "cold start";

/** Durations: turns, milliseconds per turn, and cold starts. */
const PACE = {
  quick: { turns: 41, milliseconds: 4, starts: 5 },
  usual: { turns: 201, milliseconds: 8, starts: 25 },
};

const folderOf = (part, { folder = "peers" }) => `${part}/${folder}`;
const contendersOf = ({ peers }) => [OURS, ...peers];

/** Runs a benchmark: each case in both places, and its cold starts, if any. */
export const speed = async (part, row, { quick }) => {
  const pace = PACE[quick ? "quick" : "usual"];
  const chromium = await inChromium(part, row, pace);
  const node = await inNode(part, row, pace, chromium.answers);
  const cases = {};
  for (const [name, { bare }] of Object.entries(row.cases)) {
    cases[name] = { places: { Chromium: summed(chromium.times[name], bare), Node: summed(node[name], bare) } };
  }
  if (row.cold) {
    const places = { Chromium: summed(chromium.cold), Node: summed(await coldInNode(part, row, pace)) };
    cases[COLD] = { places, cold: true };
  }
  return { cases, wrong: chromium.wrong, goals: row.goals.flatMap((goal) => reached(goal, cases)) };
};

/** Returns a goal's ratio, the best peer's time ÷ ours, in each place. */
const reached = ({ name, against, least, by = "timesOurs", only }, cases) =>
  Object.entries(cases[name].places)
    .filter(([place]) => !only || place === only)
    .map(([place, { [OURS]: ours, ...peers }]) => {
      const all = against.filter((peer) => peers[peer]).map((peer) => divided(peers[peer][by], ours[by]));
      const [slowest] = all.sort((a, b) => a.is - b.is);
      return { name: `${name}, ${place}`, ...slowest, least, of: `${by === "overBare" ? "the time added by" : "the time of"} ${against.length > 1 ? "the fastest peer" : against[0]} ÷ ours` };
    });

/** Divides one range by another. */
const divided = (one, other) => ({ is: one.is / other.is, low: one.low / other.high, high: one.high / other.low });

/** Returns each contender's time and its ratio to ours, by turns, so that both ran under the same load. */
const summed = (times, bare) => {
  const over = (name) => times[name].map((time, turn) => time - times[bare][turn]);
  return Object.fromEntries(
    Object.entries(times).map(([name, each]) => {
      const [low, high] = spread(each);
      const timesOurs = likely(each.map((time, turn) => time / times[OURS][turn]));
      const sum = { us: median(each) * US, low: low * US, high: high * US, timesOurs };
      return [name, bare && name !== bare ? { ...sum, overBare: likely(over(name)) } : sum];
    }),
  );
};

const inNode = async (part, row, pace, answers) => {
  const all = {};
  for (const [name, one] of Object.entries(row.cases)) {
    const contenders = {};
    for (const peer of contendersOf(one).filter((peer) => answers[name][peer])) {
      const { work, prepare, normalize = (answer) => answer } = await import(`./${folderOf(part, one)}/${fileOf(peer)}`);
      await prepare?.();
      const same = JSON.stringify(await Promise.all(one.inputs.map(async (input) => normalize(await work(input)))), plain);
      if (same !== answers[name][peer]) throw new Error(`${peer} answers differently in Node and in Chromium.`);
      contenders[peer] = work;
    }
    all[name] = await race(contenders, one.inputs, pace);
  }
  return all;
};

const plain = (_, value) => (typeof value === "bigint" ? String(value) : value);

const coldInNode = async (part, row, { starts }) => {
  const one = row.cases[row.cold];
  const times = {};
  for (let turn = 0; turn < starts; turn++) {
    for (const peer of contendersOf(one)) {
      const words = [join(here, "cold.mjs"), join(here, folderOf(part, one), fileOf(peer)), JSON.stringify(one.inputs[0])];
      const { stdout } = await promisify(execFile)(process.execPath, words);
      (times[peer] ??= []).push(Number(stdout));
    }
  }
  return times;
};

const inChromium = async (part, row, pace) => {
  const server = await serve(await filesOf(part, row));
  const browser = await launch();
  try {
    const done = { times: {}, answers: {}, wrong: {} };
    for (const [name, one] of Object.entries(row.cases)) {
      const page = await browser.newPage();
      await page.goto(server.address);
      const files = Object.fromEntries(contendersOf(one).map((peer) => [peer, bundleOf(folderOf(part, one), peer)]));
      const { times, answers, wrong } = await page.evaluate(racing, { files, inputs: one.inputs, pace });
      if (wrong[OURS]) throw new Error(`satline's own answer is wrong, ${name}: ${wrong[OURS]}`);
      done.times[name] = times;
      done.answers[name] = answers;
      done.wrong[name] = wrong;
      await page.close();
    }
    if (row.cold) done.cold = await coldInChromium(browser, server.address, part, row, pace);
    return done;
  } finally {
    await browser.close();
    server.close();
  }
};

const bundleOf = (folder, peer) => `${folder.replaceAll("/", "-")}-${fileOf(peer).replace(/mjs$/, "js")}`;

const filesOf = async (part, row) => {
  const files = { "measure.js": await bundled("measure.mjs"), "judge.js": await bundled(`${part}/judge.mjs`) };
  for (const [name, path] of Object.entries(WASM)) files[name] = fileIn(path);
  for (const one of Object.values(row.cases)) {
    const folder = folderOf(part, one);
    for (const peer of contendersOf(one)) {
      files[bundleOf(folder, peer)] ??= await bundled(`${folder}/${fileOf(peer)}`, { old: peer === "bolt11" });
    }
  }
  return files;
};

/** Runs in the page. A contender with a wrong result is left out. */
const racing = async ({ files, inputs, pace }) => {
  const [{ race }, { judge }] = await Promise.all([import("/measure.js"), import("/judge.js")]);
  const [contenders, answers, wrong] = [{}, {}, {}];
  const text = (value) => JSON.stringify(value, (_, value) => (typeof value === "bigint" ? String(value) : value));
  for (const [peer, file] of Object.entries(files)) {
    try {
      const { work, prepare, normalize = (answer) => answer } = await import(`/${file}`);
      await prepare?.();
      const all = [];
      for (const input of inputs) {
        const answer = normalize(await work(input));
        const trouble = await judge(answer, input);
        if (trouble) throw new Error(trouble);
        all.push(answer);
      }
      answers[peer] = text(all);
      contenders[peer] = work;
    } catch (error) {
      wrong[peer] = error.message;
    }
  }
  return { times: await race(contenders, inputs, pace), answers, wrong };
};

/** Measures cold starts, each in a new profile: loading, compiling and the first result. */
const coldInChromium = async (browser, address, part, row, { starts }) => {
  const one = row.cases[row.cold];
  const times = {};
  for (let turn = 0; turn < starts; turn++) {
    for (const peer of contendersOf(one)) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      const asked = { file: bundleOf(folderOf(part, one), peer), input: one.inputs[0] };
      (times[peer] ??= []).push(await page.evaluate(starting, asked));
      await context.close();
    }
  }
  return times;
};

const starting = async ({ file, input }) => {
  const begun = performance.now();
  const { work, prepare } = await import(`/${file}`);
  await prepare?.();
  await work(input);
  return performance.now() - begun;
};
