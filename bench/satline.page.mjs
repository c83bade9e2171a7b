export * from "../npm/pkg/browser.mjs";
