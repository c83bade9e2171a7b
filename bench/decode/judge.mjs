/** What is wrong with what a peer read; nothing if it is right. What it does not tell is not asked for. */
export const judge = (answer, { facts }) => {
  for (const [name, told] of Object.entries(answer)) {
    if (String(told) !== String(facts[name])) return `${name} is ${told}, not ${facts[name]}`;
  }
  return answer.paymentHash ? undefined : "tells no hash";
};
