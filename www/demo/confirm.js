// The page that a payment of the demo is confirmed on. The live service sends people to their bank.

import { handle } from "./sandbox.js";

const says = document.getElementById("says");
const button = document.getElementById("confirm");

button.addEventListener("click", async () => {
  const payment = encodeURIComponent(location.hash.slice(1));
  const { status } = await handle({ method: "POST", target: `/sandbox/lava/3ds/${payment}/confirm`, body: "" });
  says.textContent =
    status === 200
      ? "Confirmed: the money is in the wallet. You can close this page."
      : "The demo has no payment with this address. Nothing was charged.";
  button.hidden = true;
});
