// For pages, workers and bundlers: the wasm is a file beside this one, fetched when first needed.
import { provide } from "./wasm.mjs";

/** Longer than a slow phone takes. A network that stalls must not keep a call waiting without end. */
const LONGEST_LOAD = 60_000;

provide({ later: () => fetch(new URL("./satline.wasm", import.meta.url), { signal: AbortSignal.timeout(LONGEST_LOAD) }) });

export * from "./satline.mjs";
