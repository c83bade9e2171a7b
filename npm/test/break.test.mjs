// A wasm that breaks, for real: its memory is overwritten, or it cannot even be loaded. What was under
// way is told, and the next call works in a fresh instance.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { failure, assertError, until, timers } from "./helper.mjs";

// The face alone, loaded as a page loads it: later.
const face = await import("../pkg/satline.mjs?page").catch(() => {});
