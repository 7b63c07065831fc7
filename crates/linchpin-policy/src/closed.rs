//! Fields whose words are few: each word with the tag it stands for. Any other word is not known.

/// How the United States may reach a good: words and tags.
pub(crate) const US_CONTENT: &[(&str, &str)] = &[
    ("us-origin", "us-origin"),
    ("us", "us-origin"),
    ("direct-product", "direct-product"),
    ("foreign-direct-product", "direct-product"),
    ("fdp", "direct-product"),
    ("above-de-minimis", "above-de-minimis"),
    ("below-de-minimis", "none"),
    ("none", "none"),
    ("no", "none"),
];

/// Who paid: words and tags.
pub(crate) const FUNDING: &[(&str, &str)] = &[
    ("state-funded", "state-funded"),
    ("state", "state-funded"),
    ("public", "state-funded"),
    ("government", "state-funded"),
    ("private", "private"),
    ("privately-funded", "private"),
    ("own", "private"),
];

/// What a facility makes: words and tags.
pub(crate) const FACILITY: &[(&str, &str)] = &[
    ("advanced", "advanced"),
    ("advanced-node", "advanced"),
    ("not-advanced", "not-advanced"),
    ("non-advanced", "not-advanced"),
    ("mature", "not-advanced"),
    ("legacy", "legacy"),
];
