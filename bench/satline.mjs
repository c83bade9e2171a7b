export * from "../npm/pkg/node.mjs";
