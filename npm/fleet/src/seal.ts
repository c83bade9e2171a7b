/** Encrypts what is stored in Redis: AES-256-GCM, by WebCrypto. */
import { createHash, webcrypto } from "node:crypto";

const { subtle } = webcrypto;

/** Encrypts texts for a place, and decrypts them there only. */
export interface Seal {
  /** Encrypts a text. `place` names where it is stored. */
  close(text: string, place: string): Promise<string>;
  /** Decrypts what {@link Seal.close} returned for the same place. */
  open(sealed: string, place: string): Promise<string>;
  /** Returns a short fingerprint of a text, which cannot be computed without the key. */
  mark(text: string): Promise<string>;
}

const ID_BYTES = 4;
const IV_BYTES = 12;

interface Key {
  id: Buffer;
  cipher: webcrypto.CryptoKey;
  mac: webcrypto.CryptoKey;
}

const imported = async (bytes: Uint8Array): Promise<Key> => {
  if (bytes.length !== 32) throw new TypeError("seal: a key must have 32 bytes.");
  const digest = await subtle.digest("SHA-256", bytes);
  const base = await subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  // One key for each purpose.
  const derived = (purpose: string, kind: webcrypto.AesKeyGenParams | webcrypto.HmacKeyGenParams, uses: webcrypto.KeyUsage[]) =>
    subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: Buffer.from(`satline-fleet ${purpose}`) },
      base,
      kind,
      false,
      uses,
    );
  return {
    id: Buffer.from(digest).subarray(0, ID_BYTES),
    cipher: await derived("seal", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    mac: await derived("mark", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  };
};

/** Creates a seal. The first key encrypts; the others still decrypt what they have encrypted. */
export const createSeal = (keys: Uint8Array | readonly Uint8Array[]): Seal => {
  const all = Promise.all((keys instanceof Uint8Array ? [keys] : keys).map(imported));
  // The first use rejects with the error; this only avoids an unhandled rejection.
  all.catch(() => {});
  const first = async (): Promise<Key> => {
    const [key] = await all;
    if (!key) throw new TypeError("seal: needs a key.");
    return key;
  };
  return {
    close: async (text, place) => {
      const { id, cipher } = await first();
      const iv = webcrypto.getRandomValues(new Uint8Array(IV_BYTES));
      const options = { name: "AES-GCM", iv, additionalData: Buffer.from(place) };
      const sealed = await subtle.encrypt(options, cipher, Buffer.from(text));
      return Buffer.concat([id, iv, Buffer.from(sealed)]).toString("base64");
    },
    open: async (sealed, place) => {
      const bytes = Buffer.from(sealed, "base64");
      const key = (await all).find(({ id }) => bytes.subarray(0, ID_BYTES).equals(id));
      if (!key) throw new Error("This order was sealed with a key that this process does not have.");
      const iv = bytes.subarray(ID_BYTES, ID_BYTES + IV_BYTES);
      const options = { name: "AES-GCM", iv, additionalData: Buffer.from(place) };
      return Buffer.from(await subtle.decrypt(options, key.cipher, bytes.subarray(ID_BYTES + IV_BYTES))).toString();
    },
    mark: async (text) => {
      const { mac } = await first();
      return Buffer.from(await subtle.sign("HMAC", mac, Buffer.from(text))).toString("base64url").slice(0, 16);
    },
  };
};

/** Stores texts as they are. */
export const noSeal: Seal = {
  close: async (text) => text,
  open: async (text) => text,
  mark: async (text) => createHash("sha256").update(text).digest("base64url").slice(0, 16),
};
