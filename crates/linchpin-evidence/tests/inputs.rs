//! Every small input that a reader of the first build showed to be read wrongly, with the right value.
//!
//! Numbers, times, quotations, pages, and what two accounts disagree about; each is a case a person can
//! answer by hand.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::attribution::quotations;
use linchpin_evidence::divergence::{Divergence, Status, register};
use linchpin_evidence::document::{Document, Stated};
use linchpin_evidence::number::numbers;
use linchpin_evidence::pipeline::to_json;
use linchpin_evidence::time::{Anchor, times};

fn values(text: &str) -> String {
    let show = |n: &linchpin_evidence::number::Number| {
        format!("{} {}", n.value, n.unit.as_deref().unwrap_or("")).trim().to_owned()
    };
    numbers(text).iter().map(show).collect::<Vec<_>>().join(" | ")
}

fn whens(text: &str) -> String {
    let anchor = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
    times(text, anchor).into_iter().map(|when| when.value).collect::<Vec<_>>().join(" | ")
}

fn read_as(file: &str, text: &str) -> Analysis {
    let stated =
        Stated { file: file.to_owned(), published: "2024-03-28".parse().ok(), ..Stated::default() };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
}

fn read(text: &str) -> Analysis {
    read_as("text.txt", text)
}

/// Rows two texts give, those that look like one and are none aside.
fn rows(one: &str, two: &str) -> Vec<Divergence> {
    let all = register(&[read(one), read(two)]).divergences;
    all.into_iter().filter(|row| row.status != Status::NotOne).collect()
}

/// A text around one sentence, long enough for a changed copy to count as one.
fn around(sentence: &str) -> String {
    format!(
        "Quay reopens\n\n{sentence} The eastern quay opened again in May. Its two cranes were built in Lindau. \
         Nobody was hurt in the storm. The harbour council will meet in June.\n"
    )
}

fn kinds_of_change(one: &str, two: &str) -> Vec<String> {
    let found = rows(&around(one), &around(two));
    found.iter().map(|row| row.kind.as_str().to_owned()).collect()
}

#[test]
fn numbers_have_their_values() {
    for (text, right) in [
        ("Sales of KRW8.607 trillion", "8607000000000 KRW"),
        ("Sales of KRW 8.607 trillion", "8607000000000 KRW"),
        ("It paid RMB5.2 billion.", "5200000000 CNY"),
        ("It paid RMB 5.2 billion.", "5200000000 CNY"),
        ("The 3 Micron plants closed", "3"),
        ("On 2023-05-27 it opened.", ""),
        ("2023년 2월 10일 열렸다.", ""),
        ("2024年12月5日开工。", ""),
        ("The tariff costs USD115.5 and 75 USD million.", "115.5 USD | 75000000 USD"),
        ("Talks on 14 nov 2023 .", ""),
        ("The fee was paid on 11/20.", ""),
        ("half million notes", "500000"),
        ("1.3e6 shares", "1300000"),
        ("It was cheap in the 1990s.", ""),
        // Parts and scales in words.
        ("two and a fourth", "2.25"),
        ("six and a quarter", "6.25"),
        ("two hundred and three quarters", "200.75"),
        ("twenty-two fifths", "4.4"),
        ("thirty-five hundredths", "0.35"),
        ("three millionths", "0.000003"),
        ("four dozens of eggs", "48"),
        ("two hundred and three dozens", "236"),
        ("three hundred point zero four", "300.04"),
        ("three hundred point sixty-two", "300.62"),
        ("sixty - three ships", "63"),
        ("3.42 k", "3420"),
        ("The bar is 3-1/2 metres long.", "3.5 m"),
    ] {
        assert_eq!(values(text), right, "{text}");
    }
}

