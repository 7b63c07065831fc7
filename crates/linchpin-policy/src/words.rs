//! The closed vocabularies of the law: orders, effects, verdicts, purposes, activities and the like.
//!
//! In come words as acts and questions write them; out come enum values. Every word has one spelling
//! in files (`as_str`) and any number of accepted spellings (`parse`); nothing else gets through.

use crate::ids::Tag;

/// Lower case, with every run of other characters than letters and digits turned into one dash.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c != '\'' && c != '’' && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The spelling used in files and answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
            /// The value a text means: any accepted spelling, whatever its case or punctuation.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match $crate::words::plain(text).as_str() {
                    $($text $(| $alias)* => Some($name::$variant),)+
                    _ => None,
                }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        linchpin_units::text_schema!($name);
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    };
}

words! {
    /// A legal order. Each is decided on its own; a flow needs all of them.
    Order {
        /// United States.
        Us = "us" | "usa" | "united-states" | "ear" | "bis",
        /// China.
        Cn = "cn" | "chn" | "china" | "prc" | "mofcom" | "cac",
        /// Republic of Korea.
        Kr = "kr" | "kor" | "korea" | "south-korea",
        /// Japan.
        Jp = "jp" | "jpn" | "japan" | "meti",
        /// The Netherlands.
        Nl = "nl" | "nld" | "netherlands" | "the-netherlands" | "dutch",
        /// European Union.
        Eu = "eu" | "european-union",
        /// Taiwan.
        Tw = "tw" | "twn" | "taiwan",
    }
}

impl Order {
    /// Whether the order's authorities rule in a country (ISO code), or over a tag of one.
    #[must_use]
    pub fn rules_in(self, country: &Tag) -> bool {
        match self {
            Self::Us => country == "USA",
            Self::Cn => matches!(country.as_str(), "CHN" | "HKG" | "MAC"),
            Self::Kr => country == "KOR",
            Self::Jp => country == "JPN",
            Self::Nl => country == "NLD",
            Self::Eu => country == "list:eu",
            Self::Tw => country == "TWN",
        }
    }
}

words! {
    /// What kind of publication an act is.
    ActKind {
        /// A published rule or law.
        Rule = "rule" | "law",
        /// A decision about named persons or products.
        Decision = "decision",
        /// A letter or licence to one addressee, whose text is often not public.
        Letter = "letter" | "licence",
        /// A list that other rules refer to.
        List = "list",
        /// A subsidy award.
        Award = "award",
        /// Something said: a request, an intention, a meeting. Visible, never a rule.
        Statement = "statement",
    }
}

words! {
    /// Whether an act is the law or only supposed.
    Status {
        /// Published by its issuer.
        Enacted = "enacted",
        /// Laid over the law for a scenario; never bundled.
        Hypothetical = "hypothetical",
    }
}

words! {
    /// What an operation does to a rule.
    Verb {
        /// Makes a rule.
        Add = "add",
        /// Puts a new text in place of the old.
        Replace = "replace",
        /// Ends a rule.
        Repeal = "repeal",
        /// Stops a rule for a time.
        Suspend = "suspend",
        /// Ends a suspension.
        Revive = "revive",
        /// Moves the end of a rule.
        Extend = "extend",
    }
}

words! {
    /// What a rule does where its scope holds.
    Effect {
        /// The flow needs a licence.
        RequiresLicence = "requires-licence",
        /// The flow is forbidden.
        Prohibits = "prohibits",
        /// Licences are refused in principle.
        ProhibitsInPrinciple = "prohibits-in-principle",
        /// A named holder may: lifts the requirements it names.
        Authorises = "authorises",
        /// An exception open to all who meet it: lifts the requirements it names.
        Exempts = "exempts",
        /// Takes away the exceptions it names (EAR 740.2).
        Bars = "bars",
        /// Makes a foreign-made good subject to the order (de minimis, direct product).
        Reaches = "reaches",
        /// Says that a flow lies outside the order.
        Excludes = "excludes",
        /// Declares that the bundled rules of the order are complete here.
        Covers = "covers",
        /// Makes or extends a list: of parties, countries or items.
        Defines = "defines",
        /// A duty on import.
        Tariff = "tariff",
        /// A duty that binds without blocking: records, reports, conditions.
        Condition = "condition",
        /// A request to act or to forbear; not law.
        Request = "request",
        /// An announced intention; not law.
        Intent = "intent",
        /// Another statement or meeting; not law.
        Signal = "signal",
    }
}

