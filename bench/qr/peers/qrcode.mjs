import QRCode from "qrcode";

export const work = ({ text, level }) => {
  let drawing;
  // It calls back before it returns.
  QRCode.toString(text, { type: "svg", errorCorrectionLevel: level, margin: 4 }, (error, svg) => {
    drawing = svg;
  });
  return drawing;
};
