//! What makes one event of two documents that share a single party: the same deed, pinned down. All texts are invented.

use linchpin_evidence::analysis::Analysis;
use linchpin_evidence::divergence::account::account;
use linchpin_evidence::divergence::events::same_event;
use linchpin_evidence::document::{Document, Stated};

fn read(published: &str, text: &str) -> Analysis {
    let stated = Stated { published: published.parse().ok(), ..Stated::default() };
    Analysis::of(Document::read(text.as_bytes(), &stated).expect("reads"))
}

/// Tuesday 26 March 2024 and the day after.
fn one_event(one: &str, two: &str) -> bool {
    let (a, b) = (read("2024-03-26", one), read("2024-03-27", two));
    same_event(&account(&a), &account(&b))
}

const SALE: &str =
    "Halden Motors sold its northern yard on Monday for 40 million euros, the firm said.\n";

#[test]
fn one_deed_of_one_body_is_one_event() {
    for two in [
        // By the day.
        "The carmaker Halden Motors sold a yard on March 25 at a price of 55 million euros.\n",
        "Brokers said Halden Motors sold the yard Monday after months of talks.\n",
        // By the amount.
        "Halden Motors has sold a yard up north for €40m, people close to the deal said.\n",
    ] {
        assert!(one_event(SALE, two), "{two}");
    }
    assert!(one_event(
        "Kari Moe visited the yards of Bergen on Monday.\n",
        "On Monday Kari Moe visited a shipyard, her office said.\n",
    ));
    assert!(one_event(
        "SK하이닉스는 청주 공장에 20조원을 투자한다고 26일 밝혔다.\n",
        "반도체 업체 SK하이닉스는 20조원을 들여 새 공장을 짓는다고 발표했다.\n",
    ));
}

#[test]
fn more_0() {
    assert!(one_event(
        "SK海力士表示，将投资20万亿韩元在清州建厂。\n",
        "SK海力士宣布，新工厂的投资额为20万亿韩元。\n",
    ));
}

#[test]
fn more_1() {
    assert!(one_event(
        "SK하이닉스는 청주 공장에 20조원을 투자한다고 26일 밝혔다.\n",
        "SK海力士表示，将投资20万亿韩元在清州建厂。\n",
    ));
}

#[test]
fn more_2() {
    assert!(one_event(
        "SK하이닉스는 청주 공장에 20조원을 투자한다고 26일 밝혔다.\n",
        "SK hynix will invest 20 trillion won in a plant in Cheongju, the firm said.\n",
    ));
}

#[test]
fn one_body_alone_is_none() {
    for two in [
        // Another deed of that day, another day, another buyer of another thing, no pin at all.
        "Halden Motors opened a school for welders on Monday.\n",
        "Halden Motors sold a ferry on Friday.\n",
        "Halden Motors sold its cranes for 12 million euros.\n",
        "Halden Motors sold fewer cars, analysts said.\n",
    ] {
        assert!(!one_event(SALE, two), "{two}");
    }
    // Another patient of the same day.
    assert!(!one_event(
        "The Harbour Commission barred Fjord Lines on Monday.\n",
        "The Harbour Commission barred Baltic Bank on Monday.\n",
    ));
    // Much is announced on one day.
    assert!(!one_event(
        "SK하이닉스는 26일 신임 사장을 선임했다고 밝혔다.\n",
        "SK하이닉스는 26일 배당금을 늘린다고 밝혔다.\n",
    ));
    assert!(!one_event(
        "SK海力士26日表示，公司任命了新社长。\n",
        "SK海力士26日表示，公司将增加股息。\n",
    ));
    // Old news of the same amount.
    let (a, b) = (read("2024-03-26", SALE), read("2024-06-26", SALE));
    assert!(!same_event(&account(&a), &account(&b)));
}
