// The map without tiles. In: degrees, sites and a window of the world. Out: places in pixels, outlines as path data, circles that do not cover each other.
// Invariant: every site of a window is inside its drawing; a moved circle is drawn with a line to where the site stands.
import type { Estimate, MapSite } from "./answers";
import { px } from "./axis";
import { DIGITS, SHORT } from "./land";
import { count, unitName } from "./numbers";

export type Window = readonly [west: number, south: number, east: number, north: number];
export type Basis = "site" | "hq";

/** Windows inside the outline of East Asia: where most sites stand, and the straits far from them; a map of both is half sea. */
export const NEAR: Window = [105, 20.5, 146.5, 44.5];
export const SOUTH: Window = [98.5, -1.5, 109, 6.8];

/** Equidistant cylindrical, true at the middle parallel of the window: good enough for a page, and undone by hand. */
export function projection(window: Window, width: number): { height: number; at: (longitude: number, latitude: number) => [number, number] } {
  const [west, south, east, north] = window;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * squeeze);
  return { height: (north - south) * scale, at: (longitude, latitude) => [(longitude - west) * squeeze * scale, (north - latitude) * scale] };
}

/** Steps written in many digits: one digit where a step is short, two where its first is one of the last, four after the very last; an odd number goes back. */
export function steps(ring: string): number[] {
  const found: number[] = [];
  const base = DIGITS.length;
  const digit = (at: number) => DIGITS.indexOf(ring.charAt(at));
  for (let i = 0; i < ring.length; i++) {
    let whole = digit(i);
    if (whole === base - 1) whole = (digit(++i) * base + digit(++i)) * base + digit(++i);
    else if (whole >= SHORT) whole = SHORT + (whole - SHORT) * base + digit(++i);
    found.push(whole % 2 === 0 ? whole / 2 : -(whole + 1) / 2);
  }
  return found;
}

/** A ring of steps in hundredths of a degree as path data. */
export function outline(ring: string, at: (longitude: number, latitude: number) => [number, number]): string {
  const all = steps(ring);
  let [east, north] = [0, 0];
  let path = "";
  for (let i = 0; i + 1 < all.length; i += 2) {
    east += all[i] ?? 0;
    north += all[i + 1] ?? 0;
    const [x, y] = at(east / 100, north / 100);
    path += `${i === 0 ? "M" : "L"}${px(x)} ${px(y)}`;
  }
  return `${path}Z`;
}

