// A clock that jumps from timer to timer, so that minutes of watching take only their CPU time.
const waiting = []; // a heap, the earliest first
const settled = () => new Promise((resolve) => realImmediate(resolve));
const realImmediate = setImmediate;
let now = 0;
let lastId = 0;

const isBefore = (a, b) => a.at < b.at || (a.at === b.at && a.id < b.id);

const push = (timer) => {
  let place = waiting.push(timer) - 1;
  while (place > 0 && isBefore(timer, waiting[(place - 1) >> 1])) {
    waiting[place] = waiting[(place - 1) >> 1];
    place = (place - 1) >> 1;
  }
  waiting[place] = timer;
};

const pop = () => {
  const first = waiting[0];
  const last = waiting.pop();
  if (waiting.length) sink(last);
  return first;
};

const sink = (timer) => {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= waiting.length) break;
    if (child + 1 < waiting.length && isBefore(waiting[child + 1], waiting[child])) child++;
    if (!isBefore(waiting[child], timer)) break;
    waiting[place] = waiting[child];
    place = child;
  }
  waiting[place] = timer;
};

const begin = (work, ms = 0, every, args = []) => {
  const timer = { id: ++lastId, at: now + Math.max(1, ms), work, every, args };
  push(timer);
  return timer;
};

const end = (timer) => {
  if (timer) timer.work = undefined;
};

/** Replaces the clock and the timers. */
export const install = (from) => {
  now = from;
  Date.now = () => now;
  performance.now = () => now;
  globalThis.setTimeout = (work, ms, ...args) => begin(work, ms, undefined, args);
  globalThis.setInterval = (work, ms, ...args) => begin(work, ms, Math.max(1, ms), args);
  globalThis.clearTimeout = globalThis.clearInterval = end;
};

/** Advances the clock until that time, or until the condition holds. */
export const pass = async (until, holds = () => false) => {
  await settled();
  while (waiting.length && waiting[0].at <= until && !holds()) {
    now = waiting[0].at;
    // All timers due at the same time run before their effects.
    while (waiting.length && waiting[0].at === now) {
      const timer = pop();
      const { work } = timer;
      if (!work) continue;
      if (timer.every) push(Object.assign(timer, { id: ++lastId, at: now + timer.every }));
      work(...timer.args);
    }
    await settled();
  }
};
