import bolt11 from "bolt11";

export const work = ({ text }) => bolt11.decode(text);
export const normalize = ({ payeeNodeKey }) => payeeNodeKey;
