/** Returns the file name of a peer: `@noble/curves` is in noble-curves.mjs. */
export const fileOf = (peer) => `${peer.replace(/[^\w.]+/g, "-").replace(/^-/, "")}.mjs`;
