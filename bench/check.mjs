// Checks what must not regress.

/** Ratios by name, with the most that the spread allows. More is better. */
const ratiosOf = (results) =>
  Object.fromEntries(Object.entries(results).flatMap(([part, { goals }]) => goals.map(({ name, is, high = is }) => [`${part}: ${name}`, { is, high }])));

/**
 * Returns a sentence for each ratio that is below its budget by more than the spread explains. Parts that were not
 * measured are skipped.
 */
export const check = (results, least) => {
  const are = ratiosOf(results);
  return Object.entries(least)
    .filter(([name, ratio]) => name in are && !(are[name].high >= ratio))
    .map(
      ([name, ratio]) =>
        `${name} is ${are[name].is.toFixed(2)}, ${are[name].high.toFixed(2)} at most, and should be ${ratio} or more. Measure again on a quiet machine; if it stays so, find out ` +
        "what made satline slower or larger, or change `ratios` in bench/budget.json and say in the commit why.",
    );
};
