import { mount } from "svelte";
import { services } from "../read.mjs";
import Catalogue from "./Catalogue.svelte";

export const start = async (root) => {
  mount(Catalogue, { target: root, props: { all: await services() } });
};