#[test]
fn times_have_their_values() {
    for (text, right) in [
        ("On 2023-05-27 it opened.", "2023-05-27"),
        ("2023년 2월 10일 열렸다.", "2023-02-10"),
        ("2024年12月5日开工。", "2024-12-05"),
        ("Talks on 14 nov 2023 .", "2023-11-14"),
        ("The fee was paid on 11/20.", "2023-11-20"),
        ("It ran from 5 March through 7 March.", "2024-03-05/2024-03-07"),
        ("It was cheap in the 1990s.", "199"),
        ("Sales fell in 3Q21.", "2021-Q3"),
        ("Sales fell in 1H24.", "2024-H1"),
        ("Sales fell in FY2025.", "FY2025"),
        ("It closes by end-2025.", "2025"),
        ("It ran for three and a half years.", "P3.5Y"),
        ("The flight takes an hour and a half.", "PT1.5H"),
    ] {
        assert_eq!(whens(text), right, "{text}");
    }
    let anchor = "2024-03-28".parse().ok().map(|as_of| Anchor::published(&as_of));
    let decade = &times("It was cheap in the 1990s.", anchor)[0];
    let days = decade.days.expect("a decade has days");
    assert_eq!(days.from.to_string(), "1990-01-01");
    assert_eq!(days.until.map(|day| day.to_string()).as_deref(), Some("2000-01-01"));
}

#[test]
fn sources_stand_beside_their_words_in_any_layout() {
    for (text, content, source) in [
        (
            "Han: “We shall not close the plant this year.”",
            "We shall not close the plant this year",
            "Han",
        ),
        (
            "Han: \"We shall not close the plant this year.\"",
            "We shall not close the plant this year",
            "Han",
        ),
        (
            "“We shall not close the plant this year.” -Commissioner Ruiz",
            "We shall not close the plant this year",
            "Commissioner Ruiz",
        ),
        (
            "\"We shall not close the plant this year.\" — Commissioner Ana Ruiz",
            "We shall not close the plant this year",
            "Commissioner Ana Ruiz",
        ),
    ] {
        let found = quotations(text);
        let words = |span: linchpin_evidence::span::Span| span.of(text).unwrap_or("");
        let seen: Vec<_> =
            found.iter().map(|q| (words(q.content), q.source.map(words).unwrap_or(""))).collect();
        assert!(seen.contains(&(content, source)), "{text}: {seen:?}");
    }
}

/// Content and source of every quotation of a document, with the furniture's left out.
fn said(text: &str) -> Vec<(String, String)> {
    let json = to_json(&read(text));
    let words = |value: &serde_json::Value| value["text"].as_str().unwrap_or("").to_owned();
    let all = json["quotations"].as_array().cloned().unwrap_or_default();
    all.iter().map(|q| (words(&q["content"]), words(&q["source"]))).collect()
}

#[test]
fn turns_and_open_quotations_keep_their_speaker() {
    let interview = "Harbour talk\n\nQ: Will the quay close this year?\n\n\
        A: No, the council wants to keep the quay open until the new one is built.\n";
    let seen = said(interview);
    assert!(seen.iter().any(|(c, s)| c.starts_with("Will the quay") && s == "Q"), "{seen:?}");
    assert!(seen.iter().any(|(c, s)| c.starts_with("No, the council") && s == "A"), "{seen:?}");
    let transcript = "Harbour hearing\n\nANNA RUIZ: The quay was closed on Monday and it will stay closed for a month.\n\n\
        PAUL DE VRIES: The council has not been told why the quay was closed.\n";
    let seen = said(transcript);
    assert!(
        seen.iter().any(|(c, s)| c.starts_with("The quay was") && s == "ANNA RUIZ"),
        "{seen:?}"
    );
    assert!(
        seen.iter().any(|(c, s)| c.starts_with("The council has") && s == "PAUL DE VRIES"),
        "{seen:?}"
    );
    let beat = "A story\n\nOld Tobias laughed. \"There was never any gold in that hill.\"\n\n\"I suppose,\" said the doctor slowly, \"that we must tell the father.\"\n";
    let seen = said(beat);
    assert!(seen.iter().any(|(c, s)| c.starts_with("There was") && s == "Old Tobias"), "{seen:?}");
    assert!(seen.iter().any(|(c, s)| c.starts_with("that we") && s == "the doctor"), "{seen:?}");
    let open = "Harbour talk\n\n“The quay was closed on Monday,” Anna Ruiz said. “It will stay closed for a month.\n\n\
        “After that the council will decide again.”\n";
    let seen = said(open);
    let later =
        seen.iter().find(|(c, _)| c.starts_with("After that")).expect("the later paragraph");
    assert_eq!(later.1, "Anna Ruiz", "{seen:?}");
}

