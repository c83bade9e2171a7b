// A wallet for a page that the sandbox serves: include this file and `window.webln` is there.
// Like a real wallet with a hold invoice, it responds to a payment only when that is settled or returned.
(() => {
  const base = new URL('.', document.currentScript.src);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function call(path, body) {
    const answer = await fetch(new URL(path, base), body && { method: 'POST', body: JSON.stringify(body) });
    const value = await answer.json();
    if (!answer.ok) throw new Error(value.error);
    return value;
  }

  async function outcome(payment) {
    while (payment.state === 'held') {
      await pause(500);
      payment = await call(`invoices/${payment.paymentHash}`);
    }
    if (payment.state !== 'settled') throw new Error(`The payment was ${payment.state}; the money is back.`);
    return { preimage: payment.preimage };
  }

  let enabled = false;
  function needEnabled() {
    if (!enabled) throw new Error('Call webln.enable() first.');
  }

  window.webln = {
    async enable() {
      enabled = true;
      return { enabled };
    },
    async getInfo() {
      needEnabled();
      const { nodeId } = await call('./');
      const methods = ['getInfo', 'sendPayment', 'sendPaymentAsync'];
      return { node: { alias: 'satline sandbox', pubkey: nodeId }, methods, supports: ['lightning'], version: '1.0' };
    },
    async sendPayment(invoice) {
      needEnabled();
      return outcome(await call('pay', { invoice }));
    },
    async sendPaymentAsync(invoice) {
      needEnabled();
      await call('pay', { invoice });
      return {};
    },
  };
  window.dispatchEvent(new Event('webln:ready'));
  document.dispatchEvent(new Event('webln:ready'));
})();
