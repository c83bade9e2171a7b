// Helpers for all pages.

/** The sandbox's address, from the page's URL. */
export const sandbox = new URLSearchParams(location.search).get("sandbox");

/** Writes a promise's result into an element, where the test reads it. */
export const show = async (place, promise) => {
  document.querySelector(`#${place}`).textContent = await promise.then(JSON.stringify, String);
};

/** Sends the sandbox's address to a worker, and waits for its report. */
export const askWorker = (worker, answers = worker) =>
  new Promise((resolve, reject) => {
    answers.onmessage = ({ data }) => resolve(data);
    answers.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(sandbox);
  });
