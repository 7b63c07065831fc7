// One page, one file: everything the page needs is inlined, so that a report opens from disk and fetches nothing.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { viteSingleFile } from "vite-plugin-singlefile";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte(), viteSingleFile({ removeViteModuleLoader: true })],
  build: { target: "es2022", modulePreload: { polyfill: false } },
  test: { include: ["tests/**/*.test.ts"] },
});
