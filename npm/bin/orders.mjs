// Orders from their invoice to their end: each is on the disk before anyone can pay it.
import { EXIT, Failed, exitCodeOf } from "./errors.mjs";
import { MONEY, moment, sats } from "./terminal.mjs";

/** Creates the folder before anything is ordered, in case that fails. */
export const prepareFolder = ({ records }) => {
  try {
    records.prepare();
  } catch (error) {
    throw new Failed(`No money moved, and nothing was ordered: the folder for the orders cannot be made. ${error.message}.`);
  }
};

/** Stores a new order, shows how it is paid, and follows it to its end. `replaces` is the id of an earlier record of it. */
export const startOrder = (cli, { replaces, ...entry }) => {
  try {
    cli.records.save(entry);
    if (replaces && replaces !== entry.order.id) cli.records.forget(replaces);
  } catch (error) {
    const why = `its record could not be written: ${error.message}`;
    throw entry.order.money === "untouched"
      ? new Failed(`No money moved. The order is not shown, since ${why}. Unpaid, it expires by itself.`)
      : new Failed(`${MONEY[entry.order.money]} The order ${entry.order.id} goes on, but ${why}.`, EXIT.unknown);
  }
  showNextStep(cli, entry);
  return followOrder(cli, entry);
};

/** Reads an order of this machine. */
export const openOrder = async (cli, text) => {
  const entry = cli.records.read(cli.records.find(text));
  return { ...entry, order: await cli.connect(entry.order.service.toLowerCase()).resume(entry.order) };
};

/** Stores what is known now. An order is not given up because the disk is full. */
export const keepOrder = ({ records, terminal }, entry) => {
  try {
    records.save(entry);
  } catch (error) {
    terminal.warn(`The record could not be written, so it is older than what you see here: ${error.message}.`);
  }
};

/** Shows what has to be done for an order, if anything has. */
export const showNextStep = (cli, { title, nextStep, order }) => {
  const { terminal, settings } = cli;
  const { invoice, status } = order;
  terminal.say(`${order.service}: ${title}. Order ${order.id}, kept in ${cli.records.pathOf(order.id)}`);
  if (nextStep) terminal.emit("next_step", { id: order.id, ...nextStep });
  if (status.failedChecks) {
    const failed = status.failedChecks.map(({ sentence, expected, found }) => `${sentence} Expected: ${expected}; found: ${found}.`);
    terminal.warn(`Do not pay it any more: its invoice no longer passes the check. ${failed.join(" ")}`);
  }
  if (invoice) showInvoice(terminal, settings, invoice, order.kind !== "fund");
  if (status.isOver || status.state === "unknown") return;
  if (nextStep?.kind === "pay_address") {
    terminal.say(`Send ${nextStep.price} by ${nextStep.paymentMethodId} to this address, which was not checked:\n\n${nextStep.address}\n`);
  }
  if (nextStep?.kind === "confirm_here") terminal.say(`No money has moved yet. Confirm the charge here: ${nextStep.link}`);
  terminal.say(`Ctrl-C stops only the waiting; continue with: ${cli.commandFor("resume", order.id)}`);
};

const showInvoice = (terminal, { sandbox }, { text, amountSat, expiresAt }, isHeld) => {
  terminal.say(`\nPay ${sats(amountSat)} until ${moment(expiresAt)}:\n\n${text}\n`);
  terminal.qr(text);
  terminal.say();
  const held = "Paying reserves the money, it does not spend it: without a code it comes back by itself after about 20 minutes.";
  terminal.say(isHeld ? held : "Paying spends the money: it is added to your balance.");
  if (sandbox) terminal.say(`This is play money. To pay: curl ${sandbox}/sandbox/pay -d '{"invoice":"${text}"}'`);
};

/** Follows an order to its end, and returns the exit code. */
export const followOrder = async (cli, entry) => {
  const { order } = entry;
  for await (const status of order.watch({ signal: cli.signal })) {
    keepOrder(cli, entry);
    cli.terminal.status(status);
    if (status.isOver) break;
  }
  const { status } = order;
  if (status.isOver) {
    const mayComeLate = order.kind !== "fund" && status.money === "returned" && !status.hasLateCode;
    if (mayComeLate) cli.terminal.say(`A code may still come for ten minutes; this would show it: ${cli.commandFor("resume", order.id)}`);
    return exitCodeOf(status);
  }
  const goOn = cli.commandFor("resume", order.id);
  cli.terminal.emit(cli.signal.aborted ? "interrupted" : "no_news", { id: order.id, money: status.money, resume: goOn });
  if (cli.signal.aborted) {
    cli.terminal.warn(`${MONEY[status.money]} The order goes on; only the waiting was stopped. Continue with: ${goOn}`);
    return EXIT.interrupted;
  }
  cli.terminal.warn(`${MONEY[status.money]} There was no news of the order for too long. Look again with: ${goOn}`);
  return exitCodeOf(status);
};
