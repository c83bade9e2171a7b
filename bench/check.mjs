// Checks what must not regress.

/** Ratios by name. More is better. */
const ratiosOf = (results) =>
  Object.fromEntries(Object.entries(results).flatMap(([part, { goals }]) => goals.map(({ name, is }) => [`${part}: ${name}`, is])));

/** Returns a sentence for each ratio below its budget. Parts that were not measured are skipped. */
export const check = (results, least) => {
  const are = ratiosOf(results);
  return Object.entries(least)
    .filter(([name, ratio]) => name in are && !(are[name] >= ratio))
    .map(
      ([name, ratio]) =>
        `${name} is ${are[name].toFixed(2)} and should be ${ratio} or more. Measure again on a quiet machine; if it stays so, find out ` +
        "what made satline slower or larger, or change `ratios` in bench/budget.json and say in the commit why.",
    );
};
