// A policy without `'unsafe-inline'` does not allow an import map.
import { Sms4Sats, decodeInvoice, ready } from "/node_modules/satline/browser.mjs";
import { sandbox, show } from "../show.mjs";
import { orderACode } from "../story.mjs";

show("page", orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox));
