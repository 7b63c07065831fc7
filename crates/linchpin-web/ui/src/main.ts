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
const slot = (name: string) => document.getElementById(name);
const words = unpacked(slot("words"))
  .then((text) => JSON.parse(text) as Row[] | null)
  .then((rows) => rows && learn(rows))
  // A page without its words is in English.
  .catch(() => undefined);
void unpacked(slot("report"))
  .catch((error: unknown) => JSON.stringify({ schema: `unreadable: ${String(error)}` }))
  .then(async (text) => (await words, text))
  .then((text) => target && mount(App, { target, props: { reading: read(text) } }));