impl Effect {
    /// Whether the rule raises a requirement that must be overcome.
    #[must_use]
    pub fn requires(self) -> bool {
        matches!(self, Self::RequiresLicence | Self::Prohibits | Self::ProhibitsInPrinciple)
    }
    /// Whether the rule can lift a requirement.
    #[must_use]
    pub fn lifts(self) -> bool {
        matches!(self, Self::Authorises | Self::Exempts)
    }
    /// Whether it is speech, not law.
    #[must_use]
    pub fn speaks(self) -> bool {
        matches!(self, Self::Request | Self::Intent | Self::Signal)
    }
}

words! {
    /// How an authority looks at an application for a licence.
    ReviewPolicy {
        /// Each on its merits.
        CaseByCase = "case-by-case",
        /// Granted unless something speaks against it.
        PresumptionOfApproval = "presumption-of-approval",
        /// Refused unless something speaks for it.
        PresumptionOfDenial = "presumption-of-denial",
        /// Refused.
        Denial = "denial" | "policy-of-denial",
    }
}

words! {
    /// The answer, mildest first: the most severe of several binds.
    Verdict {
        /// The order's coverage is declared complete here, and no rule applies.
        NotControlled = "not-controlled" | "uncontrolled" | "not-an-export" | "no-licence-required"
            | "no-license-required" | "nlr" | "free" | "none-complete" | "notcontrolled",
        /// No rule is known, but the coverage is partial: no claim that there is none.
        NoRuleFound = "no-rule-found" | "no-rule" | "none" | "before-the-rule" | "not-yet-in-force"
            | "no-rule-found-partial" | "norulefound" | "norulefound-partial" | "ok" | "no-rule-yet",
        /// A requirement exists and is lifted, or only a duty is due.
        Authorised = "authorised" | "authorized" | "permitted" | "allowed" | "veu" | "exempt" | "exempted"
            | "authorised-by-veu" | "authorized-by-veu" | "licence-exception" | "license-exception",
        /// The rule is law, but need not be followed yet.
        ComplianceNotDue = "compliance-not-due" | "in-force-compliance-not-yet-due"
            | "compliance-not-yet-due" | "in-force-but-compliance-not-yet-due" | "compliancenotdue",
        /// A fact is missing; the answer names it.
        Unknown = "unknown" | "undetermined" | "depends",
        /// A licence is needed.
        LicenceRequired = "licence-required" | "license-required" | "licencerequired" | "licenserequired"
            | "licence" | "license" | "requires-licence" | "requires-license" | "licence-needed"
            | "license-needed" | "approval-required" | "permit-required" | "individual-licence",
        /// Licences are refused in principle.
        ProhibitedInPrinciple = "prohibited-in-principle" | "in-principle-not-permitted"
            | "in-principle-prohibited" | "prohibitedinprinciple" | "in-principle-refused",
        /// Forbidden.
        Prohibited = "prohibited" | "banned" | "forbidden" | "ban",
        /// Two rules contradict each other and none says which yields.
        Conflict = "conflict",
    }
}

impl Verdict {
    /// Whether goods may move on that day without a further permit.
    #[must_use]
    pub fn permits(self) -> bool {
        self <= Self::ComplianceNotDue
    }
}

words! {
    /// What an imported tool, part or service is for.
    Purpose {
        /// Adds capacity.
        New = "new" | "expand" | "expansion" | "new-capacity" | "add-capacity" | "capacity-expansion"
            | "additional-capacity" | "capacity" | "증설" | "扩产",
        /// Replaces a worn tool like for like.
        Replace = "replace" | "replacement" | "like-for-like" | "maintain" | "maintenance"
            | "operate" | "operation" | "operate-existing" | "existing-operations" | "유지보수" | "유지"
            | "교체" | "维护" | "更换",
        /// Moves the site to a newer node.
        Upgrade = "upgrade" | "node-upgrade" | "technology-upgrade" | "migration" | "conversion"
            | "공정-전환" | "升级",
        /// Spare parts and consumables.
        Spares = "spares" | "spare-parts" | "parts" | "spare" | "예비-부품" | "부품" | "备件",
        /// Servicing by people.
        Service = "service" | "servicing" | "repair" | "support" | "서비스" | "服务",
    }
}

