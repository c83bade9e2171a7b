// For pages, workers and bundlers: the wasm is a file beside this one, fetched when first needed.
import { provide } from "./wasm.mjs";

provide({ later: () => fetch(new URL("./satline.wasm", import.meta.url)) });

export * from "./satline.mjs";
