import { qrSvg, ready } from "#satline";

export const prepare = ready;
export const work = ({ invoice, level }) => qrSvg(invoice, { level });
