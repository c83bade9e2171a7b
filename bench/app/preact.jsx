import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Page } from "./page.jsx";

render(<Page useEffect={useEffect} useState={useState} />, document.getElementById("root"));
