// A wallet for a page, paid from the sandbox. Like a real wallet with a hold invoice, it responds to a
// payment only when that is settled or returned.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Creates `window.webln`. `call` sends a request to a control of the sandbox, and resolves with its JSON. */
export function provideWallet(call) {
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
}
