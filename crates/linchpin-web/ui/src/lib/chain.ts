// The layered chain: origins of an input, countries of fabs, products, destinations. In: flows and the sites that passed the filters.
// Out: nodes and links in pixels. Invariant: a link is as wide at both ends as its part of the node it feeds, on one scale of wafers a month;
// what nobody states is a ghost, never spread over those who are named.
import type { Estimate, Flow, MapSite } from "./answers";
import { px, tick } from "./axis";
import { countryOf, summed, type Basis } from "./map";

export interface Concentration { input: string; name: string; to: string; from: string; share: number; text: string }
export interface Node { id: string; name: string; layer: 0 | 1 | 2 | 3; x: number; y: number; height: number; value: number; ghost: boolean }
export interface Link { id: string; flow: { stage: Flow["stage"]; from: string; to: string; what: string; low: number; value: number; high: number; unit: string; text: string }; from: string; to: string; path: string; low: number; wide: number; high: number; ghost: boolean; first: boolean }
export interface Chain { nodes: Node[]; links: Link[]; height: number }

/** The largest origin of each input at each destination, the most concentrated first. */
export function concentrations(flows: readonly Flow[]): Concentration[] {
  const best = new Map<string, Concentration>();
  for (const flow of flows) {
    if (flow.stage !== "input") continue;
    const key = `${flow.what}|${flow.to}`;
    const found = best.get(key);
    if (!found || flow.amount.value > found.share) best.set(key, { input: flow.what, name: flow.what_name, to: flow.to, from: flow.from, share: flow.amount.value, text: flow.amount.text });
  }
  return [...best.values()].sort((a, b) => b.share - a.share || a.input.localeCompare(b.input, "en") || a.to.localeCompare(b.to, "en"));
}

interface Raw { stage: Flow["stage"]; from: string; to: string; what: string; amount: Estimate; scale: number; ghost?: boolean }
const WORLD = "country:WLD";
const GAP = 12;
const BAR = 9;