impl Purpose {
    /// The class that licences speak of: `maintain`, `expand` or `upgrade`.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::New => "expand",
            Self::Upgrade => "upgrade",
            Self::Replace | Self::Spares | Self::Service => "maintain",
        }
    }
}

words! {
    /// What is done with the item.
    Activity {
        /// Leaves the country it is in for the first time.
        Export = "export" | "ship" | "shipment" | "sale-abroad",
        /// Moves on from a third country.
        Reexport = "reexport" | "re-export",
        /// Changes hands inside one country.
        Transfer = "transfer" | "in-country-transfer" | "in-country",
        /// A US person ships, services or supports.
        UsPersonSupport = "us-person-support" | "us-person" | "us-persons" | "usperson" | "us-person-activity",
        /// Enters customs territory.
        Import = "import" | "entry" | "importation",
        /// Is bought.
        Procurement = "procurement" | "purchase" | "buy" | "buying" | "procure",
        /// Capacity is added at a site, under the eyes of a subsidy contract.
        Expansion = "expansion" | "expand-capacity" | "material-expansion" | "capacity-expansion" | "invest" | "investment",
        /// Know-how is transferred.
        TechTransfer = "tech-transfer" | "technology-transfer" | "technology-export",
        /// A company is bought or sold, its control changes.
        Takeover = "takeover" | "acquisition" | "merger" | "m-a",
        /// Company decisions: moving assets, dismissing executives.
        Corporate = "corporate" | "corporate-decision" | "asset-transfer",
    }
}

words! {
    /// Numbers that scopes test.
    Number {
        /// Total processing performance (EAR 3A090 note).
        Tpp = "tpp" | "total-processing-performance",
        /// Performance density (EAR 3A090 note).
        PerformanceDensity = "performance-density",
        /// Memory bandwidth density, GB/s per mm2.
        BandwidthDensity = "bandwidth-density" | "memory-bandwidth-density",
        /// Total DRAM bandwidth, GB/s.
        DramBandwidth = "dram-bandwidth" | "total-dram-bandwidth",
        /// Added capacity, percent of the existing.
        ExpansionPct = "expansion-pct" | "expansion" | "expansion-percent" | "capacity-increase-pct",
        /// US-origin controlled content, percent of value (de minimis).
        UsContentPct = "us-content-pct" | "de-minimis-pct" | "us-content-percent",
        /// Chinese-origin controlled content, percent of value (No. 61 of 2025).
        CnContentPct = "cn-content-pct" | "china-content-pct" | "rare-earth-content-pct" | "content-pct",
        /// Layers of a NAND chip.
        Layers = "layers" | "nand-layers",
        /// Logic node or DRAM half-pitch, nm.
        Node = "node" | "node-nm" | "half-pitch" | "half-pitch-nm",
        /// Share of the domestic market a downstream buyer serves, percent (legacy guardrail).
        ServesDomesticPct = "serves-domestic-pct",
        /// Value of the transaction, US dollars.
        ValueUsd = "value-usd" | "value",
        /// Total dedicated chip overlay accuracy, nm.
        Overlay = "overlay-nm" | "overlay",
    }
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_in_one_word() {
        for text in ["Authorised", "authorized", "AUTHORISED", "Permitted"] {
            assert_eq!(Verdict::parse(text), Some(Verdict::Authorised), "{text}");
        }
        assert_eq!(
            Verdict::parse("in force, compliance not yet due"),
            Some(Verdict::ComplianceNotDue)
        );
        assert_eq!(
            Verdict::parse("Prohibited (in principle)"),
            Some(Verdict::ProhibitedInPrinciple)
        );
        assert_eq!(plain("SK hynix  (Wuxi)"), "sk-hynix-wuxi");
        assert_eq!(plain("Xi'an"), "xian");
    }

    #[test]
    fn severity_is_the_order_of_the_list() {
        assert!(Verdict::Conflict > Verdict::Prohibited);
        assert!(Verdict::Prohibited > Verdict::ProhibitedInPrinciple);
        assert!(Verdict::LicenceRequired > Verdict::Unknown);
        assert!(Verdict::Unknown > Verdict::Authorised && !Verdict::Unknown.permits());
        assert!(Verdict::ComplianceNotDue.permits());
    }
}
