// For pages, workers and bundlers: the wasm is a file beside this one, fetched when first needed.
import { provide } from "./wasm.mjs";

/** Longer than a slow phone takes. A stalled network must not make a call wait forever. */
const LONGEST_LOAD = 60_000;

const bytes = async () => {
  const response = await fetch(new URL("./satline.wasm", import.meta.url), { signal: AbortSignal.timeout(LONGEST_LOAD) });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  // Not `compileStreaming`, which fails if the server sends another MIME type.
  return response.arrayBuffer();
};
provide({ bytes });

export * from "./satline.mjs";
