import { ready, textQrSvg } from "#satline";

export const prepare = ready;
// The texts only look like invoices, and the others do not look whether they are any.
export const work = ({ text, level }) => textQrSvg(text, { level });
