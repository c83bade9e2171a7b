/** Fetches a country's services, the same way on every page. */
export const services = async () => {
  const rows = await (await fetch("/sms4sats/getnumbersstatus?country=43")).json();
  const read = ({ value, text, count }) => ({ id: value, name: text, stock: `${Number(count)} numbers`, words: `${text} ${value}`.toLowerCase() });
  return rows.map(read).sort((one, other) => (one.words < other.words ? -1 : 1));
};
