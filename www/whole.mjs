// Documents that contain all they need.

import { createHash } from "node:crypto";

const source = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Returns the document's text, with this style and script and a policy that allows no others. */
export const whole = (template, { style, script, directives }) => {
  const policy = [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${source(style)}`,
    ...directives,
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const parts = { policy, style, script };
  return template.replace(/\{(policy|style|script)\}/g, (_, name) => parts[name]);
};
