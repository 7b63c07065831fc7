import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KEYS, LANGUAGES, voice, type Key } from "../src/lib/strings";
import { cited, figure, lexicon, marked, told, type Mark, type Row } from "../src/lib/words";

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
const CALQUES = { ko: [/추출/, /누가 잃는가/, /못 찾음/, /정보 기준일/, /\d %/], zh: [/\d %/, /所知为准/, /首个受损周/, /中位抽样/, /常年产出/, /可否运送/, /缘由/] };
const SAME = /^(CSV|PNG|SVG|BibTeX|API|[\d\s%–~.,{}\w:()-]*)$/;

const table = (): Row[] => {
  const at = (path: string) => readFileSync(new URL(`../../../linchpin-results/src/contract/${path}`, import.meta.url), "utf8");
  const lines = ["lexicon.tsv", "accounts.tsv", "notes.tsv", "site_notes.tsv", "studies.tsv", "law.tsv", "acts.tsv", "names.tsv", "events.tsv", "phrases.tsv"].flatMap((name) => at(name).split("\n")).filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t") as unknown as Row);
  const words = [...at("vocabulary.rs").matchAll(/^ {4}\["([^"]+)", "([^"]+)", "([^"]+)"\],$/gm)].map((m): Row => [m[1]!, m[2]!, m[3]!]);
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
    expect(ko("missing vendor service (United States)")).toBe("장비사 서비스 부족(미국)");
    expect(ko("Samsung Electronics in China (mainland)")).toBe("삼성전자 중국 본토 판매");
    expect(ko("SK hynix Wuxi DRAM without HBM output")).toBe("SK하이닉스 우시 DRAM(HBM 제외) 생산");
    expect(told(words, "zh", "SK hynix Wuxi DRAM without HBM output")).toBe("SK海力士无锡 DRAM（不含HBM）产量");
    expect(told(words, "zh", "Samsung Electronics revenue")).toBe("三星电子收入");
    expect(told(words, "zh", "HBM output")).toBe("HBM 产量");
    expect(told(words, "zh", "China with Hong Kong: servers")).toBe("中国（含香港）：服务器");
    expect(told(words, "en", "SK hynix Wuxi")).toBe("SK hynix Wuxi");
    expect(told(words, "zh", "Etch, Deposition (CVD, ALD, PVD), Cleaning")).toBe("刻蚀设备、沉积设备（CVD、ALD、PVD）、清洗设备");
    expect(told(words, "zh", "SK hynix Wuxi (HBM)")).toBe("SK海力士无锡（HBM）");
    expect(ko("SK hynix (DRAM without HBM, Europe: servers)")).toBe("SK하이닉스(DRAM(HBM 제외), 유럽: 서버)");
    expect(ko("order kr: no rule found (coverage partial: no claim that there is none)")).toBe("한국 법: 해당 규정 없음(일부만 수록: 규정이 없다는 뜻은 아님)");
    expect(ko("a sentence nobody knows")).toBe("a sentence nobody knows");
  });
  it("leave the names of sources alone unless they are ours", () => {
    const relay = "sinodefenceforum.com, CXMT’s capacity, output and revenue shares (relay of Counterpoint), 2025";
    expect(cited(words, "ko", relay)).toBe(relay);
    expect(cited(words, "zh", "Linchpin authors, General knowledge of the Linchpin authors, not confirmed by a document, 2026")).toBe("本程序作者的一般知识（未经文件证实），2026");
  });
  it("are never half a sentence", () => {
    for (const text of ["Firms sold far fewer cars in China", "the difference of the medians, without a range of its own.", "Lines stood still for weeks in Korea"]) {
      expect([told(words, "ko", text), told(words, "zh", text)]).toEqual([text, text]);
    }
    // A figure begins with no letter: the name before it may have an "and".
    expect(told(words, "zh", "gallium and its compounds, neon and 21 more")).toBe("镓及其化合物、氖及另外 21 项");
    expect(ko("there is no run `no-such-run`")).toBe("실행 `no-such-run` 없음");
  });
  it("cover what happened in the world, and every act of the law", () => {
    const root = new URL("../../../../", import.meta.url);
    const cells = (line: string) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1]!.replace(/^"|"$/g, "").replaceAll('""', '"'));
    const [head = "", ...lines] = readFileSync(new URL("worlds/memory/events.csv", root), "utf8").trim().split("\n");
    const at = (column: string) => cells(head).indexOf(column);
    const happened = lines.map(cells).flatMap((row) => [row[at("what")]!, row[at("note")]!, row[at("modality")]!]);
    const acts = readdirSync(new URL("policy/", root), { recursive: true, encoding: "utf8" }).filter((name) => /^(us|cn|kr|jp|nl|eu|tw)\/.*\.toml$/.test(name));
    const titles = acts.flatMap((name) => [...readFileSync(new URL(`policy/${name}`, root), "utf8").matchAll(/^\[\[act\]\]\n(?:[^\n[][^\n]*\n)*?title = "((?:[^"\\]|\\.)*)"/gm)].map((m) => m[1]!));
    expect([happened.length > 150, titles.length > 100]).toEqual([true, true]);
    const missing = [...happened, ...titles].filter((text) => / /.test(text) && (told(words, "ko", text) === text || told(words, "zh", text) === text));
    expect([...new Set(missing)]).toEqual([]);
  });
  it("cover every note beside a fact of the world, and beside every act", () => {
    const root = new URL("../../../../", import.meta.url);
    const cells = (line: string) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1]!.replace(/^"|"$/g, "").replaceAll('""', '"'));
    const files = readdirSync(new URL("worlds/memory/", root), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".csv") && name !== "sources.csv");
    const beside = files.flatMap((name) => {
      const [head = "", ...lines] = readFileSync(new URL(`worlds/memory/${name}`, root), "utf8").trim().split("\n");
      const at = cells(head).indexOf("note");
      return at < 0 ? [] : lines.map((line) => cells(line)[at] ?? "");
    });
    const acts = readdirSync(new URL("policy/", root), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".toml"));
    const ofActs = acts.flatMap((name) => [...readFileSync(new URL(`policy/${name}`, root), "utf8").matchAll(/^note = "((?:[^"\\]|\\.)*)"/gm)].map((m) => m[1]!.replaceAll('\\"', '"')));
    expect([beside.filter(Boolean).length > 700, ofActs.length > 80]).toEqual([true, true]);
    const missing = [...beside, ...ofActs].filter((text) => /[a-z]{2} [a-z]/.test(text) && (["ko", "zh"] as const).some((language) => told(words, language, text) === text));
    expect([...new Set(missing)]).toEqual([]);
  });
  it("tell a note clause by clause, and never half of one", () => {
    const note = "8 to 10 weeks at Renesas; was 0.84; low and high are ours";
    expect([ko(note), told(words, "zh", note)]).toEqual(["르네사스에서 8~10주; 이전 값 0.84; 하한과 상한은 자체 가정", "瑞萨为 8 至 10 周；原为 0.84；下限和上限为自行假设"]);
    expect(ko("HBM4: 7 to 8 thousand USD; the mix is ours")).toBe("HBM4: 7천~8천 달러; 구성은 자체 가정");
    expect(ko("8 to 10 weeks at Renesas; a word that nobody here knows")).toBe("8 to 10 weeks at Renesas; a word that nobody here knows");
  });
  it("cover every study, scenario, assumption, site, product, material, tool and country of the repository", () => {
    const root = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    const names = (file: string) => root(`worlds/memory/${file}.csv`).trim().split("\n").slice(1).map((line) => /^[^,]+,("(?:[^"]|"")*"|[^,]*)/.exec(line)?.[1]?.replace(/^"|"$/g, "").replaceAll('""', '"') ?? "");
    const assumptions = [...root("worlds/memory/assumptions.toml").matchAll(/^name = "((?:[^"\\]|\\.)*)"/gm)].map((m) => m[1]!);
    const missing = [...["sites", "products", "materials", "tools", "countries", "segments"].flatMap(names), ...assumptions].filter((name) => ko(name) === name && /[a-z]/.test(name));
    expect(missing).toEqual([]);
  });
  it("cover why each assumption is needed, what accounts count, and what studies leave out", () => {
    const root = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    const plain = (text: string) => text.replace(/\\(.)/g, "$1");
    const whys = [...root("worlds/memory/assumptions.toml").matchAll(/^why = "((?:[^"\\]|\\.)*)"/gm)].map((m) => plain(m[1]!));
    const facts = readdirSync(new URL("../../../../worlds/memory/facts", import.meta.url)).filter((name) => name.endsWith(".csv"));
    const cells = (line: string) => [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map((m) => m[1]!.replace(/^"|"$/g, "").replaceAll('""', '"'));
    const columns = facts.flatMap((name) => {
      const [head, ...lines] = root(`worlds/memory/facts/${name}`).trim().split("\n").map(cells);
      const of = (column: string) => lines.map((line) => line[head!.indexOf(column)] ?? "");
      return [...of("basis"), ...of("grade"), ...of("quantity").map((quantity) => quantity.replaceAll("-", " "))];
    });
    const studies = readdirSync(new URL("../../../../studies", import.meta.url)).filter((name) => !name.includes("."));
    const left = studies.flatMap((name) => [...(/not_modelled = \[([^\]]*)\]/.exec(root(`studies/${name}/study.toml`))?.[1] ?? "").matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => plain(m[1]!)));
    expect([whys.length > 60, columns.length > 900, left.length > 20]).toEqual([true, true, true]);
    // What stays is no word of ours: a name, such as that of a counting house.
    const missing = [...new Set([...whys, ...columns, ...left])].filter((text) => ko(text) === text && /[a-z]{3}/.test(text));
    expect(missing).toEqual([]);
  });
});

