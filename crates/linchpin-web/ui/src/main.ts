// Starts the page on the data that stand in it.
import { mount } from "svelte";
import App from "./App.svelte";
import "./app.css";
import { read } from "./lib/report";

const slot = document.getElementById("report");
const target = document.getElementById("app");
if (target) mount(App, { target, props: { reading: read(slot?.textContent ?? "null") } });
