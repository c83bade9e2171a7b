import { Sms4Sats, decodeInvoice, ready } from "satline";
import { askWorker, sandbox, show } from "../show.mjs";
import { orderACode } from "../story.mjs";

show("page", orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox));
show("worker", askWorker(new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" })));
