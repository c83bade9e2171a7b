// Takes the place of a release's service worker where there is a build for development: the next load is the host's.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(registration.unregister()));
