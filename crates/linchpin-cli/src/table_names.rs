//! Names of a table's regions and sectors as people write them: the id, the reader's name, or how a government is
//! called.
//!
//! In: what stands after an option, and the ids of the table. Out: positions, or every name that means nothing,
//! each with the nearest one.

use crate::outcome::Fault;
use linchpin_network::table::bundled::name;
use linchpin_policy::words::{Order, plain};
use linchpin_units::finding::nearest_or_kin;
use linchpin_units::{Finding, Findings, Place};

/// What one option names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The option, such as `--countries`.
    pub(crate) option: &'a str,
    /// What it holds, for a message: `region`.
    pub(crate) kind: &'static str,
    /// The names as written.
    pub(crate) names: &'a [String],
}

/// Positions of the names of several options, in the order of both, or all that mean nothing at once.
pub(crate) fn positions<const N: usize>(
    asked: [(Asked<'_>, &[String]); N],
) -> Result<[Vec<usize>; N], Fault> {
    let mut findings = Findings::default();
    let found = asked.map(|(asked, ids)| {
        let mut places = Vec::new();
        for written in asked.names {
            match position(written, ids) {
                Some(at) if places.contains(&at) => {}
                Some(at) => places.push(at),
                None => findings.push(unknown(asked, written, ids)),
            }
        }
        places
    });
    if findings.any_error() { Err(findings.into()) } else { Ok(found) }
}

/// The id that a text means: one that is spelt so, or else the only one whose name holds these words.
fn position(written: &str, ids: &[String]) -> Option<usize> {
    let bare = written.split_once(':').map_or(written, |(_, bare)| bare);
    let wanted = plain(bare);
    let spelt = |id: &String| plain(id) == wanted || plain(name(id)) == wanted;
    let government = Order::parse(bare);
    let governed =
        |id: &String| government.is_some_and(|order| order.rules_in(&id.as_str().into()));
    if let Some(at) = ids.iter().position(spelt).or_else(|| ids.iter().position(governed)) {
        return Some(at);
    }
    let holds = |id: &String| format!("-{}-", plain(name(id))).contains(&format!("-{wanted}-"));
    let mut near = (0..ids.len()).filter(|at| !wanted.is_empty() && holds(&ids[*at]));
    near.next().filter(|_| near.next().is_none())
}

fn unknown(asked: Asked<'_>, written: &str, ids: &[String]) -> Finding {
    let both = |id: &String| {
        if name(id) == id { id.clone() } else { format!("{id} ({})", name(id)) }
    };
    let place = Place::whole(asked.option);
    let message = format!("no {} is called `{written}`", asked.kind);
    let mut finding = Finding::error("LP-S008", place, message)
        .expected(ids.iter().map(both).collect::<Vec<_>>().join(", "))
        .help("write an id or its name; quote a name that has blanks");
    let names = ids.iter().flat_map(|id| [id.as_str(), name(id)]);
    finding.nearest = nearest_or_kin(written, names).map(str::to_owned);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Vec<String> {
        ["KOR", "CHN", "EUR", "NAM", "ROW", "USA"].map(str::to_owned).into()
    }

    fn sectors() -> Vec<String> {
        ["c9", "c14", "memory", "other-chips", "electronics-rest"].map(str::to_owned).into()
    }

    /// By hand: each spelling, and the place it means.
    #[test]
    fn a_name_works_where_an_id_does() {
        for (written, at) in [
            ("KOR", 0),
            ("kor", 0),
            ("Korea", 0),
            ("South Korea", 0),
            ("economy:KOR", 0),
            ("china", 1),
            ("PRC", 1),
            ("Rest of the European Union", 2),
            ("European Union", 2),
            ("Canada", 3),
            ("US", 5),
            ("united states", 5),
        ] {
            assert_eq!(position(written, &regions()), Some(at), "{written}");
        }
        for (written, at) in
            [("Chemicals", 0), ("memory", 2), ("Memory chips", 2), ("Electronics without chips", 4)]
        {
            assert_eq!(position(written, &sectors()), Some(at), "{written}");
        }
    }

    /// "Rest" begins two regions and "chips" stands in three sectors: which one is meant nobody can say.
    #[test]
    fn what_could_mean_two_means_none() {
        assert_eq!(position("rest", &regions()), None);
        assert_eq!(position("chips", &sectors()), None);
        assert_eq!(position("", &regions()), None);
    }

    #[test]
    fn every_unknown_name_is_told_with_the_nearest() {
        let names = ["Koera".to_owned(), "KOR".to_owned(), "Chnia".to_owned()];
        let asked = Asked { option: "--countries", kind: "region", names: &names };
        let Err(Fault::Input(findings)) = positions([(asked, &regions())]) else {
            panic!("it is refused")
        };
        let text = findings.to_string();
        assert!(text.contains("no region is called `Koera`") && text.contains("`Korea`"), "{text}");
        assert!(text.contains("no region is called `Chnia`") && text.contains("`China`"), "{text}");
        assert!(text.contains("--countries"), "{text}");
    }
}
