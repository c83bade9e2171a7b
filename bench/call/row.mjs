const BALANCE = { status: "OK", id: "balance", object: "balance", balance: 10_000 };

/** Services in the format of sms4sats: numbers as text, and pictures. */
const SERVICES = Array.from({ length: 1_000 }, (_, i) => {
  const id = `s${i.toString(36)}`;
  const image = { avatar: true, src: `/assets/saimages/${id}0.png` };
  return { key: id, text: `Service ${i}`, value: id, count: String((i * 37) % 5_000), image };
});

const inputs = (answer) => [{ body: JSON.stringify(answer) }];

export default {
  title: "A call and its response",
  about:
    "The network is a stub that returns a real `Response` at once. “Over a bare one” subtracts the time of `fetch` and `json()` alone.",
  why: {
    "1,000 services": "the response is passed into the wasm as text, parsed there, and converted to JavaScript objects, value by value; a peer parses it once, in the engine.",
  },
  goals: [
    { name: "a call", against: ["stripe", "openai"], least: 1, by: "overBare" },
    { name: "1,000 services", against: ["valibot"], least: 0.67 },
  ],
  cases: {
    "a call": { folder: "one", inputs: inputs(BALANCE), peers: ["fetch and json", "fetch and a check", "ky", "stripe", "openai"], bare: "fetch and json" },
    "1,000 services": {
      folder: "services",
      inputs: inputs(SERVICES),
      peers: ["fetch and json", "fetch and a check", "valibot", "zod/mini", "zod"],
      bare: "fetch and json",
    },
  },
};
