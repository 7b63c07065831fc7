//! Official text that the user supplies: parts of the Code of Federal Regulations as of a day.
//!
//! In comes the XML that the eCFR serves for a part and a day (`title-15.xml?part=748`); out come its
//! sections with the SHA-256 of each, and, for two days of one part, which sections changed and which
//! bundled acts say so. A change without an act is a gap in the acts; an act without a change is a doubt
//! about its date. Nothing is fetched from the network.

use crate::act::{ActId, RuleId};
use crate::codes;
use crate::ids::SectionId;
use crate::rulebook::Rulebook;
use crate::words::Status;
use linchpin_units::{Day, Days, Digest, Finding, Findings, Text};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One section or supplement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// `748.15`, or `748s7` for supplement no. 7 to part 748.
    pub id: SectionId,
    /// Its heading.
    pub heading: String,
    /// Its paragraphs, white space folded.
    #[serde(skip)]
    pub paragraphs: Vec<String>,
    /// SHA-256 of the paragraphs, one on a line.
    pub sha256: Digest,
}

/// How a section differs between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Only in the later text.
    Added,
    /// Only in the earlier text.
    Removed,
    /// In both, with other words.
    Changed,
}

/// An act that touches a section, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Touch {
    /// The day.
    pub on: Day,
    /// The act.
    pub act: ActId,
    /// Its citation.
    pub cite: String,
    /// The rule it touches.
    pub rule: RuleId,
}

/// A section that differs between the two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionChange {
    /// The section's id.
    pub section: SectionId,
    /// Its heading.
    pub heading: String,
    /// How it differs.
    pub difference: Difference,
    /// Paragraphs that only the earlier text has.
    pub gone: usize,
    /// Paragraphs that only the later text has.
    pub new: usize,
    /// The bundled acts that explain it; none: a gap in the acts.
    pub acts: Vec<Touch>,
}

/// Two days of one part beside the bundled acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// After the first day, up to and including the second.
    pub between: (Day, Day),
    /// Sections that differ.
    pub changed: Vec<SectionChange>,
    /// Acts of that stretch on sections that stand in both texts word for word.
    pub silent: Vec<Touch>,
}

impl Comparison {
    /// Whether acts and texts tell the same story.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.silent.is_empty() && self.changed.iter().all(|change| !change.acts.is_empty())
    }

    /// As a page of text.
    #[must_use]
    pub fn page(&self) -> String {
        use std::fmt::Write as _;
        let (from, until) = self.between;
        let mut text =
            format!("after {from}, up to {until}: {} sections differ\n", self.changed.len());
        for change in &self.changed {
            let how = match change.difference {
                Difference::Added => "added",
                Difference::Removed => "removed",
                Difference::Changed => "changed",
            };
            let (gone, new) = (change.gone, change.new);
            let _ = writeln!(
                text,
                "  {} {how} (-{gone} +{new} paragraphs): {}",
                change.section, change.heading
            );
            for touch in &change.acts {
                let _ = writeln!(
                    text,
                    "    {} {} ({}), rule {}",
                    touch.on, touch.act, touch.cite, touch.rule
                );
            }
            if change.acts.is_empty() {
                text.push_str("    no bundled act says so\n");
            }
        }
        for touch in &self.silent {
            let (on, act, cite, rule) = (touch.on, &touch.act, &touch.cite, &touch.rule);
            let _ = writeln!(
                text,
                "  {on} {act} ({cite}) touches {rule}, but its section reads the same"
            );
        }
        text
    }
}

/// The sections of a part, by id.
///
/// # Errors
/// Text that is not XML, or holds no section.
pub fn sections(text: &Text) -> Result<BTreeMap<SectionId, Section>, Findings> {
    let mut reader = Reader::from_str(text.body());
    let mut open = Open::default();
    let mut found = BTreeMap::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => open.start(&tag),
            Ok(Event::End(tag)) => {
                if let Some(section) = open.end(tag.name().as_ref()) {
                    found.insert(section.id.clone(), section);
                }
            }
            Ok(Event::Text(words)) => open.words(&words),
            Ok(Event::GeneralRef(name)) => open.words(entity(&name)),
            Ok(_) => {}
            Err(error) => return Err(unreadable(text, at, &error.to_string()).into()),
        }
    }
    if found.is_empty() {
        return Err(unreadable(text, 0, "no section of a part stands here").into());
    }
    Ok(found)
}

fn unreadable(text: &Text, at: usize, why: &str) -> Finding {
    let at = at.min(text.body().len());
    Finding::error(codes::OFFICIAL, text.place(at..at), format!("official text: {why}"))
        .expected(
            "the XML of one part as the eCFR serves it, with DIV8 sections or DIV9 supplements",
        )
        .help("save title-15.xml?part=748 of the day you need")
}

/// The five entities of XML; others stand for what text comparison may ignore.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => " ",
    }
}

/// Where the reader stands.
#[derive(Default)]
struct Open {
    part: String,
    section: Option<(String, String)>,
    in_heading: bool,
    heading: String,
    paragraphs: Vec<String>,
    words: String,
}

