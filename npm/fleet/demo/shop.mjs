// A shop with some customers: it orders codes and messages every second and pays them from the sandbox's wallet, and tops up
// an account now and then.
import { setTimeout as sleep } from "node:timers/promises";
import { fleet, site } from "./fleet.mjs";

const run = Date.now().toString(36);
const COUNTRIES = ["germany", "brazil", "india", "sweden"];
const SERVICES = ["wa", "tg", "go", "never", "slow", "late", "wa", "tg"];
const one = (list, number) => list[number % list.length];

const orderOne = async (number) => {
  const key = `${run}-${number}`;
  try {
    if (number % 20 === 19) return await fleet.order({ key, at: "Lava", topUp: { paymentMethodId: "pm_sandbox_visa", amount: "10.00" } });
    const call =
      number % 5 === 4
        ? { sendSms: { phone: "+4915112345678", message: "Your table is ready." } }
        : { receive: { country: one(COUNTRIES, number), service: one(SERVICES, number) } };
    const { status } = await fleet.order({ key, ...call });
    if (number % 7 === 6) return; // this customer never pays
    await site("pay", { invoice: status.invoice.text });
    await fleet.paid(key);
  } catch (error) {
    console.log(JSON.stringify({ level: "error", message: error.message, key }));
  }
};

for (let number = 0; ; number++) {
  orderOne(number);
  await sleep(1_000);
}
