// Node's globals for packages that expect them.
export { Buffer } from "buffer";
export const process = { env: {}, browser: true, version: "v20.0.0", nextTick: (work, ...args) => queueMicrotask(() => work(...args)) };