impl Open {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let number = tag.attributes().flatten().find(|a| a.key.as_ref() == "N");
        let number = number.map(|a| a.value.into_owned()).unwrap_or_default();
        match tag.name().as_ref() {
            "DIV5" => self.part = number,
            name @ ("DIV8" | "DIV9") if self.section.is_none() => {
                self.section = Some((section_id(&number, &self.part), name.to_owned()));
                self.heading.clear();
                self.paragraphs.clear();
                self.words.clear();
            }
            "HEAD" => self.in_heading = self.heading.is_empty(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.section.is_some() {
            self.words.push_str(words);
        }
    }

    /// Ends a paragraph at the end of whatever tag sets text apart; emphasis stays inside a line.
    fn end(&mut self, tag: &str) -> Option<Section> {
        let inline = matches!(tag, "I" | "E" | "B" | "SU" | "FR" | "AC");
        if inline {
            return None;
        }
        let line = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words.clear();
        if tag == "HEAD" && std::mem::take(&mut self.in_heading) {
            self.heading = line;
        } else if !line.is_empty() {
            self.paragraphs.push(line);
        }
        if self.section.as_ref().is_none_or(|(_, opened)| opened != tag) {
            return None;
        }
        let (id, _) = self.section.take()?;
        let paragraphs = std::mem::take(&mut self.paragraphs);
        let sha256 = Digest::of(paragraphs.join("\n").as_bytes());
        Some(Section {
            id: id.into(),
            heading: std::mem::take(&mut self.heading),
            paragraphs,
            sha256,
        })
    }
}

/// `§ 748.15` is `748.15`; `Supplement No. 7 to Part 748` is `748s7`.
fn section_id(number: &str, part: &str) -> String {
    let lower = number.to_lowercase();
    let digits = |text: &str| -> String {
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect()
    };
    match lower.split_once("supplement") {
        Some((_, rest)) => {
            let of = lower.split_once("part").map_or_else(String::new, |(_, part)| digits(part));
            let of = if of.is_empty() { part.to_owned() } else { of };
            format!("{of}s{}", digits(rest))
        }
        None => number.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned(),
    }
}

/// The section a rule of ours stands in: `us.ear.748s7.samsung-china` in `748s7`, `us.el.ymtc` in `744s4`.
fn section_of(rule: &str) -> Option<String> {
    if rule.starts_with("us.el.") {
        return Some("744s4".to_owned());
    }
    let path = rule.strip_prefix("us.ear.").or_else(|| rule.strip_prefix("us.chips."))?;
    let mut steps = path.trim_end_matches('*').split('.');
    let first = steps.next()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if first.contains('s') {
        return Some(first.to_owned());
    }
    let second = steps.next().filter(|step| step.chars().all(|c| c.is_ascii_digit()))?;
    Some(format!("{first}.{second}"))
}

impl Rulebook {
    /// Sets two days of one part beside the acts between them.
    #[must_use]
    pub fn compare_texts(
        &self,
        earlier: &BTreeMap<SectionId, Section>,
        later: &BTreeMap<SectionId, Section>,
        between: Days,
    ) -> Comparison {
        let last = between.until.unwrap_or_else(|| self.knowledge_day());
        let touches = self.touches(between.from, last);
        let ids: BTreeSet<&SectionId> = earlier.keys().chain(later.keys()).collect();
        let mut changed = Vec::new();
        let mut silent = Vec::new();
        for id in ids {
            let (before, after) = (earlier.get(id), later.get(id));
            let acts = touches.get(id).cloned().unwrap_or_default();
            let difference = match (before, after) {
                (None, _) => Difference::Added,
                (_, None) => Difference::Removed,
                (Some(before), Some(after)) if before.sha256 != after.sha256 => Difference::Changed,
                _ => {
                    silent.extend(acts);
                    continue;
                }
            };
            let lines = |one: Option<&Section>| -> BTreeSet<String> {
                one.map(|section| section.paragraphs.iter().cloned().collect()).unwrap_or_default()
            };
            let (old, new) = (lines(before), lines(after));
            changed.push(SectionChange {
                section: id.clone(),
                heading: after.or(before).map(|s| s.heading.clone()).unwrap_or_default(),
                difference,
                gone: old.difference(&new).count(),
                new: new.difference(&old).count(),
                acts,
            });
        }
        silent.sort();
        Comparison { between: (between.from, last), changed, silent }
    }

    /// What the acts do to each section after `from`, up to and including `last`.
    fn touches(&self, from: Day, last: Day) -> BTreeMap<SectionId, Vec<Touch>> {
        let mut touches: BTreeMap<SectionId, Vec<Touch>> = BTreeMap::new();
        for act in self.acts().values().filter(|act| act.status != Status::Hypothetical) {
            for op in &act.ops {
                let Some(section) = section_of(op.rule.as_str()) else { continue };
                let days = [Some(op.from), op.until].into_iter().flatten();
                for on in days.filter(|day| *day > from && *day <= last) {
                    touches.entry(section.clone().into()).or_default().push(Touch {
                        on,
                        act: act.id.clone(),
                        cite: act.cite.clone(),
                        rule: op.rule.clone(),
                    });
                }
            }
        }
        touches.values_mut().for_each(|list| list.sort());
        touches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sections_and_rules_meet() {
        assert_eq!(section_id("§ 748.15", "748"), "748.15");
        assert_eq!(section_id("Supplement No. 7 to Part 748", "748"), "748s7");
        assert_eq!(section_of("us.ear.748s7.samsung-china").as_deref(), Some("748s7"));
        assert_eq!(section_of("us.ear.744.23*").as_deref(), Some("744.23"));
        assert_eq!(section_of("us.ear.742.6.3B090").as_deref(), Some("742.6"));
        assert_eq!(section_of("us.el.ymtc").as_deref(), Some("744s4"));
        assert_eq!(section_of("us.ear.diffusion"), None);
        assert_eq!(section_of("cn.61-2025"), None);
    }
}
