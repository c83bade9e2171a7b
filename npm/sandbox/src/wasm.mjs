// Loads the wasm when the first sandbox is created.

import { readFileSync } from "node:fs";
import * as glue from "sandbox";

let isLoaded = false;

/** Returns what the wasm exports. */
export const load = () => {
  if (!isLoaded) glue.initSync({ module: readFileSync(new URL("sandbox.wasm", import.meta.url)) });
  isLoaded = true;
  return glue;
};
