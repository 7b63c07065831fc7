//! Names that the law's texts use, each a type of its own so that none stands for another.
//!
//! In comes text as acts, facts and questions write it; out come names. Whether somebody goes by a name is
//! another question, which the declared facts answer ([`crate::facts`]).

use linchpin_units::define_name;

define_name!(
    /// What a scope tests: a thing by its id, or a class, list or group that it belongs to, such as
    /// `eccn:3B001`, `CHN`, `class:tool`, `list:us.entity-list`.
    Tag
);
define_name!(
    /// A list that rules add members to and scopes name as `list:…`, such as `us.entity-list`.
    ListName
);
define_name!(
    /// Who issues acts or speaks, as the texts name them.
    Authority
);
define_name!(
    /// A ledger of what was used of a quota, by its path below the policy folder.
    LedgerName
);
define_name!(
    /// A section of an official text: `748.15`, or `748s7` for supplement no. 7 to part 748.
    SectionId
);
define_name!(
    /// A question of a file of cases.
    CaseId
);
