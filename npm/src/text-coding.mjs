// Replaces TextDecoder and TextEncoder in the files that Jest may load: wasm-bindgen's glue creates one of each when it
// is imported, and jsdom has neither, unless a test's set-up adds them.
let decoder, encoder;

export class TextDecoder {
  #options;

  constructor(...options) {
    this.#options = options;
  }

  decode(...bytes) {
    if (!bytes.length) return "";
    decoder ??= new globalThis.TextDecoder(...this.#options);
    return decoder.decode(...bytes);
  }
}

export class TextEncoder {
  encode(text) {
    encoder ??= new globalThis.TextEncoder();
    return encoder.encode(text);
  }

  encodeInto(text, bytes) {
    encoder ??= new globalThis.TextEncoder();
    return encoder.encodeInto(text, bytes);
  }
}