#[test]
fn lines_before_a_break_belong_to_their_sentence() {
    let html = "<html><head><title>Talks on ore</title></head><body><article><h1>Talks on ore</h1>\
        <p>South Korea<br>asked China to stabilise the supply of raw materials, the ministry in Seoul said after the talks.</p>\
        <p>The two sides will meet again in June to go through the list of ores that are short.</p></article></body></html>";
    let json = to_json(&read_as("page.html", html));
    let claims = json["claims"].as_array().cloned().unwrap_or_default();
    let asked = claims.iter().find(|claim| claim["predicate"] == "request").expect("a request");
    assert_eq!(asked["agent"], "country:kor", "{asked}");
}

#[test]
fn short_paragraphs_lists_and_tables_are_read() {
    let html = "<html><head><title>Quay</title></head><body><article><h1>Three facts on the quay</h1>\
        <p>It is old.</p><ul><li>The quay was built in 1911.</li><li>It holds 40 ships.</li></ul>\
        <table><tr><th>Year</th><th>Ships</th></tr><tr><td>2022</td><td>312 ships called</td></tr></table>\
        <p>The harbour council will decide in June whether the quay is to be rebuilt or closed for good.</p></article></body></html>";
    let json = to_json(&read_as("page.html", html));
    let body = json["body"].as_str().unwrap_or("");
    for words in
        ["It is old.", "built in 1911", "holds 40 ships", "312 ships called", "decide in June"]
    {
        assert!(body.contains(words), "{words}: {body}");
    }
}

#[test]
fn a_day_of_publication_is_read_wherever_it_stands() {
    let page = |head: &str, body: &str| {
        format!(
            "<html><head><title>Quay</title>{head}</head><body><article><h1>Quay</h1>{body}\
             <p>The harbour council will decide whether the quay is to be rebuilt or closed for good.</p></article></body></html>"
        )
    };
    let ld = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-01T09:00:00+09:00\"}</script>";
    for (head, body, right) in [
        (ld, "", "2024-03-01"),
        (
            "<meta property=\"article:modified_time\" content=\"2024-03-02T09:00:00Z\">",
            "",
            "2024-03-02",
        ),
        ("", "<span>입력 2024.03.01</span>", "2024-03-01"),
        ("", "<div>发布时间：2024-03-05</div>", "2024-03-05"),
    ] {
        let stated = Stated { file: "page.html".to_owned(), ..Stated::default() };
        let document = Document::read(page(head, body).as_bytes(), &stated).expect("reads");
        let day = document.meta.published.as_ref().map(|known| known.value.days().from.to_string());
        assert_eq!(day.as_deref(), Some(right), "{head}{body}");
    }
}

#[test]
fn headers_of_a_notice_are_nobody() {
    let notice = "DEPARTMENT OF COMMERCE\n\nBureau of Industry and Security\n\n15 CFR Part 744\n\n[Docket No. 231013-0248]\n\n\
        RIN 0694-AI94\n\nAdditions to the Entity List\n\nAGENCY: Bureau of Industry and Security, Commerce.\n\nACTION: Final rule.\n\n\
        SUMMARY: In this rule, the Bureau of Industry and Security amends the list by adding three entities.\n\n\
        DATES: This rule is effective March 3, 2024.\n";
    let json = to_json(&read(notice));
    let mentions = json["mentions"].as_array().cloned().unwrap_or_default();
    for mention in &mentions {
        let (kind, text) =
            (mention["kind"].as_str().unwrap_or(""), mention["text"].as_str().unwrap_or(""));
        let body = text.contains("Bureau") || text.to_uppercase().contains("COMMERCE");
        let named = matches!(kind, "person" | "company") || kind == "organisation" && !body;
        assert!(!named, "{kind} {text}");
    }
}