describe("sentences with places", () => {
  const words = lexicon(table());
  const templates = table().filter(([en]) => en.includes("{"));
  const fill = (text: string) => text.replace(/\{([!#=]?)(\d)\}/g, (_, manner: string, at: string) => (manner === "!" ? "gallium" : `7${at}`));
  const own = (en: string, text: string, word: string) => text.replace(/\{[!#=]?(\d)\}/g, (_, at: string) => (en.includes(`{!${at}}`) ? word : `7${at}`));
  it("are found again and told, every one of them", () => {
    expect(templates.length).toBeGreaterThan(60);
    for (const [en, ko, zh] of templates) expect([told(words, "ko", fill(en)), told(words, "zh", fill(en))], en).toEqual([own(en, ko, "갈륨"), own(en, zh, "镓")]);
  });
  it("say a lever, a verdict and a label of a date as the core does", () => {
    // By hand; the core's own test has the same cases.
    expect(told(words, "ko", "Samsung Xi'an: tool imports licence-required, presumption-of-denial")).toBe("삼성 시안: 장비 반입: 허가 필요, 거부 추정");
    expect(told(words, "zh", "spare parts from United States (Etch): the share approved is as drawn from `tool-x`, the review takes 12 weeks")).toBe("美国的备件（刻蚀设备）：获批比例 假设 `tool-x` 的取值，审查周数 12");
    expect(told(words, "ko", "ends vary by 0.4 and 1 points")).toBe("양 끝의 오차 0.4 및 1%p");
  });
  it("use the words of the interface for verdicts", () => {
    for (const verdict of ["not-controlled", "no-rule-found", "authorised", "compliance-not-due", "unknown", "licence-required", "prohibited-in-principle", "prohibited", "conflict"]) {
      for (const language of ["ko", "zh"] as const) expect(told(words, language, verdict), verdict).toBe(voice(language)(`verdict_${verdict}` as Key));
    }
  });
  it("keep calques out of the tables too", () => {
    for (const [en, ko, zh] of table()) for (const [language, text] of [["ko", ko], ["zh", zh]] as const) for (const calque of CALQUES[language]) expect(text, en).not.toMatch(calque);
  });
});

it("sets figures the Korean way", () => {
  expect(figure("ko", "-27 % [-48, -19]; 1,234 [1,000, 2,000]")).toBe("-27% [-48 ~ -19]; 1,234 [1,000 ~ 2,000]");
  expect(figure("zh", "-27 % [-48, -19]")).toBe("-27% [-48, -19]");
  // By hand, the same cases as the core has.
  for (const [en, ko, zh] of [["0.04 [0.02, 0.1] per year", "0.04 [0.02 ~ 0.1]/년", "0.04 [0.02, 0.1]/年"], ["191,000 USD/(wafer/month)", "191,000달러/(장/월)", "191,000 美元/(片/月)"], ["5 [1.5, 7] multiple", "5 [1.5 ~ 7]배", "5 [1.5, 7] 倍"], ["20,813 mn USD/week", "20,813 백만 달러/주", "20,813 百万美元/周"], ["8 [4, 13] weeks", "8 [4 ~ 13]주", "8 [4, 13] 周"], ["190,000 wafers/month", "190,000장/월", "190,000 片/月"]] as const) expect([figure("ko", en), figure("zh", en)]).toEqual([ko, zh]);
});

it("parts texts with the marks of the language", () => {
  const set = (language: "en" | "ko" | "zh") => ["a", ":", "b", ",", "c", "/", "d", "(", "e", ";", "f", ")", "."].map((one) => (/\w/.test(one) ? one : marked(language, one as Mark))).join("");
  expect([set("en"), set("ko"), set("zh")]).toEqual(["a: b, c, d (e; f). ", "a: b, c, d(e; f). ", "a：b，c、d（e；f）。"]);
});
