import { Sms4Sats, decodeInvoice, ready } from "satline/inline";
import { sandbox, show } from "../show.mjs";
import { orderACode } from "../story.mjs";

show("page", orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox));