#[test]
fn a_verb_turned_round_is_found() {
    for (one, two) in [
        ("The council imposed a levy on glass.", "The council lifted a levy on glass."),
        ("The council increased the levy on glass.", "The council reduced the levy on glass."),
        ("The rule will exempt small yards.", "The rule will include small yards."),
        (
            "The yard filed a complaint with the court.",
            "The yard withdrew a complaint with the court.",
        ),
        (
            "The works failed the safety test of the state.",
            "The works passed the safety test of the state.",
        ),
        ("Orders rose in the first half.", "Orders fell in the first half."),
        ("The yard said it would accept the offer.", "The yard said it would reject the offer."),
    ] {
        let found = kinds_of_change(one, two);
        assert_eq!(found, ["negation"], "{one} / {two}");
    }
}

#[test]
fn a_dropped_or_added_qualifier_is_found() {
    for (one, two, kind) in [
        ("The rule covers critical ores.", "The rule covers ores.", "scope"),
        ("The rule covers legacy chips.", "The rule covers chips.", "scope"),
        ("The rule covers advanced chips.", "The rule covers chips.", "scope"),
        ("The rule covers some civilian drones.", "The rule covers drones.", "scope"),
        (
            "The ministry asked for key raw materials.",
            "The ministry asked for raw materials.",
            "scope",
        ),
        (
            "The yard will pay up to 40 million euros.",
            "The yard will pay 40 million euros.",
            "number",
        ),
        ("The yard employs about 300 people.", "The yard employs 300 people.", "number"),
    ] {
        for (one, two) in [(one, two), (two, one)] {
            let found = kinds_of_change(one, two);
            assert_eq!(found, [kind], "{one} / {two}");
        }
    }
}

#[test]
fn another_thing_place_or_office_is_found() {
    for (one, two, kind) in [
        ("Exports of chips to the island fell.", "Exports of cars to the island fell.", "term"),
        (
            "Washington barred Dutch firms from the tender.",
            "The Netherlands barred US firms from the tender.",
            "role-reversal",
        ),
        ("South Korea asked China for help.", "China asked South Korea for help.", "role-reversal"),
        (
            "The ministers met in Detroit on Friday.",
            "The ministers met in Seoul on Friday.",
            "place",
        ),
        (
            "The delegation flew to Osaka on Friday.",
            "The delegation flew to Busan on Friday.",
            "place",
        ),
        (
            "Director-General Kim Soo-jin met the mayor.",
            "Director Kim Soo-jin met the mayor.",
            "title",
        ),
    ] {
        let found = kinds_of_change(one, two);
        assert_eq!(found, [kind], "{one} / {two}");
    }
}

#[test]
fn other_words_for_the_same_raise_no_alarm() {
    for (one, two) in [
        ("The firm will hire forty welders.", "The company will hire forty welders."),
        ("“Good morning,” the mayor said.", "“Hello,” the mayor said."),
        (
            "“We cannot deliver the glass on time,” the mayor said.",
            "“We can't deliver the glass on time,” the mayor said.",
        ),
        (
            "The council said the quay was safe and it would not close it.",
            "The council said the quay was safe. And it would not close it.",
        ),
        (
            "Micron had failed its review and it would not sell to operators, the regulator said.",
            "Micron had failed its review, and it would not sell to operators, the regulator said.",
        ),
    ] {
        let found = kinds_of_change(one, two);
        assert!(found.is_empty(), "{one} / {two}: {found:?}");
    }
}

/// Two accounts of one meeting with one sentence of their own.
fn accounts(one: &str, two: &str) -> Vec<Divergence> {
    let first = format!(
        "Ministers meet in Oslo\n\nOla Lindqvist, the trade minister of Norway, met Kenji Moritani, the trade minister of Japan, in Oslo.\n\n{one}\n\n\
         Norway has sold timber to Japan since the war.\n\nIts fishermen want a quota of their own.\n"
    );
    let second = format!(
        "Norway and Japan hold talks\n\nKenji Moritani, Japan's minister of trade, held talks with Ola Lindqvist, Norway's minister of trade, in Oslo.\n\n{two}\n\n\
         Snow kept the press outside the old town hall.\n\nBoth went to a concert in the evening.\n"
    );
    register(&[read(&first), read(&second)]).divergences
}

