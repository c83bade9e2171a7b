// sbom.cdx.json: what a release is made of, as a CycloneDX bill of materials. It has neither a time nor a number of its
// own, so that equal releases have equal bytes.

import { version } from "./contents.mjs";

const purl = (registry, name, version) => `pkg:${registry}/${name.replace("@", "%40")}@${version}`;
const reference = ({ registry, name, version }) => (registry ? purl(registry, name, version) : `${name} ${version}`);

const component = (part) => ({
  type: "library",
  "bom-ref": reference(part),
  name: part.name,
  version: part.version,
  ...(part.hash && { hashes: [{ alg: part.hash[0], content: part.hash[1] }] }),
  licenses: [{ expression: part.license }],
  ...(part.registry && { purl: reference(part) }),
});

/** Returns the document's text: `about` is the release, with `name`, `license` and, of an npm package, `registry`. */
export const sbom = (about, parts) => {
  const release = { ...about, version: version() };
  const byId = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  // Two versions of a package in the app and in the demo are two parts; the same version is one.
  const unique = [...byId.values()].sort((a, b) => (reference(a) < reference(b) ? -1 : 1));
  const needs = (part) => part.needs.map((id) => reference(byId.get(id))).sort();
  const direct = unique.filter(({ isDirect }) => isDirect).map(reference);
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...component(release), type: release.type ?? "library" } },
    components: unique.map(component),
    dependencies: [
      { ref: reference(release), dependsOn: direct },
      ...unique.map((part) => ({ ref: reference(part), dependsOn: needs(part) })),
    ],
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
};

const LICENCE = "MIT OR Apache-2.0";
/** Returns the text for one of our npm packages. */
export const sbomOfPackage = (name, parts) => sbom({ name, license: LICENCE, registry: "npm" }, parts);
/** Returns the text for the app. */
export const sbomOfApp = (parts) => sbom({ name: "satline-app", license: LICENCE, type: "application" }, parts);