export function inside([west, south, east, north]: Window, longitude: number, latitude: number): boolean {
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

/** The text of a sum that only this drawing makes: whole numbers, as the core groups them. */
export function summed(low: number, value: number, high: number, unit: string): string {
  const range = low === high ? "" : ` [${count(low)}, ${count(high)}]`;
  return `${count(value)}${range} ${unitName(unit)}`.trim();
}

/** The capacity of a site for a product, or over all products; null when nobody states any. */
export function capacityOf(site: MapSite, product: string): Estimate | null {
  const stated = site.products.flatMap((made) => (made.capacity && (product === "" || made.product === product) ? [made.capacity] : []));
  const first = stated[0];
  if (!first) return null;
  const same = stated.filter((e) => e.unit === first.unit);
  const sum = (key: "low" | "value" | "high") => same.reduce((total, e) => total + e[key], 0);
  const text = same.length === 1 ? first.text : summed(sum("low"), sum("value"), sum("high"), first.unit);
  return { low: sum("low"), value: sum("value"), high: sum("high"), unit: first.unit, text, contested: same.some((e) => e.contested) };
}

export function countryOf(site: MapSite, basis: Basis): string {
  return basis === "hq" ? (site.headquarters ?? site.country) : site.country;
}

/** Where a site is drawn: where it stands, whoever owns it. */
export function standsAt(site: MapSite): [longitude: number, latitude: number] {
  return [site.longitude, site.latitude];
}

export type Colour = "country" | "firm" | "product" | "contested";
/** Colours there are beside the grey of the rest. */
const TONES = 7;

/** What a site is coloured by. */
export function groupOf(site: MapSite, colour: Colour, basis: Basis, product: string): string {
  if (colour === "country") return countryOf(site, basis);
  if (colour === "firm") return site.firm;
  if (colour === "contested") return site.products.some((made) => made.capacity?.contested && (product === "" || made.product === product)) ? "contested" : "agreed";
  return site.products.length > 1 ? "several" : (site.products[0]?.product ?? "");
}

/** The colour of each group, the one with the most sites first; the eighth and later share a grey. */
export function tones(sites: readonly MapSite[], colour: Colour, basis: Basis, product: string): Map<string, number> {
  const many = new Map<string, number>();
  for (const site of sites) {
    const group = groupOf(site, colour, basis, product);
    many.set(group, (many.get(group) ?? 0) + 1);
  }
  const order = [...many].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en"));
  return new Map(order.map(([group], i) => [group, Math.min(i, TONES)]));
}

export interface Label { x: number; y: number; end: boolean; text: string }
interface Box { left: number; right: number; top: number; bottom: number }

/** Labels beside discs, the largest first: right, left (which end at their `x`), above or below, where none covers a disc or another label; who has no room has none. */
export function labelled(discs: readonly Disc[], texts: readonly string[], widthOf: (text: string) => number, size: number, width: number, height: number): (Label | null)[] {
  const taken: Box[] = discs.map((d) => ({ left: d.x - d.r, right: d.x + d.r, top: d.y - d.r, bottom: d.y + d.r }));
  const found: (Label | null)[] = discs.map(() => null);
  const order = discs.map((_, i) => i).sort((a, b) => (discs[b]?.r ?? 0) - (discs[a]?.r ?? 0) || a - b);
  for (const i of order) {
    const [disc, text] = [discs[i], texts[i]];
    if (!disc || !text) continue;
    const wide = widthOf(text);
    const spots = [
      { left: disc.x + disc.r + 3, y: disc.y, end: false }, { left: disc.x - disc.r - 3 - wide, y: disc.y, end: true },
      { left: disc.x - wide / 2, y: disc.y - disc.r - size * 0.7, end: false }, { left: disc.x - wide / 2, y: disc.y + disc.r + size * 0.7, end: false },
    ];
    for (const spot of spots) {
      const box = { left: spot.left - 1, right: spot.left + wide + 1, top: spot.y - size * 0.6, bottom: spot.y + size * 0.6 };
      const clear = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height && taken.every((o, k) => k === i || box.right <= o.left || o.right <= box.left || box.bottom <= o.top || o.bottom <= box.top);
      if (!clear) continue;
      taken.push(box);
      found[i] = { x: spot.end ? spot.left + wide : spot.left, y: spot.y, end: spot.end, text };
      break;
    }
  }
  return found;
}

export interface Filter { product: string; company: string; country: string }

export function filtered(sites: readonly MapSite[], filter: Filter, basis: Basis): MapSite[] {
  return sites.filter(
    (site) =>
      (filter.product === "" || site.products.some((made) => made.product === filter.product)) &&
      (filter.company === "" || site.firm === filter.company) &&
      (filter.country === "" || countryOf(site, basis) === filter.country),
  );
}

export interface Disc { x: number; y: number; r: number }

/**
 * Moves discs apart until none covers another, each as near to its place as that allows, inside the drawing. Fixed rounds and a fixed
 * order, so the same sites always stand alike.
 */
export function dodge(wished: readonly Disc[], width: number, height: number, gap = 1.5): Disc[] {
  const discs = wished.map((d) => ({ ...d }));
  for (let round = 0; round < 240; round += 1) {
    // Home pulls less and less; the last rounds only part, so that nothing is left covered.
    const pull = Math.max(0, 0.03 * (1 - round / 140));
    discs.forEach((disc, i) => {
      const home = wished[i] ?? disc;
      disc.x += (home.x - disc.x) * pull;
      disc.y += (home.y - disc.y) * pull;
    });
    for (let i = 0; i < discs.length; i += 1) {
      for (let j = i + 1; j < discs.length; j += 1) part(discs[i], discs[j], i, j, gap);
    }
    for (const disc of discs) {
      disc.x = Math.min(width - disc.r, Math.max(disc.r, disc.x));
      disc.y = Math.min(height - disc.r, Math.max(disc.r, disc.y));
    }
  }
  return discs;
}

function part(a: Disc | undefined, b: Disc | undefined, i: number, j: number, gap: number): void {
  if (!a || !b) return;
  let [dx, dy] = [b.x - a.x, b.y - a.y];
  // Two on one spot part along a direction of their own.
  if (dx === 0 && dy === 0) [dx, dy] = [Math.cos(i * 2.4 + j), Math.sin(i * 2.4 + j)];
  const apart = Math.hypot(dx, dy);
  const short = a.r + b.r + gap - apart;
  if (short <= 0) return;
  const [ux, uy] = [(dx / apart) * (short / 2), (dy / apart) * (short / 2)];
  a.x -= ux;
  a.y -= uy;
  b.x += ux;
  b.y += uy;
}

/** Capacity by country on both bases, largest first. */
export function byCountry(sites: readonly MapSite[], product: string): { country: string; site: number; hq: number }[] {
  const found = new Map<string, { country: string; site: number; hq: number }>();
  for (const site of sites) {
    const value = capacityOf(site, product)?.value ?? 0;
    for (const basis of ["site", "hq"] as const) {
      const country = countryOf(site, basis);
      const row = found.get(country) ?? { country, site: 0, hq: 0 };
      row[basis] += value;
      found.set(country, row);
    }
  }
  return [...found.values()].sort((a, b) => Math.max(b.site, b.hq) - Math.max(a.site, a.hq) || a.country.localeCompare(b.country, "en"));
}
