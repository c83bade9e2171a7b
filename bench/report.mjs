// Formats results as Markdown tables.
import { readFileSync, writeFileSync } from "node:fs";

const OURS = "satline";

/** Formats a number with three significant digits. */
const short = (number) => {
  if (number === undefined || Number.isNaN(number)) return "";
  if (Math.abs(number) >= 100) return Math.round(number).toLocaleString("en");
  return String(Number(number.toPrecision(Math.abs(number) < 1 ? 2 : 3)));
};

const table = (head, rows) => {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
};

const UNITS = { us: [1, "µs"], ms: [1_000, "ms"] };

/** Returns a table of each contender's time, with the range of the middle half of the turns, and its ratio to ours. */
const times = (name, { places, cold }, wrong = {}) => {
  const [[, first]] = Object.entries(places);
  const [divided, unit] = UNITS[cold || first[OURS].us > 3_000 ? "ms" : "us"];
  const is = (us) => short(us / divided);
  const isOverBare = Object.values(first).some(({ overBare }) => overBare !== undefined);
  const head = [name, ...Object.keys(places).flatMap((place) => [`${place}, ${unit}`, ...(isOverBare ? ["over a bare one"] : []), "× satline"])];
  const cells = (contender) =>
    Object.values(places).flatMap(({ [contender]: time }) => {
      if (!time) return isOverBare ? ["", "", ""] : ["", ""];
      const took = `${is(time.us)} (${is(time.low)}–${is(time.high)})`;
      return [took, ...(isOverBare ? [time.overBare ? short((time.overBare.is * 1_000) / divided) : ""] : []), short(time.timesOurs.is)];
    });
  const rows = Object.keys(first).map((contender) => [contender === OURS ? "**satline**" : contender, ...cells(contender)]);
  const left = Object.entries(wrong).map(([peer, why]) => `\n${peer} was left out: ${why}.`);
  return table(head, rows) + left.join("");
};

/** Returns one of the `tables` of other benchmarks: a head, and cells by contender. */
const plain = ({ head, rows, note }) =>
  table(head, rows.map((cells) => cells.map((cell) => (typeof cell === "number" ? short(cell) : cell)))) + (note ? `\n\n${note}` : "");

/** Returns the line of a goal. One that is not reached says why, if the reason is known. */
const goalLine = ({ name, is, least, of }, why) => {
  const known = Object.keys(why).find((beginning) => name.startsWith(beginning));
  const notYet = is < least ? ` **Not yet${known ? `:** ${why[known]}` : ".**"}` : "";
  return `- ${name}: ${short(is)} (${of}); the goal is ${least}.${notYet}`;
};

/** Formats a benchmark as Markdown. */
export const tablesOf = ({ title, about, why = {}, date, node, chromium, cpu, quick, cases = {}, tables = [], wrong = {}, goals = [] }) =>
  [
    `### ${title}`,
    about,
    ...Object.entries(cases).map(([name, one]) => times(name, one, wrong[name])),
    ...tables.map(plain),
    goals.map((goal) => goalLine(goal, why)).join("\n"),
    `<sub>${date}, ${cpu}, Node ${node}, Chromium ${chromium}${quick ? ", quick run" : ""}</sub>`,
  ].join("\n\n") + "\n";

/** Writes each table between its markers. */
export const writeIntoReadme = (path, results) => {
  let text = readFileSync(path, "utf8");
  for (const [part, row] of Object.entries(results)) {
    const between = new RegExp(`(<!-- ${part} -->\n)[^]*?(<!-- /${part} -->)`);
    text = text.replace(between, (_, open, close) => `${open}${tablesOf(row)}${close}`);
  }
  writeFileSync(path, text);
};
