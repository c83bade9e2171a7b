// Measuring in turns: A B A B …, so that whatever else the machine does befalls all alike. Runs in
// Node and in pages.

export const median = (numbers) => at(numbers, 0.5);

/** The value below which this share of the numbers lies. */
export const at = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

/** Half of the numbers lie between the two. */
export const spread = (numbers) => [at(numbers, 0.25), at(numbers, 0.75)];

/** Calls `work` with one input after the other for so long; the milliseconds a call took. */
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

/** So many calls that asking for the time in between does not count. */
const enough = async (work, inputs) => {
  const each = await slice(work, inputs, { milliseconds: 20, atOnce: 1 });
  return Math.max(1, Math.min(1_000, Math.round(2 / each)));
};

/** The milliseconds a call takes, by contender, one number for each turn. */
export const race = async (contenders, inputs, { turns, milliseconds }) => {
  const times = {};
  const atOnce = {};
  for (const [name, work] of Object.entries(contenders)) {
    times[name] = [];
    await slice(work, inputs, { milliseconds, atOnce: 1 }); // the engine's compilers settle
    atOnce[name] = await enough(work, inputs);
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, work] of Object.entries(contenders)) {
      times[name].push(await slice(work, inputs, { milliseconds, atOnce: atOnce[name] }));
    }
  }
  return times;
};
