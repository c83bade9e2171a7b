// Everything pending: how each promise is rejected and each request aborted. If the wasm traps in the middle of
// something, guard.mjs ends them, since nothing else would.
const pending = new Set();

/** Registers how something is ended, until it has ended by itself. */
export const setPending = (end, isPending) => {
  if (isPending) pending.add(end);
  else pending.delete(end);
};

export const endPending = (error) => {
  const ending = [...pending];
  pending.clear();
  for (const end of ending) end(error);
};
