// Renders a QR code, and reads it as a phone would.
import jsQR from "jsqr";

const PIXELS = 552;

const pixels = async (svg) => {
  const image = new Image(PIXELS, PIXELS);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg.replace(/^<\?xml.*?\?>/, "").replace(/^<svg /, `<svg width="${PIXELS}" height="${PIXELS}" `))}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: PIXELS, height: PIXELS });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, PIXELS, PIXELS);
  context.drawImage(image, 0, 0, PIXELS, PIXELS);
  return context.getImageData(0, 0, PIXELS, PIXELS).data;
};

/** Returns what is wrong with a result, if anything. */
export const judge = async (svg, { text, level }) => {
  const read = jsQR(await pixels(svg), PIXELS, PIXELS);
  if (!read) return "cannot be read";
  if (read.data !== text) return "reads differently";
  const least = { M: 11, Q: 13 }[level];
  if (read.version !== least) return `is of another size than the level asks for: version ${read.version}, not ${least}`;
  return undefined;
};
