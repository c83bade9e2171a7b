// A thousand services, in the format of sms4sats.
const FIRST = "Alpha Blue Cloud Delta Easy Fast Green Happy Inter Jolly Kilo Lucky Mega Nova Open Prime Quick Red Smart Turbo Ultra Viva Wild Xeno Young".split(" ");
const SECOND = (
  "Bank Bets Books Cab Cars Chat Cinema Coins Dating Drive Eats Fit Flats Food Games Gram Jobs Mail Market Messenger " +
  "Music News Office Pay Phone Pizza Post Radio Shop Social Sport Store Talk Taxi Tickets Tours Travel Trade Wallet Video"
).split(" ");

export const SERVICES = FIRST.flatMap((first, i) =>
  SECOND.map((second, j) => {
    const id = (i * SECOND.length + j + 1_296).toString(36);
    return { key: id, text: `${first} ${second}`, value: id, count: String((i * 41 + j * 37) % 5_000) };
  }),
);

/** The typed text after each key. */
const WORDS = ["tele", "pay", "blue mail", "zz", "o", "smart taxi"];
export const KEYS = WORDS.flatMap((word) => {
  const typed = Array.from(word, (_, i) => word.slice(0, i + 1));
  return [...typed, ...typed.slice(0, -1).reverse(), ""];
}).map((typed) => {
  const wanted = typed.trim();
  return { typed, count: SERVICES.filter(({ text, value }) => `${text} ${value}`.toLowerCase().includes(wanted)).length };
});
