// Readers of QR codes that don't use our code.

import { spawnSync } from "node:child_process";
import jsqr from "jsqr";
import { PNG } from "pngjs";

/** Returns what each of them reads in a picture. zbar is used if it is installed. */
export function readCode(png) {
  const { data, width, height } = PNG.sync.read(png);
  const read = [jsqr(new Uint8ClampedArray(data), width, height)?.data];
  const zbar = spawnSync("zbarimg", ["--quiet", "--raw", "-"], { input: png, encoding: "utf8" });
  if (zbar.error) console.warn("zbarimg is not installed: read by jsqr alone");
  else read.push(zbar.stdout.trim());
  return read;
}
