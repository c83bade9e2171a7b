// What the pages have in common.

/** The address of the sandbox, which stands in the page's own. */
export const sandbox = new URLSearchParams(location.search).get("sandbox");

/** Puts what comes of a promise where whoever looks at the page finds it. */
export const show = async (place, promise) => {
  document.querySelector(`#${place}`).textContent = await promise.then(JSON.stringify, String);
};

/** Tells a worker the sandbox's address, and waits for its report. */
export const askWorker = (worker, answers = worker) =>
  new Promise((resolve, reject) => {
    answers.onmessage = ({ data }) => resolve(data);
    answers.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(sandbox);
  });
