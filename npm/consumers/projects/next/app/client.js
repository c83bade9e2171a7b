"use client";

import { Sms4Sats, decodeInvoice, ready } from "satline";
import { useEffect, useState } from "react";
import { orderACode } from "../../story.mjs";

/** Is rendered on the server too, where importing satline must do nothing. */
export function Client({ sandbox }) {
  const [report, setReport] = useState("");
  useEffect(() => {
    orderACode({ Sms4Sats, decodeInvoice, ready }, sandbox).then(JSON.stringify, String).then(setReport);
  }, [sandbox]);
  return <p id="page">{report}</p>;
}
