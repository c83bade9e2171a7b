import { decodeInvoice, ready } from "#satline";

export const prepare = ready;
export const work = ({ text }) => decodeInvoice(text);
export const normalize = ({ payee }) => payee;
