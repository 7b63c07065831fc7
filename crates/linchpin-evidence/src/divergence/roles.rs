//! Doer and sufferer across documents.
//!
//! In come all accounts; out goes a record where one document has a party doing what another (or the
//! same) document has done to it, in claims that share the predicate and another party.

use super::account::Account;
use super::events::same_event;
use super::party::party;
use super::{Divergence, Kind};
use crate::claim::Claim;
use std::collections::{BTreeMap, BTreeSet};

/// Predicates whose roles can be reversed without being nonsense.
const DIRECTED: &[&str] = &[
    "restrict",
    "request",
    "warn",
    "promise",
    "criticise",
    "approve",
    "supply",
    "export",
    "import",
    "invest",
];

/// A claim with the account it stands in.
type Told<'a, 'b> = (&'b Account<'a>, &'b Claim);

/// Compares the roles of directed claims.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut claims: Vec<Told<'_, '_>> = Vec::new();
    for account in accounts {
        claims.extend(
            account
                .analysis
                .claims
                .iter()
                .filter(|claim| DIRECTED.contains(&claim.predicate))
                .map(|claim| (*account, claim)),
        );
    }
    // Claims by predicate and doer: only those can be the reverse of a claim.
    let mut doing: BTreeMap<(&str, String), Vec<Told<'_, '_>>> = BTreeMap::new();
    for (account, claim) in &claims {
        if let Some(doer) = claim.agent.as_deref().map(party) {
            doing.entry((claim.predicate, doer)).or_default().push((account, claim));
        }
    }
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for (account, passive) in &claims {
        let Some(sufferer) = passive.patient.as_deref().map(party) else { continue };
        // The party suffers and nobody, or somebody else, is said to act.
        if passive.agent.as_deref().map(party).as_ref() == Some(&sufferer)
            || passive.agent.is_some()
            || !passive.passive
        {
            continue;
        }
        if seen.contains(&(passive.predicate, sufferer.clone())) {
            continue;
        }
        let Some(doers) = doing.get(&(passive.predicate, sufferer.clone())) else { continue };
        if let Some(reversal) = reversal((account, passive), &sufferer, doers) {
            seen.insert((passive.predicate, sufferer));
            out.push(reversal);
        }
    }
}

/// The parties of a claim beside the sufferer.
fn beside(claim: &Claim, sufferer: &str) -> BTreeSet<String> {
    claim.others.iter().map(|entity| party(entity)).filter(|p| p != sufferer).collect()
}

/// The record of a claim in which a party suffers what other documents say it does.
fn reversal(
    (account, passive): Told<'_, '_>,
    sufferer: &str,
    doers: &[Told<'_, '_>],
) -> Option<Divergence> {
    // A firm or person in common ties two claims more firmly than a state.
    let mut acting: Vec<&Told<'_, '_>> = doers.iter().collect();
    acting.sort_by_key(|(_, active)| {
        let common =
            |entity: &&String| !entity.starts_with("country:") && passive.others.contains(entity);
        !active.others.iter().any(|entity| common(&entity))
    });
    let own = beside(passive, sufferer);
    let elsewhere = acting.into_iter().filter(|(other, _)| account.id() != other.id());
    let about = elsewhere.into_iter().find_map(|(other, active)| {
        let shared: Vec<String> = own.intersection(&beside(active, sufferer)).cloned().collect();
        // A firm or person in common ties the claims together; a state alone does only inside one event.
        let tie = shared.iter().find(|party| !party.starts_with("country:"));
        tie.or_else(|| shared.first().filter(|_| same_event(account, other))).cloned()
    })?;
    let mut sides = vec![
        account
            .side(passive.span, format!("{sufferer} suffers it: {}", account.brief(passive.span))),
    ];
    // Every document in which the sufferer acts.
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (third, claim) in doers {
        let acts = third.id() != account.id() && beside(claim, sufferer).contains(&about);
        if acts && told.insert(third.id().to_string()) {
            let says = format!("{sufferer} does it: {}", third.brief(claim.span));
            sides.push(third.side(claim.span, says));
        }
    }
    let slot = format!("who does {} concerning {about}", passive.predicate);
    let record = Divergence::new(Kind::RoleReversal, slot, sides);
    Some(record.noted("the doer of one account is the sufferer of another"))
}
