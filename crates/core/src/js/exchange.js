// A request and its response, by the caller's `fetch` or the engine's.

/** The headers that the core reads. */
const READ = ["date", "retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"];

/** Longer than any of them. */
const LONGEST_HEADER = 1024;

/** Longer than any real body: the core refuses a longer one. */
const LONGEST_BODY = (4 << 20) + 1;

/**
 * Returns options for `fetch`: no cookies, no cache (a cancel is a GET), no address of this page, and no redirect,
 * which could carry a key to another host. Cloudflare Workers refuse some of them; redirects are not followed there
 * either.
 */
const careful = () => {
  const options = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", redirect: "error" };
  try {
    if (globalThis.Request) new Request("https://localhost/", options);
    return options;
  } catch {
    return { redirect: "manual" };
  }
};
let same;

/**
 * Sends the request, and returns the response's status and body, then each header's name and value. Async, so that
 * the promise is one of our own, whatever `fetch` returns or throws.
 */
export const exchange = async (send, url, method, headers, body, signal) => {
  const options = { ...(same ??= careful()), method, headers, signal };
  if (body !== undefined) options.body = body;
  // Without `this`, as the engine's own `fetch` requires.
  const response = await (send ?? fetch)(url, options);
  const { status, headers: given } = response;
  const read = [];
  for (const name of READ) {
    const value = given.get(name);
    if (typeof value === "string") read.push(name, value.slice(0, LONGEST_HEADER));
  }
  const text = await response.text();
  return [status, text.slice(0, LONGEST_BODY), ...read];
};
