// Starts the page on the data that stand in it; a long report is packed there.
import { mount } from "svelte";
import App from "./App.svelte";
import "./app.css";
import { read } from "./lib/report";
import { learn } from "./lib/ui.svelte";
import type { Row } from "./lib/words";

async function unpacked(slot: HTMLElement | null): Promise<string> {
  const text = slot?.textContent ?? "null";
  if (slot?.dataset.packed !== "gzip") return text;
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

const target = document.getElementById("app");
const words = JSON.parse(document.getElementById("words")?.textContent ?? "null") as Row[] | null;
if (words) learn(words);
void unpacked(document.getElementById("report"))
  .catch((error: unknown) => JSON.stringify({ schema: `unreadable: ${String(error)}` }))
  .then((text) => target && mount(App, { target, props: { reading: read(text) } }));
