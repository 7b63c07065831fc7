//! Every code that a finding can bear, from all layers, with cause and fix: the error index of the book.
//!
//! Worlds and networks list their own; the others stand here. A test finds every code in the sources.

use linchpin_units::Code;

// The codes of the layers that have no list of their own.
linchpin_units::codes! {
    const OTHERS;
    "LP-U001" "Not UTF-8" "The file holds bytes that are no UTF-8 text." "Save the file as UTF-8.";
    "LP-U002" "Malformed TOML" "The file is no TOML, has a key that is not known, or a value of another type." "Mend the line; the page on file formats lists every key.";
    "LP-U003" "Ragged CSV" "A line has more or fewer cells than the header." "Quote cells that hold commas, or add what is missing.";
    "LP-U004" "Wrong columns" "A CSV lacks a column or has one that is not known." "Write exactly the columns that the finding lists.";
    "LP-S001" "Cannot be read" "There is no such file, or it is no study, world, episode, act or workbook." "Check the path.";
    "LP-S002" "No such study or scenario" "The name is neither bundled nor a folder with study.toml." "`linchpin list` names studies and scenarios.";
    "LP-S003" "Not a calendar day" "A date has a time of day, or does not exist." "Write the day alone, as 2026-01-05.";
    "LP-S004" "An amount without its range" "An amount lacks value, low, high, unit, source or why, or has both a range and an assumption." "Write all six, or `assumption` alone: a number without range and source is not used.";
    "LP-S005" "Out of order or of place" "low <= value <= high does not hold, or a quantity is out of its domain." "Reorder the three, or correct the quantity.";
    "LP-S006" "No source" "A source is not of the form doc:…, row:… or assumption:…." "Name the document, or assumption:… when nobody says so.";
    "LP-S007" "Wrong unit" "The unit is not known or does not fit the quantity." "Convert the amount to a unit that the finding lists.";
    "LP-S008" "Unknown name" "A site, firm, product, material, parameter or word is not known." "Take the name that the finding offers.";
    "LP-S009" "Ends before it starts" "A span ends on or before its first day." "`until` is the first day after the span.";
    "LP-S010" "Fields that do not fit" "An event or a question lacks a field that its kind needs, or has one that it does not know." "The finding lists the fields of the kind.";
    "LP-S011" "An episode without weeks" "`weeks` is zero." "Say how many weeks the episode lasts.";
    "LP-S012" "More than the whole" "The shares of an episode's sites sum to more than the world's output." "Shares are of the world's output: at most 1 together.";
    "LP-S013" "A value of another kind" "A field holds what its kind cannot: a number outside its bounds, a text where a list stands, a share above 1." "Correct the value; the finding names what fits.";
    "LP-S020" "Words changed" "A held document says other words where a row of the world cites it." "Read the document again and correct the range, or the row.";
    "LP-S021" "Cannot be written" "The folder of an export refuses." "Choose another folder with --out.";
    "LP-S022" "Not a workbook of assumptions" "The file is no xlsx, or its sheet `assumptions` lacks columns." "Start from `linchpin report RUN --xlsx FILE`.";
    "LP-S023" "The folder is there already" "`init` never overwrites." "Choose another folder.";
    "LP-S024" "No state of the market" "`state` is `\"at-rest\"` or a day." "Write a day without quotes.";
    "LP-S025" "The number does not fit the quantity" "`evidence accept` found a number whose unit the quantity does not take, a bound, or a change without its direction." "Choose words with the unit in them, or give --low and --high.";
    "LP-S026" "No day for the number" "The words name no day or several, and the document has no day of publication." "Give it with --as-of.";
    "LP-B001" "Known too late" "An input, or its source, is later than the event's end or than a question's window." "An input is what could be known while the event lasted; put later documents into the outcome.";
    "LP-B002" "An input is the answer" "An input equals an outcome in value and unit." "Take the input away, or ask something that it does not say.";
    "LP-B003" "Wider than the accounts" "The band of an outcome leaves what its accounts say, or it has no account." "Narrow the band to what somebody says; a band is never widened to pass.";
    "LP-B005" "Other inputs" "The digest in the outcome is not that of the inputs: they changed after the answer was written." "Inputs are committed first and never changed; `sha256sum inputs.toml` gives the digest.";
    "LP-B006" "Remembered too sharply" "A number that is only remembered has a narrow band." "Look the number up, or widen what memory can't know.";
    "LP-B007" "Nobody asked" "An outcome answers a question that the inputs do not ask." "Name a question of the inputs; a new question is a new episode.";
    "LP-B008" "Behaviour, not a fact" "An episode sets a parameter that all episodes share." "Leave it to the world; an episode sets stocks of its day and nothing else.";
    "LP-B009" "Outcome before inputs" "The history holds no earlier commit with these very inputs." "Commit inputs.toml alone, then write and commit outcome.toml.";
    "LP-B010" "Source without an address" "A source has no url and is not graded `memory`, or an input names no source of its file." "Give the url, or grade it `memory`; add the source that the input names.";
    "LP-Y001" "An assumption of the cycle is missing" "The price cycle needs an assumption that the world does not hold." "Add it to cycle.toml with range and reason.";
    "LP-Y002" "A series of the cycle is missing" "A series is in no table, or not known on the day asked about." "Add its rows to a file below series/, or ask about a later day.";
    "LP-Y003" "Too early" "The date lies before the series, or too few years of prices were known." "Ask about a later date, or start at rest.";
    "LP-M001" "An assumption is missing" "The market needs an assumption that the world does not hold in that unit." "Add it to assumptions.toml with range and reason.";
    "LP-M002" "A fact is missing" "A line, product or segment lacks a fact that the market needs." "Add the fact with `use` = model.";
    "LP-M003" "Nothing is made" "No line has both capacity and bits per wafer." "Add capacity facts with `use` = model.";
    "LP-M004" "Nobody holds the assumption" "A shock draws from an assumption that neither scenario nor world states." "Write it out in the scenario, or add it to the world.";
    "LP-E001" "Empty document" "The file holds nothing but blanks." "Save the page again.";
    "LP-E002" "Not text" "The file is binary: an image, a PDF, a program." "Save the page as HTML or plain text.";
    "LP-E003" "Too large" "The document is larger than a page can be." "Split it.";
    "LP-E006" "Damaged metadata" "A document's metadata in the store cannot be read." "Add the document again; its bytes are kept.";
    "LP-E007" "Unreadable decision" "A line of the file of decisions is malformed." "Mend or remove the line; the others count.";
    "LP-E008" "No such document" "No document's SHA-256 starts with these characters, or several do." "`linchpin evidence list` shows them all.";
    "LP-E009" "Damaged document" "A document's bytes do not have the digest they are stored under." "Delete that object and add the document again.";
    "LP-E010" "The store refuses" "The disk refuses to read or write the store." "Check the path and its permissions.";
    "LP-E011" "Cannot be read" "A file or folder to be added cannot be read." "Check the path.";
    "LP-E012" "A line without a tab" "A pair of names is written with a tab between." "Put a tab between the two names.";
    "LP-E013" "No such event" "No event's id starts with these characters." "`linchpin evidence statements` shows them all.";
    "LP-E014" "Words that do not stand there once" "The words of --words stand in the document not at all, or more than once." "Copy them from `linchpin evidence show DOC`, with a few more on either side.";
    "LP-E015" "No single number" "The words state no number, or several." "Give --words with the part of the sentence that states the number.";
    "LP-E030" "No address" "The endpoint's address is not of the form http://HOST:PORT." "For an endpoint behind TLS run a local proxy and name that.";
    "LP-E031" "No answer" "The endpoint cannot be reached, refuses, or takes too long." "Check that it runs and knows the model.";
    "LP-E032" "Too long an answer" "The endpoint answers with more than a list of claims can be." "Ask a model that keeps to the form.";
    "LP-E033" "Another form" "The endpoint's answer is not one JSON object with claims of the documented form." "Ask a model that keeps to the form.";
    "LP-E034" "Too long to send" "The document has more text than is sent to a model." "Split the document.";
    "LP-E035" "An invented quote" "A proposal's quote does not stand in the document; the proposal is refused." "Nothing: refused proposals are never kept.";
    "LP-E036" "A number from nowhere" "A number of a proposal does not stand in its quote; the proposal is refused." "Nothing: refused proposals are never kept.";
    "LP-E037" "No key" "The environment variable named by --key-env is not set." "Set it, or leave --key-env out.";
    "LP-H001" "A question that means nothing" "A parameter of the request is missing, not known or malformed." "See the message and /openapi.json.";
    "LP-H002" "Nothing has that name" "There is no such path, run, study or site." "Ask the list first.";
    "LP-H003" "Another method" "The path does not take that method." "See /openapi.json.";
    "LP-H004" "Not allowed" "The request comes from another page, another host, or without the token." "Open the address that `linchpin serve` prints.";
    "LP-H005" "Too much at once" "Too many requests, connections or runs wait." "Try again in a moment.";
    "LP-H006" "Took too long" "The answer was not ready in time." "Ask for less at once.";
    "LP-H007" "Not written" "The server cannot write what was asked for: no room, or no right to its folder." "Make room or choose another folder with --runs, then ask again.";
    "LP-H099" "A fault of ours" "The server failed on this request." "Report it with the request that caused it.";
}

