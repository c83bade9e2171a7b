
/**
 * Loads the wasm. In pages and workers, and in bundles for them, `await` it once before anything else: there the
 * wasm is a file that has to be fetched. Elsewhere, and with `satline/inline`, there is nothing to wait for.
 */
export function ready(): Promise<void>;
