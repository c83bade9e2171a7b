// It always uses level Q.
import init, { SvgOptions, qr_svg } from "fast_qr/fast_qr.js";

/** In Node it needs the bytes. */
const bytes = async () => {
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("../../node_modules/fast_qr/fast_qr_bg.wasm", import.meta.url));
};

export const prepare = async () => {
  await init(typeof document === "undefined" ? await bytes() : new URL("./fast_qr_bg.wasm", import.meta.url));
};
export const work = ({ text }) => qr_svg(text, new SvgOptions().margin(4));
