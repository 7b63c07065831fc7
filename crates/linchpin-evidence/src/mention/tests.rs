use super::*;

fn found(text: &str) -> Vec<(String, EntityKind, String, Option<String>)> {
    let all = mentions(text, &[Span::new(0, text.len())]).remove(0);
    let words = |span: Span| span.of(text).unwrap_or("").to_owned();
    all.into_iter().map(|m| (words(m.span), m.kind, m.entity, m.title.map(words))).collect()
}

#[test]
fn people_bodies_and_titles() {
    let all = found(
        "Commerce Minister Wang Wentao met Trade Minister Ahn Dukgeun of Seoul, said Park Min-soo, head of Acme Group.",
    );
    let people: Vec<_> = all.iter().filter(|m| m.1 == EntityKind::Person).collect();
    assert_eq!(people[0].3.as_deref(), Some("Commerce Minister"));
    assert_eq!(people[1].2, "person:ahn-duk-geun");
    assert_eq!(
        (people[2].0.as_str(), people[2].3.as_deref()),
        ("Park Min-soo", Some("head of Acme Group"))
    );
}

#[test]
fn surnames_stand_for_people_named_before() {
    let text = "Jane Doe spoke. Later Doe left.";
    let all = mentions(text, &[Span::new(0, 15), Span::new(16, text.len())]);
    assert_eq!(all[0][0].entity, all[1].last().expect("one").entity);
}
