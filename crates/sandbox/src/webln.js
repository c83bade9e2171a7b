// A wallet for a page that the sandbox serves: include this file as a module and `window.webln` is there.

import { provideWallet } from './wallet.js';

provideWallet(async (path, body) => {
  const answer = await fetch(new URL(path, import.meta.url), body && { method: 'POST', body: JSON.stringify(body) });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
});
