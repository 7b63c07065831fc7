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

/// Compares the roles of directed claims.
pub fn compare(accounts: &[&Account<'_>], out: &mut Vec<Divergence>) {
    let mut claims: Vec<(&Account<'_>, &Claim)> = Vec::new();
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
    let mut doing: BTreeMap<(&str, String), Vec<(&Account<'_>, &Claim)>> = BTreeMap::new();
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
        // A firm or person in common ties two claims more firmly than a state.
        if seen.contains(&(passive.predicate, sufferer.clone())) {
            continue;
        }
        let Some(doers) = doing.get(&(passive.predicate, sufferer.clone())) else { continue };
        let mut acting: Vec<&(&Account<'_>, &Claim)> = doers.iter().collect();
        acting.sort_by_key(|(_, active)| {
            let common = |entity: &&String| {
                !entity.starts_with("country:") && passive.others.contains(entity)
            };
            !active.others.iter().any(|entity| common(&entity))
        });
        for (other, active) in acting {
            let doer = active.agent.as_deref().map(party);
            if active.predicate != passive.predicate
                || doer.as_ref() != Some(&sufferer)
                || account.id() == other.id()
            {
                continue;
            }
            let parties = |claim: &Claim| {
                claim
                    .others
                    .iter()
                    .map(|entity| party(entity))
                    .filter(|p| *p != sufferer)
                    .collect::<BTreeSet<_>>()
            };
            let shared: Vec<String> =
                parties(passive).intersection(&parties(active)).cloned().collect();
            // A firm or person in common ties the claims together; a state alone does only inside one event.
            let tie = shared.iter().find(|party| !party.starts_with("country:"));
            let tie = tie.or_else(|| shared.first().filter(|_| same_event(account, other)));
            let Some(about) = tie else { continue };
            if !seen.insert((passive.predicate, sufferer.clone())) {
                continue;
            }
            let mut sides = vec![account.side(
                passive.span,
                format!("{sufferer} suffers it: {}", account.brief(passive.span)),
            )];
            // Every document in which the sufferer acts.
            let mut told: BTreeSet<String> = BTreeSet::new();
            for (third, claim) in doers {
                let acts = claim.predicate == passive.predicate
                    && claim.agent.as_deref().map(party).as_ref() == Some(&sufferer)
                    && third.id() != account.id()
                    && parties(claim).contains(about);
                if acts && told.insert(third.id().to_string()) {
                    sides.push(third.side(
                        claim.span,
                        format!("{sufferer} does it: {}", third.brief(claim.span)),
                    ));
                }
            }
            out.push(
                Divergence::new(
                    Kind::RoleReversal,
                    format!("who does {} concerning {about}", passive.predicate),
                    sides,
                )
                .noted("the doer of one account is the sufferer of another"),
            );
        }
    }
}
