import { renderSVG } from "uqr";

export const work = ({ text, level }) => renderSVG(text, { ecc: level, border: 4 });
