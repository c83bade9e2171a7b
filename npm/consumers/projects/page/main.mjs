import { Sms4Sats, decodeInvoice, ready } from "satline";
import { askWorker, sandbox, show } from "../show.mjs";
import { orderACode } from "../story.mjs";

show("page", orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox));
show("worker", askWorker(new Worker("worker.mjs", { type: "module" })));

await navigator.serviceWorker.register("service-worker.mjs", { type: "module" });
const { active } = await navigator.serviceWorker.ready;
show("service-worker", askWorker(active, navigator.serviceWorker));
