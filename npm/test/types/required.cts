// The types of `require`.
import satline = require("satline");

const sms: satline.Sms4Sats = new satline.Sms4Sats();
export = sms;
