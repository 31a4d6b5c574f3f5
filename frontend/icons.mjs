// Takes single icons out of @tabler/icons (MIT) into wobangni/surfaces/shared/icons.json, from which {% icon "name" %} draws them inline.
//   npm run icons -- FOLDER name name …     FOLDER: where `npm pack @tabler/icons` was unpacked
// The package has 6,000 files, so it is no dependency: what we use is committed.
import { readFileSync, writeFileSync } from "node:fs";

const target = new URL("../wobangni/surfaces/shared/icons.json", import.meta.url);
const [folder, ...names] = process.argv.slice(2);
let icons = {};
try {
  icons = JSON.parse(readFileSync(target, "utf8"));
} catch {
  // the first run
}
for (const name of names) {
  const filled = name.endsWith("-filled");
  const file = `${folder}/icons/${filled ? "filled" : "outline"}/${name.replace(/-filled$/, "")}.svg`;
  const body = readFileSync(file, "utf8").replace(/^[\s\S]*?>\n/, "").replace("</svg>", "");
  const shapes = body.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "").replace(/\s*\n\s*/g, "");
  icons[name] = filled ? `<g fill="currentColor" stroke="none">${shapes}</g>` : shapes;
}
const sorted = Object.fromEntries(Object.entries(icons).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(target, JSON.stringify(sorted, null, 1) + "\n");
