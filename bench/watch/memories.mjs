// The memories of wasm that this process creates, which the engine does not count. Import this before what creates them.

export const memories = [];

const { Instance } = WebAssembly;
WebAssembly.Instance = function (...args) {
  const instance = new Instance(...args);
  if (instance.exports.memory) memories.push(instance.exports.memory);
  return instance;
};
