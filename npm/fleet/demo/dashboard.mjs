// What people see: bull-board, and the metrics for Prometheus. Everyone who can reach the port can see it: put your own login before it.
import express from "express";
import { board } from "../dist/board.js";
import { fleet, HOST, PORT } from "./fleet.mjs";

const app = express();
app.use("/orders", board(fleet, "/orders"));
app.get("/metrics", async (_, response) => {
  response.setHeader("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
  response.end(await fleet.metrics());
});
app.get("/", (_, response) => response.redirect("/orders"));
app.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}/orders`));
