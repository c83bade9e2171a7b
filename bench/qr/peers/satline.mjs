import { qrSvg, ready } from "#satline";

export const prepare = ready;
export const work = ({ text, level }) => qrSvg(text, { level });
