import QRCode from "qrcode";

export const work = ({ text, level }) => {
  let drawing;
  // It answers at once, and only then returns.
  QRCode.toString(text, { type: "svg", errorCorrectionLevel: level, margin: 4 }, (error, svg) => {
    drawing = svg;
  });
  return drawing;
};
