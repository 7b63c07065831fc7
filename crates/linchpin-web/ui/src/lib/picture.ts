// Drawings as files. In: an SVG of the page, its title and source. Out: a self-contained SVG text, or a PNG at twice the size.
// Invariant: what is seen is what is saved: every style is written into the copy, on paper of the page's colour, with title and source.

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order", "display", "vector-effect"];
const SPACE = "http://www.w3.org/2000/svg";
const PAD = 16;
const LINE = 18;

/** Copies a drawing with the styles it is shown in. */
export function copied(svg: SVGSVGElement, title: string, source: string): { text: string; width: number; height: number } {
  const box = svg.getBoundingClientRect();
  const [width, height] = [Math.ceil(box.width) + 2 * PAD, Math.ceil(box.height) + 2 * PAD + 2 * LINE];
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [own, theirs] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  own.forEach((node, i) => {
    const style = getComputedStyle(node);
    const other = theirs[i];
    other?.setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    other?.removeAttribute("class");
  });
  const root = document.createElementNS(SPACE, "svg");
  const body = getComputedStyle(document.documentElement);
  const words = (text: string, y: number, size: number) => {
    const line = document.createElementNS(SPACE, "text");
    line.setAttribute("x", String(PAD));
    line.setAttribute("y", String(y));
    line.setAttribute("style", `font-family:Georgia,serif;font-size:${size}px;fill:${body.color}`);
    line.textContent = text;
    return line;
  };
  const paper = document.createElementNS(SPACE, "rect");
  for (const [name, value] of Object.entries({ width, height, fill: body.backgroundColor })) paper.setAttribute(name, String(value));
  for (const [name, value] of Object.entries({ xmlns: SPACE, width, height, viewBox: `0 0 ${width} ${height}` })) root.setAttribute(name, String(value));
  copy.setAttribute("x", String(PAD));
  copy.setAttribute("y", String(PAD + LINE));
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  copy.setAttribute("overflow", "visible");
  root.append(paper, words(title, PAD + 6, 15), copy, words(source, height - PAD + 4, 11));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The same as pixels, twice as many each way. */
export async function pixels(picture: { text: string; width: number; height: number }): Promise<Blob> {
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
