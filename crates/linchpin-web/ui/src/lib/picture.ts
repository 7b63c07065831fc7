// Drawings as files. In: an SVG of the page, its title and source. Out: a self-contained SVG text, or a PNG at twice the size.
// Invariant: what is seen is what is saved: every style is written into the copy, on paper of the page's colour, with title and source.

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order", "display", "vector-effect"];
const SPACE = "http://www.w3.org/2000/svg";
const PAD = 16;
const LINE = 18;

export interface Picture { text: string; width: number; height: number }

/** A copy of a drawing with the styles it is shown in. */
function styled(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [own, theirs] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  own.forEach((node, i) => {
    const style = getComputedStyle(node);
    const other = theirs[i];
    other?.setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    other?.removeAttribute("class");
  });
  return copy;
}

function made(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}

/** Paper, title and source around parts that stand in a box of this size. */
function framed(parts: readonly Element[], wide: number, high: number, title: string, source: string): Picture {
  const [width, height] = [Math.ceil(wide) + 2 * PAD, Math.ceil(high) + 2 * PAD + 2 * LINE];
  const body = getComputedStyle(document.documentElement);
  const words = (text: string, y: number, size: number) => made("text", { x: PAD, y, style: `font-family:Georgia,serif;font-size:${size}px;fill:${body.color}` }, text);
  const root = made("svg", { xmlns: SPACE, width, height, viewBox: `0 0 ${width} ${height}` });
  const inner = made("g", { transform: `translate(${PAD},${PAD + LINE})` });
  inner.append(...parts);
  root.append(made("rect", { width, height, fill: body.backgroundColor }), words(title, PAD + 6, 15), inner, words(source, height - PAD + 4, 11));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

function at(copy: SVGSVGElement, box: DOMRect, from: { left: number; top: number }): SVGSVGElement {
  for (const [key, value] of Object.entries({ x: box.left - from.left, y: box.top - from.top, width: box.width, height: box.height, overflow: "visible" })) copy.setAttribute(key, String(value));
  return copy;
}

/** Copies a drawing with the styles it is shown in. */
export function copied(svg: SVGSVGElement, title: string, source: string): Picture {
  const box = svg.getBoundingClientRect();
  return framed([at(styled(svg), box, box)], box.width, box.height, title, source);
}

/** Copies a table whose rows hold drawings: each line of its words where it stands, each drawing, and the rules between rows. */
export function copiedTable(table: HTMLTableElement, title: string, source: string): Picture {
  const from = table.getBoundingClientRect();
  const parts: Element[] = [];
  for (const row of table.querySelectorAll("tr")) {
    const box = row.getBoundingClientRect();
    if (box.height > 0 && !row.matches(".screen")) parts.push(made("path", { d: `M0 ${box.bottom - from.top}H${from.width}`, style: `stroke:${getComputedStyle(row.cells[0] ?? row).borderBottomColor}` }));
  }
  for (const svg of table.querySelectorAll("svg")) if (svg.clientWidth > 0) parts.push(at(styled(svg), svg.getBoundingClientRect(), from));
  const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest("svg, button, .screen, .hidden")) continue;
    const style = getComputedStyle(parent);
    const size = Number.parseFloat(style.fontSize);
    let line: { top: number; left: number; bottom: number; words: string } | undefined;
    const end = () => {
      if (line) parts.push(made("text", { x: line.left - from.left, y: line.bottom - from.top - 0.24 * size, style: `font:${style.fontWeight} ${size}px ${style.fontFamily};fill:${style.color};white-space:pre` }, line.words));
      line = undefined;
    };
    for (const word of (node.nodeValue ?? "").matchAll(/\S+\s*/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].trimEnd().length);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      if (line && Math.abs(box.top - line.top) > size / 2) end();
      line = line ? { ...line, words: line.words + word[0] } : { top: box.top, left: box.left, bottom: box.bottom, words: word[0] };
    }
    end();
  }
  return framed(parts, from.width, from.height, title, source);
}

/** The same as pixels, twice as many each way. */
export async function pixels(picture: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(2, 2);
  pen.drawImage(image, 0, 0);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}
