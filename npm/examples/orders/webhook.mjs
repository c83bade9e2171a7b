// Sends SMS, and is told by a webhook how they fare. Anyone can post to a webhook, so what it says is
// a reason to ask the service, and only the service's answer is believed.
import { randomUUID } from "node:crypto";
import express from "express";
import { SatlineError, Sms4Sats, readWebhook } from "satline";

/** The app. `publicUrl` is where the service reaches it. */
export const shop = (publicUrl, options) => {
  const sms = new Sms4Sats(options);
  const orders = new Map(); // a real shop keeps the records in its database
  const app = express();

  app.post("/messages", express.json(), async (request, response) => {
    // A name that nobody else can guess keeps most strangers from making us ask.
    const name = randomUUID();
    const { phone, message } = request.body;
    const order = await sms.sendSms({ phone, message, webhookUrl: `${publicUrl()}/webhook/${name}` });
    orders.set(name, order);
    response.status(201).json({ name, invoice: order.invoice.text, amountSat: order.invoice.amountSat });
  });

  app.post("/webhook/:name", express.text({ type: "*/*" }), async (request, response) => {
    const order = orders.get(request.params.name);
    if (!order) return response.sendStatus(404);
    readWebhook(request.body); // refuses what the service would never post
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
