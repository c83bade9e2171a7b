// esbuild's options for the frameworks.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { solidPlugin } from "esbuild-plugin-solid";
import { compile } from "svelte/compiler";

const svelte = {
  name: "svelte",
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compile(await readFile(path, "utf8"), { filename: basename(path), css: "injected", dev: false });
      return { contents: js.code, loader: "js" };
    });
  },
};

const jsxOf = (jsxImportSource) => ({ jsx: "automatic", jsxImportSource });

/** The entry of each framework's page, and its build options. */
export const FRAMEWORKS = {
  vanilla: { file: "vanilla.mjs" },
  solid: { file: "solid.jsx", plugins: [solidPlugin()], more: { conditions: ["browser"] } },
  svelte: { file: "svelte.mjs", plugins: [svelte], more: { conditions: ["svelte", "browser"] } },
  preact: { file: "preact.jsx", more: jsxOf("preact") },
  react: { file: "react.jsx", more: jsxOf("react") },
};
