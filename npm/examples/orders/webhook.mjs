// Sends SMS and receives webhooks about their status. Anyone can post to a webhook, so it is only a
// reason to ask the service, and only the service's response counts.
import { randomUUID } from "node:crypto";
import express from "express";
import { SatlineError, Sms4Sats, readWebhook } from "satline";

/** Creates the app. The service reaches it at `publicUrl`. */
export const shop = (publicUrl, options) => {
  const sms = new Sms4Sats(options);
  const orders = new Map(); // a real shop stores the records in its database
  const app = express();

  app.post("/messages", express.json(), async (request, response) => {
    // With a name that is hard to guess, strangers cannot make us send requests.
    const name = randomUUID();
    const { phone, message } = request.body;
    const order = await sms.sendSms({ phone, message, webhookUrl: `${publicUrl()}/webhook/${name}` });
    orders.set(name, order);
    response.status(201).json({ name, invoice: order.invoice.text, amountSat: order.invoice.amountSat });
  });

  app.post("/webhook/:name", express.text({ type: "*/*" }), async (request, response) => {
    const order = orders.get(request.params.name);
    if (!order) return response.sendStatus(404);
    readWebhook(request.body); // refuses a body that the service would never post
    if (!order.isOver) await order.refresh();
    response.sendStatus(204);
  });

  app.get("/messages/:name", (request, response) => {
    const order = orders.get(request.params.name);
    if (!order) return response.sendStatus(404);
    const { state, money, reason } = order.status;
    response.json({ state, money, reason });
  });

  app.use((error, request, response, next) => {
    if (!(error instanceof SatlineError)) return next(error);
    const { message, code, field, money } = error;
    response.status(code === "input.invalid" ? 400 : 502).json({ message, code, field, money });
  });

  return app;
};
