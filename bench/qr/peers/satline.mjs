import { ready, textQrSvg } from "#satline";

export const prepare = ready;
// The texts only look like invoices, and the other contenders don't check that.
export const work = ({ text, level }) => textQrSvg(text, { level });
