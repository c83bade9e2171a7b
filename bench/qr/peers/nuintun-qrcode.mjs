// It draws only GIFs, so this writes the path.
import { Alphanumeric, Encoder } from "@nuintun/qrcode";

export const work = ({ text, level }) => {
  const code = new Encoder({ level }).encode(new Alphanumeric(text));
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  }
  const size = code.size + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`;
};