/// All codes, in order.
pub(crate) fn all() -> Vec<Code> {
    let listed = [
        OTHERS,
        linchpin_world::codes::CODES,
        linchpin_network::codes::CODES,
        linchpin_structure::codes::CODES,
        linchpin_trade::codes::CODES,
    ];
    let acts = linchpin_policy::codes::CODES.iter().map(|(code, title)| Code {
        code,
        title,
        cause: "The form of acts, facts and questions does not allow it.",
        fix: "The finding names the line and the fix; FORM.md in policy/ describes every key.",
    });
    let unknown = Code {
        code: "LP-W100",
        title: "The world holds nothing of that name",
        cause: "`world show` was asked for something that no table defines.",
        fix: "`linchpin world show` lists what the world holds.",
    };
    let mut pages: Vec<Code> = listed.concat();
    pages.extend(acts.chain([unknown]));
    pages.sort_by_key(|page| page.code);
    pages
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Codes in the sources of all crates, this file apart.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                used(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("linchpin-cli/src/codes.rs")
            {
                let text = std::fs::read_to_string(&path).expect("a source");
                for (at, _) in text.match_indices("\"LP-") {
                    let code: String = text[at + 1..].chars().take(7).collect();
                    if text[at + 8..].starts_with('"') {
                        found.insert(code);
                    }
                }
            }
        }
    }

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crates");
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(crates).expect("the crates").flatten() {
            used(&entry.path().join("src"), &mut found);
        }
        let pages: BTreeSet<String> = super::all().iter().map(|p| p.code.to_owned()).collect();
        assert_eq!(pages.len(), super::all().len(), "a code has two pages");
        assert_eq!(found, pages);
    }
}
