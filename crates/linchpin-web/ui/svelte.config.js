import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { readdirSync } from "node:fs";
import { basename } from "node:path";

// The class that scopes a component's style is its place among the components, in two digits of base 36: it stands a thousand times in the page.
const SCOPES = ["src", "src/app", "src/parts"].flatMap((folder) => readdirSync(new URL(folder, import.meta.url)).sort()).filter((name) => name.endsWith(".svelte"));
if (new Set(SCOPES).size !== SCOPES.length) throw new Error("two components have one name: their styles would mix");

/** @param {{ filename: string, hash: (text: string) => string, css: string }} component */
function cssHash({ filename, hash, css }) {
  const at = SCOPES.indexOf(basename(filename));
  return at < 0 ? `svelte-${hash(css)}` : `s${at.toString(36).padStart(2, "0")}`;
}

export default { preprocess: vitePreprocess(), compilerOptions: { cssHash } };
