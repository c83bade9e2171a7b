import qrcode from "qrcode-generator";

export const work = ({ text, level }) => {
  const code = qrcode(0, level);
  code.addData(text, "Alphanumeric");
  code.make();
  return code.createSvgTag({ cellSize: 1, margin: 4, scalable: true });
};
