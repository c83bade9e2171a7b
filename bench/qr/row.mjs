import { readFileSync } from "node:fs";

const texts = JSON.parse(readFileSync(new URL("texts.json", import.meta.url), "utf8"));
const inputs = (level) => texts.map((text) => ({ text, invoice: text.replace("LIGHTNING:", "").toLowerCase(), level }));
const peers = ["qr", "qrcode", "uqr", "qrcode-generator", "@nuintun/qrcode"];

export default {
  title: "An invoice as a QR code",
  about: "314 characters, `LIGHTNING:LNBC…`, to SVG text. Each drawing was read by jsQR before the timing.",
  goals: ["level M", "level Q"].map((name) => ({ name, against: ["qr"], least: 2 })),
  cases: {
    "level M": { inputs: inputs("M"), peers },
    // fast_qr has no other level.
    "level Q": { inputs: inputs("Q"), peers: [...peers, "fast_qr"] },
  },
  cold: "level M",
};
