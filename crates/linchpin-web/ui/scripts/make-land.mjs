// Land for the map, once: Natural Earth 1:50m (public domain, packaged by world-atlas), cut to the two windows that hold every site,
// thinned to what can be seen, and written as whole hundredths of a degree in a number system of many digits, which halves it. In: node_modules. Out: src/lib/land.ts, committed.
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";

const atlas = JSON.parse(readFileSync(new URL("../node_modules/world-atlas/land-50m.json", import.meta.url), "utf8"));
const windows = { asia: [99, -2, 147, 47], america: [-127, 23, -64, 51] };
const TOLERANCE = 0.1;
const SMALLEST = 0.06;

const rings = feature(atlas, atlas.objects.land).features.flatMap((f) => (f.geometry.type === "Polygon" ? f.geometry.coordinates : f.geometry.coordinates.flat()));

/** Sutherland and Hodgman's cut of a ring by one side of a window. */
function cut(ring, inside, cross) {
  const kept = [];
  ring.forEach((point, i) => {
    const last = ring[(i + ring.length - 1) % ring.length];
    if (inside(point) !== inside(last)) kept.push(cross(last, point));
    if (inside(point)) kept.push(point);
  });
  return kept;
}
const meet = (axis, at) => (a, b) => {
  const t = (at - a[axis]) / (b[axis] - a[axis]);
  return axis === 0 ? [at, a[1] + t * (b[1] - a[1])] : [a[0] + t * (b[0] - a[0]), at];
};
function clip(ring, [west, south, east, north]) {
  let kept = cut(ring, (p) => p[0] >= west, meet(0, west));
  kept = cut(kept, (p) => p[0] <= east, meet(0, east));
  kept = cut(kept, (p) => p[1] >= south, meet(1, south));
  return cut(kept, (p) => p[1] <= north, meet(1, north));
}

/** Douglas and Peucker's thinning. */
function thin(line) {
  if (line.length < 3) return line;
  const [a, b] = [line[0], line.at(-1)];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let far = 0, most = 0;
  line.forEach(([x, y], i) => {
    const off = length === 0 ? Math.hypot(x - a[0], y - a[1]) : Math.abs((b[0] - a[0]) * (a[1] - y) - (a[0] - x) * (b[1] - a[1])) / length;
    if (off > most) [most, far] = [off, i];
  });
  return most <= TOLERANCE ? [a, b] : [...thin(line.slice(0, far + 1)).slice(0, -1), ...thin(line.slice(far))];
}
const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0)) / 2;

// Signs that end no string and no script. A step is one digit where it is short, two where its first is one of the last, four after the very last.
const DIGITS = [...Array(94).keys()].map((i) => String.fromCharCode(33 + i)).filter((c) => !"\"'$&<>\\`~".includes(c)).join("");
const BASE = DIGITS.length;
const SHORT = 76;
function written(step) {
  const whole = step < 0 ? -2 * step - 1 : 2 * step;
  if (whole < SHORT) return DIGITS[whole];
  const far = whole - SHORT;
  if (far < (BASE - 1 - SHORT) * BASE) return DIGITS[SHORT + Math.floor(far / BASE)] + DIGITS[far % BASE];
  if (whole >= BASE ** 3) throw new Error(`a step of ${step} is too long`);
  return DIGITS[BASE - 1] + [BASE * BASE, BASE, 1].map((place) => DIGITS[Math.floor(whole / place) % BASE]).join("");
}

const out = Object.entries(windows).map(([name, window]) => {
  const shown = rings.map((ring) => clip(ring.slice(0, -1), window)).filter((ring) => ring.length > 2 && area(ring) > SMALLEST);
  // The first point whole, the others as steps from the one before.
  const lines = shown.map((ring) => {
    let before = [0, 0];
    return thin([...ring, ring[0]]).slice(0, -1).flatMap((p) => {
      const now = p.map((v) => Math.round(v * 100));
      const step = [now[0] - before[0], now[1] - before[1]];
      before = now;
      return step;
    }).map(written).join("");
  });
  return `  ${name}: {\n    window: ${JSON.stringify(window)} as const,\n    rings: ${JSON.stringify(lines)},\n  },`;
});
const text = `// Land around the sites: Natural Earth 1:50m, public domain; written by scripts/make-land.mjs, not by hand.\n// A ring is steps of hundredths of a degree, east then north, from 0 0; steps() of map.ts reads the digits.\n\nexport const DIGITS = ${JSON.stringify(DIGITS)};\nexport const SHORT = ${SHORT};\n\nexport const LAND = {\n${out.join("\n")}\n};\n`;
writeFileSync(new URL("../src/lib/land.ts", import.meta.url), text);
console.log(`src/lib/land.ts ${(text.length / 1000).toFixed(1)} kB`);
