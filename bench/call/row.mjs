const BALANCE = { status: "OK", id: "balance", object: "balance", balance: 10_000 };

/** As sms4sats answers: numbers as texts, and pictures. */
const SERVICES = Array.from({ length: 1_000 }, (_, i) => {
  const id = `s${i.toString(36)}`;
  const image = { avatar: true, src: `/assets/saimages/${id}0.png` };
  return { key: id, text: `Service ${i}`, value: id, count: String((i * 37) % 5_000), image };
});

const inputs = (answer) => [{ body: JSON.stringify(answer) }];

export default {
  title: "A call, and what it reads",
  about:
    "The network is a stub that answers at once with a real `Response`. “Over a bare one” leaves out what `fetch` and `json()` take by themselves.",
  why: {
    "1,000 services": "the answer goes into the wasm as text, is read there, and leaves as JSON that the engine reads again; a peer reads it once, in the engine.",
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
