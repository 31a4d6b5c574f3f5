import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const outDir = join(import.meta.dirname, "../wobangni/static/dist");

/** Whitenoise serves `file.br` and `file.gz` where they lie beside `file`: packed once here, never at run time. */
function precompress(): Plugin {
  return {
    name: "precompress",
    closeBundle() {
      const files = readdirSync(outDir, { recursive: true, encoding: "utf8" });
      for (const file of files.filter((name) => /\.(js|css|svg|webmanifest)$/.test(name))) {
        const path = join(outDir, file);
        const bytes = readFileSync(path);
        if (bytes.length < 600) continue;
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
    },
  };
}

export default defineConfig({
  base: "./", // addresses relative to the file itself: STATIC_URL stays Django's business
  plugins: [precompress()],
  build: {
    outDir,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome80", "safari13.1", "firefox78"], // phones of 2020 and later
    cssTarget: ["chrome100", "safari15.4"], // styles degrade by themselves; rewriting Tabler for older ones doubles it
    assetsInlineLimit: 0, // nothing as data: in styles
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { eval: false }, // in htmx, switched off by its allowEval and by our CSP
      input: {
        resident: join(import.meta.dirname, "src/resident/main.ts"),
        grid: join(import.meta.dirname, "src/grid/main.ts"),
        console: join(import.meta.dirname, "src/console/main.ts"),
        sw: join(import.meta.dirname, "src/sw.ts"),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
