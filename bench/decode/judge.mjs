/** Returns what is wrong with a peer's result, if anything. Fields that it doesn't have are not compared. */
export const judge = (answer, { facts }) => {
  for (const [name, given] of Object.entries(answer)) {
    if (String(given) !== String(facts[name])) return `${name} is ${given}, not ${facts[name]}`;
  }
  return answer.paymentHash ? undefined : "tells no hash";
};
