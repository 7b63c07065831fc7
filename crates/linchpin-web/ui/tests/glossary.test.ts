import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KEYS, LANGUAGES, voice, type Key } from "../src/lib/strings";
import { figure, lexicon, told, type Row } from "../src/lib/words";

/** The terms of the trade, in three languages, and what must not stand for them: a calque that a reader of the trade would stumble over. */
const GLOSSARY: { key: Key; ko: string; zh: string }[] = [
  { key: "losses", ko: "손실을 보는 곳", zh: "谁受损" },
  { key: "draws", ko: "모의 수", zh: "抽样数" },
  { key: "baseline", ko: "기준선", zh: "基准" },
  { key: "basis", ko: "산정 기준", zh: "口径" },
  { key: "knownOn", ko: "정보 시점", zh: "信息截至" },
  { key: "verdict_no-rule-found", ko: "해당 규정 없음", zh: "未找到规定" },
  { key: "askLaw", ko: "규제 조회", zh: "查询法规" },
  { key: "page_world", ko: "공급망 현황", zh: "供应链概览" },
  { key: "reasons", ko: "이 숫자의 이유", zh: "该数字的依据" },
  { key: "firstWeek", ko: "첫 손실 주", zh: "首次受损周" },
  { key: "ofUsual", ko: "평소 산출 대비", zh: "占正常产出" },
  { key: "askTitle", ko: "규제 조회: 보낼 수 있는가?", zh: "查询：可否出口？" },
  { key: "studyFiles", ko: "실행되는 정의 원문", zh: "本次运行的定义文件" },
  { key: "who", ko: "주체", zh: "主体" },
  { key: "entity", ko: "표시", zh: "显示" },
  { key: "subject", ko: "대상", zh: "对象" },
];
const CALQUES = { ko: [/추출/, /누가 잃는가/, /못 찾음/, /정보 기준일/, /\d %/], zh: [/所知为准/, /首个受损周/, /中位抽样/, /常年产出/, /可否运送/, /缘由/] };
const SAME = /^(CSV|PNG|SVG|BibTeX|API|[\d\s%–~.,{}\w:()-]*)$/;

const table = (): Row[] => {
  const at = (path: string) => readFileSync(new URL(`../../../linchpin-results/src/contract/${path}`, import.meta.url), "utf8");
  const lines = ["lexicon.tsv", "studies.tsv"].flatMap((name) => at(name).split("\n")).filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t") as unknown as Row);
  const words = [...at("words.rs").matchAll(/^ {4}\["([^"]+)", "([^"]+)", "([^"]+)"\],$/gm)].map((m): Row => [m[1]!, m[2]!, m[3]!]);
  return [...words, ...lines];
};

describe("the glossary", () => {
  it("is what the strings say", () => {
    for (const { key, ko, zh } of GLOSSARY) expect([voice("ko")(key), voice("zh")(key)], key).toEqual([ko, zh]);
  });
  it("keeps calques out of every string", () => {
    for (const language of ["ko", "zh"] as const) for (const key of KEYS) for (const calque of CALQUES[language]) expect(voice(language)(key), `${language} ${key}`).not.toMatch(calque);
  });
  it("keeps English sentences out of Korean and Chinese", () => {
    for (const language of LANGUAGES.slice(1)) {
      for (const key of KEYS) {
        const text = voice(language)(key);
        expect(/[가-힣一-鿿]/.test(text) || SAME.test(text), `${language} ${key}: ${text}`).toBe(true);
      }
    }
  });
  it("keeps three meanings apart in Chinese", () => {
    const said = (["who", "entity", "subject"] as const).map((key) => voice("zh")(key));
    expect(new Set(said).size).toBe(3);
  });
});

describe("names and phrases of the data", () => {
  const words = lexicon(table());
  const ko = (text: string) => told(words, "ko", text);
  it("are told whole or part by part", () => {
    expect(ko("SK hynix Wuxi")).toBe("SK하이닉스 우시");
    expect(ko("vendor service (United States)")).toBe("장비사 서비스(미국)");
    expect(ko("Samsung Electronics in China (mainland)")).toBe("삼성전자 중국 본토 판매");
    expect(ko("SK hynix Wuxi DRAM without HBM output")).toBe("SK하이닉스 우시 DRAM(HBM 제외) 생산");
    expect(told(words, "zh", "China with Hong Kong: servers")).toBe("中国（含香港）：服务器");
    expect(told(words, "en", "SK hynix Wuxi")).toBe("SK hynix Wuxi");
    expect(ko("a sentence nobody knows")).toBe("a sentence nobody knows");
  });
  it("cover every study, scenario, assumption, site, product, material, tool and country of the repository", () => {
    const root = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    const names = (file: string) => root(`worlds/memory/${file}.csv`).trim().split("\n").slice(1).map((line) => /^[^,]+,("(?:[^"]|"")*"|[^,]*)/.exec(line)?.[1]?.replace(/^"|"$/g, "").replaceAll('""', '"') ?? "");
    const assumptions = [...root("worlds/memory/assumptions.toml").matchAll(/^name = "((?:[^"\\]|\\.)*)"/gm)].map((m) => m[1]!);
    const missing = [...["sites", "products", "materials", "tools", "countries", "segments"].flatMap(names), ...assumptions].filter((name) => ko(name) === name && /[a-z]/.test(name));
    expect(missing).toEqual([]);
  });
});

it("sets figures the Korean way", () => {
  expect(figure("ko", "-27 % [-48, -19]; 1,234 [1,000, 2,000]")).toBe("-27% [-48 ~ -19]; 1,234 [1,000 ~ 2,000]");
  expect(figure("zh", "-27 % [-48, -19]")).toBe("-27 % [-48, -19]");
});
