// Names and phrases of the data in the reader's language. In: an English text, and the core's table of [English, Korean, Chinese].
// Out: the text as the table has it, else told part by part ("SELLER in PLACE", "CAUSE (GOVERNMENT)", "WHO: WHAT", "A, B"); what no part tells stays.
// Invariant: English is never touched; a text is never half a sentence: a part that is a sentence of its own must be in the table.
import type { Language } from "./strings";

export type Row = readonly [string, string, string];
export type Lexicon = ReadonlyMap<string, Row>;

export function lexicon(rows: readonly Row[]): Lexicon {
  return new Map(rows.map((row) => [row[0], row]));
}

const COLUMN = { en: 0, ko: 1, zh: 2 } as const;

export function told(words: Lexicon, language: Language, text: string): string {
  if (language === "en" || text === "") return text;
  const column = COLUMN[language];
  const whole = (part: string) => words.get(part)?.[column];
  const say = (part: string): string => whole(part) ?? parts(part) ?? part;
  const parts = (part: string): string | undefined => {
    const ko = language === "ko";
    const without = /^without (.+)$/.exec(part)?.[1];
    if (without) return ko ? `${say(without)} 해제` : `取消${say(without)}`;
    const acted = /^(.+) \(([^()]+)\)$/.exec(part);
    if (acted && (whole(acted[1]!) ?? whole(acted[2]!))) return ko ? `${say(acted[1]!)}(${say(acted[2]!)})` : `${say(acted[1]!)}（${say(acted[2]!)}）`;
    const seller = /^(.+?) in (.+)$/.exec(part);
    if (seller && whole(seller[2]!)) return ko ? `${say(seller[1]!)} ${say(seller[2]!)} 판매` : `${say(seller[1]!)}在${say(seller[2]!)}`;
    const colon = /^([^:]+): (.+)$/.exec(part);
    if (colon && whole(colon[2]!)) return ko ? `${say(colon[1]!)}: ${say(colon[2]!)}` : `${say(colon[1]!)}：${say(colon[2]!)}`;
    if (part.includes(", ")) {
      const list = part.split(", ");
      if (list.some((one) => whole(one))) return list.map(say).join(ko ? ", " : "、");
    }
    // A name before a product or a measure: "SK hynix Wuxi DRAM without HBM output"; the longest name is meant.
    const at = [...part.matchAll(/ /g)].map((m) => m.index).findLast((i) => whole(part.slice(0, i)) && (whole(part.slice(i + 1)) ?? parts(part.slice(i + 1))) !== undefined);
    if (at !== undefined) return `${say(part.slice(0, at))} ${say(part.slice(at + 1))}`;
    return undefined;
  };
  return say(text);
}

/** Units of ours that stand behind a figure. */
const UNITS: [RegExp, string, string][] = [
  [/\bwafers\/month\b/g, "장/월", "片/月"], [/\bweeks?\b/g, "주", "周"], [/\/week\b/g, "/주", "/周"], [/(\d) points\b/g, "$1%p", "$1 个百分点"], [/\bstarts\b/g, "투입", "投片"], [/\byears?\b/g, "년", "年"], [/\bmonths?\b/g, "개월", "个月"],
];

/** Numbers as each language sets them: in Korean the per cent sign stands at its number and a range has a swung dash. */
export function figure(language: Language, text: string): string {
  if (language === "en") return text;
  const named = UNITS.reduce((so, [unit, ko, zh]) => so.replace(unit, language === "ko" ? ko : zh), text);
  return language === "ko" ? named.replace(/[\s\u00a0\u202f]%/g, "%").replace(/\[([^\][]+?), ([^\][]+)\]/g, "[$1 ~ $2]") : named;
}
