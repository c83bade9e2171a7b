// Measures in turns: A B A B …, so that other work on the machine affects all equally. Runs in
// Node and in pages.

export const median = (numbers) => at(numbers, 0.5);

/** Returns the quantile: the value below which this share of the numbers lies. */
export const at = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/** Returns how many of these times, in their order, lie within so long a span at most. */
export const mostWithin = (times, span) => {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last] - times[first] >= span) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
};

/** Returns the quartiles: half of the numbers lie between the two. */
export const spread = (numbers) => [at(numbers, 0.25), at(numbers, 0.75)];

/** Returns the median, and the range in which it lies in 95 of 100 cases, for any distribution of the numbers. */
export const likely = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [middle, off, last] = [sorted.length / 2, 0.98 * Math.sqrt(sorted.length), sorted.length - 1];
  return { is: median(sorted), low: sorted[Math.max(0, Math.floor(middle - off))], high: sorted[Math.min(last, Math.ceil(middle + off))] };
};

/** Returns whether more turns are needed: whether the range is wider than a tenth of the median. */
export const isUnsure = ({ is, low, high }) => high - low > is / 10;

/** How many times the turns are taken where the spread is wide. */
export const MOST_TURNS = 3;

/** Calls `work` with one input after the other for that time, and returns the milliseconds per call. */
const slice = async (work, inputs, { milliseconds, atOnce }) => {
  const begun = performance.now();
  for (let calls = 0; ; ) {
    for (let i = 0; i < atOnce; i++, calls++) {
      const answer = work(inputs[calls % inputs.length]);
      if (answer instanceof Promise) await answer;
    }
    const took = performance.now() - begun;
    if (took >= milliseconds) return took / calls;
  }
};

/** Returns the number of calls between two looks at the clock, so that these don't distort the result. */
const enough = async (work, inputs) => {
  const each = await slice(work, inputs, { milliseconds: 20, atOnce: 1 });
  return Math.max(1, Math.min(1_000, Math.round(2 / each)));
};

/** Returns the milliseconds per call, by contender, one number for each turn. Each is compared with the first. */
export const race = async (contenders, inputs, { turns, milliseconds }) => {
  const times = {};
  const atOnce = {};
  const [first] = Object.keys(contenders);
  const areUnsure = () => Object.values(times).some((each) => isUnsure(likely(each.map((time, turn) => time / times[first][turn]))));
  for (const [name, work] of Object.entries(contenders)) {
    times[name] = [];
    await slice(work, inputs, { milliseconds, atOnce: 1 }); // warms up the engine's compilers
    atOnce[name] = await enough(work, inputs);
  }
  for (let turn = 0; turn < turns || (turn < MOST_TURNS * turns && areUnsure()); turn++) {
    for (const [name, work] of Object.entries(contenders)) {
      times[name].push(await slice(work, inputs, { milliseconds, atOnce: atOnce[name] }));
    }
  }
  return times;
};
