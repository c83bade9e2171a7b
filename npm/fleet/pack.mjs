// Assembles the package satline-fleet: fills npm/fleet/pkg from what `tsc` compiled.
import { copyFileSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ofFleet } from "../../www/contents.mjs";
import { complete } from "../build/publish.mjs";

const here = import.meta.dirname;
const pkg = join(here, "pkg");

rmSync(pkg, { recursive: true, force: true });
cpSync(join(here, "dist"), join(pkg, "dist"), { recursive: true });
copyFileSync(join(here, "grafana.json"), join(pkg, "grafana.json"));
complete("npm/fleet", pkg, ofFleet(), { isIncluded: false });
