/** Tests talk to this computer only: a request to any other host fails at once, so no test depends on the internet. */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const realFetch = globalThis.fetch;

const fetchHere: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (!LOOPBACK_HOSTS.has(url.hostname)) {
    return Promise.reject(new Error(`tests may not reach ${url.hostname}; start a local stand-in instead`));
  }
  return realFetch(input, init);
};

// This file runs before each test file, and they share a process.
if (realFetch.name !== fetchHere.name) globalThis.fetch = fetchHere;
