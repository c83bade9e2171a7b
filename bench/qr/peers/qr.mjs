import encodeQR from "qr";

const LEVELS = { M: "medium", Q: "quartile" };
export const work = ({ text, level }) => encodeQR(text, "svg", { ecc: LEVELS[level], border: 4 });
