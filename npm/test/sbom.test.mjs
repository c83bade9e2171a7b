// The bills of materials of everything that is shipped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { APP, CORE, SANDBOX, crates, ofApp, ofFleet } from "../../www/contents.mjs";
import { sbomOfApp, sbomOfPackage } from "../../www/sbom.mjs";

const shipped = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const BILLS = {
  "the app's": sbomOfApp([...crates(APP, SANDBOX), ...ofApp()]),
  "satline-fleet's": sbomOfPackage("satline-fleet", ofFleet()),
  "satline's": shipped("../pkg/sbom.cdx.json"),
  "satline-sandbox's": shipped("../sandbox/pkg/sbom.cdx.json"),
};
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

for (const [whose, text] of Object.entries(BILLS)) {
  test(`${whose} bill of materials is valid CycloneDX`, async () => {
    assert.deepEqual(await validator.validate(text), null);
    assert.notEqual(await validator.validate(text.replace('"library"', '"book"')), null);
  });

  test(`${whose} bill of materials names every part once, with its checksum, and who needs it`, () => {
    const { components, dependencies } = JSON.parse(text);
    const references = components.map((component) => component["bom-ref"]);
    assert.equal(new Set(references).size, references.length);
    const needed = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
    assert.deepEqual([...needed].sort(), references.sort());
    for (const { purl, hashes } of components) if (purl) assert.match(hashes[0].content, /^([0-9a-f]{64}|[0-9a-f]{128})$/);
  });
}

test("a bill of materials lists what is in the wasm, and not what only builds it", () => {
  const names = JSON.parse(BILLS["satline's"]).components.map(({ name }) => name);
  for (const name of ["k256", "serde_json", "qrcode", "The Rust standard library"]) assert.ok(names.includes(name), name);
  for (const name of ["tokio", "syn", "serde_derive", "satline-core", "jsonschema"]) assert.ok(!names.includes(name), name);
});

test("bills of materials are for the versions in the lock files", () => {
  assert.equal(shipped("../pkg/sbom.cdx.json"), sbomOfPackage("satline", crates(CORE)));
});
