// Everything pending: the function that rejects each promise, and the AbortController of each request. If the wasm
// traps in the middle of something, guard.mjs ends them, since nothing else would.
const pending = new Set();

/** Registers something until it has ended by itself. */
export const setPending = (it, isPending) => {
  if (isPending) pending.add(it);
  else pending.delete(it);
};

export const endPending = (error) => {
  const ending = [...pending];
  pending.clear();
  for (const it of ending) it instanceof AbortController ? it.abort(error) : it(error);
};