export function chain(flows: readonly Flow[], sites: readonly MapSite[], input: string, product: string, basis: Basis, width: number, height: number, nameOf: (id: string) => string, unstated: string): Chain {
  const home = new Map(sites.map((site) => [site.id, countryOf(site, basis)]));
  const cap = new Map<string, Raw>();
  for (const flow of flows) {
    const country = home.get(flow.from);
    if (flow.stage !== "line" || !country || (product !== "" && flow.what !== product)) continue;
    const id = `${country}|${flow.what}`;
    const known = cap.get(id);
    const add = (key: "low" | "value" | "high") => (known?.amount[key] ?? 0) + flow.amount[key];
    cap.set(id, { stage: "line", from: country, to: flow.what, what: flow.what, scale: 1, amount: { ...flow.amount, low: add("low"), value: add("value"), high: add("high"), text: known ? summed(add("low"), add("value"), add("high"), flow.amount.unit) : flow.amount.text, contested: flow.amount.contested || (known?.amount.contested ?? false) } });
  }
  const sum = (key: "from" | "to", id: string) => [...cap.values()].filter((raw) => raw[key] === id).reduce((total, raw) => total + raw.amount.value, 0);
  const countries = [...new Set([...cap.values()].map((raw) => raw.from))];
  const products = [...new Set([...cap.values()].map((raw) => raw.to))];
  const rest = (known: Raw[], stage: Flow["stage"], from: string, to: string, scale: number): Raw[] => {
    const missing = 1 - known.reduce((total, raw) => total + raw.amount.value, 0);
    return missing > 0.02 ? [...known, { stage, from, to, what: input, scale, ghost: true, amount: { low: missing, value: missing, high: missing, unit: "share", text: `≈ ${tick(missing, true)}`, contested: false } }] : known;
  };
  const raws: Raw[] = [
    ...countries.flatMap((country) => {
      // Where nobody speaks of the country itself, what is said of the whole world holds for it too.
      const to = flows.some((f) => f.stage === "input" && f.what === input && f.to === country) ? country : WORLD;
      const known = flows.filter((f) => f.stage === "input" && f.what === input && f.to === to).map((f): Raw => ({ stage: "input", from: f.from, to: country, what: input, scale: sum("from", country), amount: f.amount }));
      return rest(known, "input", unstated, country, sum("from", country));
    }),
    ...cap.values(),
    ...products.flatMap((made) => flows.filter((f) => f.stage === "demand" && f.what === made).map((f): Raw => ({ stage: "demand", from: made, to: f.to, what: made, scale: sum("to", made), amount: f.amount }))),
  ];

  const ends = (raw: Raw): [string, string] => (raw.stage === "input" ? [`0|${raw.from}`, `1|${raw.to}`] : raw.stage === "line" ? [`1|${raw.from}`, `2|${raw.to}`] : [`2|${raw.from}`, `3|${raw.to}`]);
  const values = new Map<string, [number, number]>();
  for (const raw of raws) {
    ends(raw).forEach((id, end) => {
      const both = values.get(id) ?? [0, 0];
      both[end as 0 | 1] += raw.amount.value * raw.scale;
      values.set(id, both);
    });
  }
  const nodes = [...values].map(([id, [out, into]]): Node => {
    const name = id.slice(2);
    return { id, name: name === unstated ? unstated : nameOf(name), layer: Number(id[0]) as Node["layer"], x: 0, y: 0, height: 0, value: Math.max(out, into), ghost: name === unstated };
  });
  const layers = ([0, 1, 2, 3] as const).map((layer) => nodes.filter((n) => n.layer === layer).sort((a, b) => Number(a.ghost) - Number(b.ghost) || b.value - a.value || a.id.localeCompare(b.id, "en")));
  const most = Math.max(1, ...layers.map((layer) => layer.reduce((total, n) => total + n.value, 0)));
  const room = height - GAP * Math.max(0, ...layers.map((layer) => layer.length - 1));
  const k = Math.max(0, room) / most;
  layers.forEach((layer, l) => {
    let y = 0;
    for (const node of layer) {
      [node.x, node.y, node.height] = [((width - BAR) * l) / 3, y, Math.max(1.5, node.value * k)];
      y += Math.max(node.height, 6) + GAP;
    }
  });

  const at = new Map(nodes.map((n) => [n.id, n]));
  const used = new Map<string, [number, number]>();
  const rank = (id: string) => at.get(id)?.y ?? 0;
  const drawn = [...raws].sort((a, b) => rank(ends(a)[0]) - rank(ends(b)[0]) || rank(ends(a)[1]) - rank(ends(b)[1]));
  const links = drawn.map((raw): Link => {
    const [from, to] = ends(raw);
    const wide = raw.amount.value * raw.scale * k;
    const place = (id: string, end: 0 | 1) => {
      const both = used.get(id) ?? [0, 0];
      const middle = (at.get(id)?.y ?? 0) + both[end] + wide / 2;
      both[end] += wide;
      used.set(id, both);
      return middle;
    };
    const [y0, y1] = [place(from, 0), place(to, 1)];
    const [x0, x1] = [(at.get(from)?.x ?? 0) + BAR, at.get(to)?.x ?? 0];
    const mid = (x0 + x1) / 2;
    const first = raw.stage === "input" && !raw.ghost && raws.every((other) => other.stage !== "input" || other.to !== raw.to || other.amount.value <= raw.amount.value);
    return {
      id: `${from}>${to}>${raw.what}`, from, to, ghost: raw.ghost ?? false, first, wide,
      flow: { stage: raw.stage, from: raw.from, to: raw.to, what: raw.what, low: raw.amount.low, value: raw.amount.value, high: raw.amount.high, unit: raw.amount.unit, text: raw.amount.text },
      low: raw.amount.low * raw.scale * k, high: raw.amount.high * raw.scale * k,
      path: `M${px(x0)} ${px(y0)}C${px(mid)} ${px(y0)} ${px(mid)} ${px(y1)} ${px(x1)} ${px(y1)}`,
    };
  });
  return { nodes, links, height: Math.max(height, ...nodes.map((n) => n.y + n.height)) };
}
