// Names and phrases of the data in the reader's language. In: an English text, and the core's table of [English, Korean, Chinese].
// Out: the text as the table has it, else told part by part ("SELLER in PLACE", "CAUSE (GOVERNMENT)", "WHO: WHAT", "A, B"); what no part tells stays.
// Invariant: English is never touched; a text is never half a sentence: a part that is a sentence of its own must be in the table.
import type { Language } from "./strings";

export type Row = readonly [string, string, string];
/** A sentence with places: {0} is told, {!0} must be a word of the table, {#0} is a figure, {=0} stays. */
interface Template { words: number; fits: RegExp; places: { manner: string; at: number }[]; row: Row }
export interface Lexicon { whole: ReadonlyMap<string, Row>; templates: readonly Template[] }

const PLACE = /\{([!#=]?)(\d)\}/g;

function template(row: Row): Template {
  const places = [...row[0].matchAll(PLACE)].map((m) => ({ manner: m[1] ?? "", at: Number(m[2]) }));
  const words = row[0].split(PLACE).filter((_, i) => i % 3 === 0);
  const bare = words.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  // A figure begins with no letter.
  const fits = bare.map((part, i) => part + (i < places.length ? (places[i]?.manner === "#" ? "([^\\p{L}].*?)" : "(.+?)") : "")).join("");
  return { words: words.join("").length, fits: new RegExp(`^${fits}$`, "u"), places, row };
}

export function lexicon(rows: readonly Row[]): Lexicon {
  // Of two sentences that fit, the one that says more of the text itself is meant.
  const templates = rows.filter((row) => row[0].includes("{")).map(template).sort((a, b) => b.words - a.words);
  return { whole: new Map(rows.map((row) => [row[0], row])), templates };
}

/** The parts of a list; what stands in brackets is one part. */
function listed(text: string, mark: string): string[] {
  const parts: string[] = [];
  let [from, depth] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    depth += text[i] === "(" ? 1 : text[i] === ")" ? -1 : 0;
    if (depth === 0 && i >= from && text.startsWith(mark, i)) {
      parts.push(text.slice(from, i));
      from = i + mark.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** "Etch (China (mainland))" as what stands before its last bracket, and what stands in it. */
function bracketed(text: string): [string, string] | undefined {
  if (!text.endsWith(")")) return undefined;
  let depth = 0;
  for (let i = text.length - 1; i > 0; i--) {
    depth += text[i] === ")" ? 1 : text[i] === "(" ? -1 : 0;
    if (depth === 0) return text[i - 1] === " " && i > 1 ? [text.slice(0, i - 1), text.slice(i + 1, -1)] : undefined;
  }
  return undefined;
}

const COLUMN = { en: 0, ko: 1, zh: 2 } as const;

/** The name or title of a source: told where the table has all of it, which it has of ours alone; of others' not even a part is. */
export function cited(words: Lexicon, language: Language, text: string): string {
  const own = words.whole.has(text) || words.templates.some((one) => one.fits.test(text));
  return own ? told(words, language, text) : text;
}

const MARKS = { ",": [", ", ", ", "，"], ";": ["; ", "; ", "；"], ":": [": ", ": ", "："], "/": [", ", ", ", "、"], "(": [" (", "(", "（"], ")": [")", ")", "）"], ".": [". ", ". ", "。"], " ": [" ", " ", ""] } as const;
export type Mark = keyof typeof MARKS;

/** A mark as the language sets it, with its space; a slash parts a list. Marks of Chinese are wide, and Korean has no space before a bracket. */
export function marked(language: Language, mark: Mark): string {
  return MARKS[mark][COLUMN[language]];
}

/** Two parts of a name beside each other: Chinese has a space only where a Latin letter or figure meets another letter. */
function beside(language: Language, one: string, other: string): string {
  const [last, first] = [one.slice(-1), other.slice(0, 1)];
  const apart = language !== "zh" || (/[\p{L}\p{N}]{2}/u.test(last + first) && /[A-Za-z\d]/.test(last + first));
  return `${one}${apart ? " " : ""}${other}`;
}

export function told(words: Lexicon, language: Language, text: string): string {
  if (language === "en" || text === "") return text;
  const column = COLUMN[language];
  const ko = language === "ko";
  const whole = (part: string) => words.whole.get(part)?.[column];
  const say = (part: string): string => whole(part) ?? clauses(part) ?? sentence(part) ?? parts(part) ?? part;
  /** A note as its clauses, which semicolons part, where the table has every one of them. */
  const clauses = (part: string): string | undefined => {
    const all = listed(part, "; ");
    const said = all.length > 1 ? all.flatMap((clause) => whole(clause) ?? []) : [];
    return said.length > 0 && said.length === all.length ? said.join(ko ? "; " : "；") : undefined;
  };
  const sentence = (part: string): string | undefined => {
    for (const one of words.templates) {
      const found = one.fits.exec(part);
      if (!found) continue;
      const given = new Map(one.places.map(({ at }, i) => [at, found[i + 1] ?? ""]));
      if (one.places.some(({ manner, at }) => manner === "!" && say(given.get(at) ?? "") === given.get(at))) continue;
      return one.row[column].replace(PLACE, (_, manner: string, at: string) => {
        const value = given.get(Number(at)) ?? "";
        return manner === "=" ? value : manner === "#" ? figure(language, value) : say(value);
      });
    }
    return undefined;
  };
  /** Part of a list that is told must not stand beside a sentence that is not: half a text in each language is none. */
  const untold = (one: string) => (one.match(/(?<![\p{L}\d:._-])\p{Ll}{2,}(?![\p{L}:._-])/gu) ?? []).length > 2;
  const joined = (list: string[], mark: string): string | undefined => {
    const said = list.map(say);
    if (said.some((one, i) => one === list[i] && untold(one))) return undefined;
    return said.some((one, i) => one !== list[i]) ? said.join(mark) : undefined;
  };
  const parts = (part: string): string | undefined => {
    // Half a sentence is none: what follows must be a word or a list of words.
    const without = /^without (.+)$/.exec(part)?.[1];
    if (without && say(without) !== without) return ko ? `${say(without)} 해제` : `取消${say(without)}`;
    const who = listed(part, ": ")[0]!;
    const sides = who.length < part.length ? joined([who, part.slice(who.length + 2)], ko ? ": " : "：") : undefined;
    if (sides !== undefined) return sides;
    const bracket = bracketed(part);
    const held = bracket ? [say(bracket[0]), say(bracket[1])] : [];
    if (bracket && (held[1] !== bracket[1] || whole(bracket[1]) !== undefined)) return ko ? `${held[0]}(${held[1]})` : `${held[0]}（${held[1]}）`;
    const seller = /^(.+?) in (.+)$/.exec(part);
    if (seller && whole(seller[1]!) && whole(seller[2]!)) return ko ? `${say(seller[1]!)} ${say(seller[2]!)} 판매` : `${say(seller[1]!)}在${say(seller[2]!)}`;
    for (const [mark, own] of [["; ", "；"], [", ", "、"]] as const) {
      const all = listed(part, mark);
      const list = all.length > 1 ? joined(all, ko ? mark : own) : undefined;
      if (list !== undefined) return list;
    }
    // A name before a product or a measure: "SK hynix Wuxi DRAM without HBM output"; the longest name is meant.
    const at = [...part.matchAll(/ /g)].map((m) => m.index).findLast((i) => whole(part.slice(0, i)) && (whole(part.slice(i + 1)) ?? parts(part.slice(i + 1))) !== undefined);
    if (at !== undefined) return beside(language, say(part.slice(0, at)), say(part.slice(at + 1)));
    return undefined;
  };
  return say(text);
}

/** Units of ours that stand behind a figure, as the core has them. */
const UNITS: [RegExp, string, string][] = [
  [/ per /g, "/", "/"], [/\bmn USD\b/g, "백만 달러", "百万美元"], [/\bbn USD\b/g, "십억 달러", "十亿美元"], [/\bUSD\b/g, "달러", "美元"], [/\bwafers?\b/g, "장", "片"], [/\/month\b/g, "/월", "/月"], [/\bmonths?\b/g, "개월", "个月"],
  [/\bweeks?\b/g, "주", "周"], [/\bdays?\b/g, "일", "天"], [/\byears?\b/g, "년", "年"], [/(\d) points\b/g, "$1%p", "$1 个百分点"], [/\bstarts\b/g, "투입", "投片"], [/\bmultiple\b/g, "배", "倍"], [/\bindex\b/g, "지수", "指数"], [/\bcount\b/g, "개", "个"],
];

/** Numbers as each language sets them: the per cent sign stands at its number, and in Korean a counter too, and a range has a swung dash. */
export function figure(language: Language, text: string): string {
  if (language === "en") return text;
  const named = UNITS.reduce((so, [unit, ko, zh]) => so.replace(unit, language === "ko" ? ko : zh), text).replace(/[\s\u00a0\u202f]%/g, "%");
  return language === "ko" ? named.replace(/\[([^\][]+?), ([^\][]+)\]/g, "[$1 ~ $2]").replace(/([\d\]]) (장|주|일|년|배|지수|개|달러)/g, "$1$2") : named;
}