#[test]
fn participants_are_compared_across_accounts() {
    let found = accounts(
        "About 30 business leaders attended the dinner after the talks.",
        "In the evening more than 40 executives attended a banquet, the hotel said.",
    );
    let rows: Vec<_> = found.iter().filter(|row| row.slot == "how many took part").collect();
    assert_eq!(rows.len(), 1, "{found:?}");
    let found = accounts(
        "The dinner was attended by leaders of Nokia, Volvo, Maersk, Equinor and Sony.",
        "At the banquet in the evening Toyota, Hitachi, Nokia, Volvo, Maersk, Equinor and Sony joined the ministers.",
    );
    let rows: Vec<_> = found.iter().filter(|row| row.slot == "who took part").collect();
    assert_eq!(rows.len(), 1, "{found:?}");
}

#[test]
fn three_renderings_of_one_verb_are_one_explained_row() {
    let told = |sentence: &str, rest: &str| {
        read(&format!(
            "Chinese Commerce Minister Wang Wentao met South Korean Trade Minister Ahn Duk-geun.\n\n{sentence}\n\n{rest}\n"
        ))
    };
    let all = [
        told(
            "Wang said that China hopes to deepen trade and investment cooperation with South Korea.",
            "The press waited for an hour at the hotel.\n\nFew of its guests knew who had come.",
        ),
        told(
            "China is willing to deepen trade and investment cooperation with South Korea, Wang told reporters at the door.",
            "Rain fell on the flags of both delegations.\n\nTheir cars left by the back gate.",
        ),
        told(
            "Beijing stands prepared to deepen its cooperation on trade and investment, a notice of the Chinese Ministry of Commerce said.",
            "A paper of eight lines came out late in the evening.\n\nNobody took questions.",
        ),
    ];
    let found = register(&all).divergences;
    let rows: Vec<_> = found.iter().filter(|row| row.slot.contains("commits itself")).collect();
    assert_eq!(rows.len(), 1, "{found:?}");
    assert_eq!(rows[0].status, Status::Explained);
}

#[test]
fn a_day_in_two_zones_is_no_disagreement_and_a_clause_dates_only_itself() {
    let found = accounts(
        "The Norwegian ministry of trade released a statement on Saturday.",
        "The Norwegian ministry of trade released a statement on the 22nd (local time).",
    );
    let open: Vec<_> = found
        .iter()
        .filter(|row| row.kind.as_str() == "date" && row.status != Status::NotOne)
        .collect();
    assert!(open.is_empty(), "{open:?}");
    let found = accounts(
        "Lindqvist met Moritani on the sidelines of the Nordic conference in Oslo, which ended on Friday.",
        "Lindqvist met Moritani at the Nordic conference in Oslo on Thursday.",
    );
    let days: Vec<_> = found.iter().filter(|row| row.kind.as_str() == "date").collect();
    assert!(days.is_empty(), "{days:?}");
}

#[test]
fn a_thing_of_a_sentence_is_no_speaker() {
    for text in [
        "No firms were named as joining President Lee's delegation in earlier reports, but the large presence signals a push to rebuild ties.",
        "The trip aims to restart talks between the two states after a period of strained relations.",
        "The trip seeks to lower the hurdles of trade and to bring the two states together again.",
    ] {
        let sources: Vec<_> = quotations(text).iter().filter_map(|q| q.source?.of(text)).collect();
        assert!(sources.is_empty(), "{sources:?}");
    }
}

#[test]
fn korean_and_chinese_bytes_are_read_to_claims() {
    let korean = "항만 협상\n\n산업통상자원부는 중국 측에 핵심 원자재 340톤의 공급을 요청했다고 27일 밝혔다.\n";
    let chinese = "港口会谈\n\n商务部表示，中方愿同韩方深化贸易合作，去年出口额为27亿美元。\n";
    for (text, label) in
        [(korean, "euc-kr"), (korean, "utf-8"), (chinese, "gb18030"), (chinese, "utf-8")]
    {
        let encoder = encoding_rs::Encoding::for_label(label.as_bytes()).expect("known");
        let bytes = encoder.encode(text).0;
        let stated = Stated { published: "2024-03-28".parse().ok(), ..Stated::default() };
        let json = to_json(&Analysis::of(Document::read(&bytes, &stated).expect("reads")));
        for layer in ["sentences", "numbers", "times", "quotations", "claims"] {
            assert!(!json[layer].as_array().expect("a layer").is_empty(), "{label}: {layer}");
        }
    }
}
