// `node cold.mjs PEER INPUT`: prints the time of a cold start until the first result, in milliseconds.
import { pathToFileURL } from "node:url";

const [peer, input] = process.argv.slice(2);
const parsed = JSON.parse(input);
const begun = performance.now();
const { work, prepare } = await import(pathToFileURL(peer));
await prepare?.();
await work(parsed);
console.log(performance.now() - begun);
