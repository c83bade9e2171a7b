// Starts the app. A file of its own, so that the Content-Security-Policy can forbid scripts in the page.
const { glue, wasm } = document.querySelector("script[data-glue]").dataset;
const { default: init } = await import(glue);
await init({ module_or_path: wasm });
