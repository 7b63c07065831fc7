//! The table that comes with the program: WIOD 2011 in 9 regions and 35 industries.
//!
//! In comes nothing; out comes the table, in million US dollars of 2011, basic prices. Korea, China,
//! Taiwan, Japan and the United States make and buy memory; the Netherlands make the lithography;
//! `EUR` is the rest of the European Union; `NAM` (Canada, Mexico) assembles for the United States;
//! `ROW` holds everyone else. Hong Kong, Viet Nam, Malaysia and Singapore have no entry of their own
//! in WIOD and stand in its rest of the world, hence in `ROW`.
//! Attribution: Timmer, Dietzenbacher, Los, Stehrer and de Vries (2015), WIOD, GGDC; the licence of the
//! 2013 release is inferred from that of the 2016 release (CC BY 4.0). INPUTS.md says how the files
//! are made. Invariant: the bytes are those whose digest a test holds.

use super::forward::{Brought, Totals, forward};
use super::{Mrio, native};
use linchpin_units::{Findings, Text};
use std::path::Path;
use std::sync::OnceLock;

/// Year the flows describe: what came after is not in them.
pub const YEAR: u16 = 2011;

/// The bytes of the three files: `table.json`, `z.parquet`, `y.parquet`.
pub const FILES: [&[u8]; 3] = [
    include_bytes!("../../tables/wiod-2011/table.json"),
    include_bytes!("../../tables/wiod-2011/z.parquet"),
    include_bytes!("../../tables/wiod-2011/y.parquet"),
];

/// The table.
///
/// # Errors
/// Findings when the built-in files are damaged, which a test rules out.
pub fn wiod_2011() -> Result<Mrio, Findings> {
    native::parse(FILES[0], FILES[1], FILES[2])
}

/// Sectors whose sales abroad customs see: farming, mining and manufactures.
const GOODS: [&str; 16] = [
    "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14", "c15",
    "c16",
];

/// The table brought forward to the GDPs and the goods trade of 2023, and what is measured in it: no cell, but the
/// totals of most blocks of trade. What the Netherlands buy is imputed, since customs there count goods in transit.
///
/// # Errors
/// Findings when a built-in file is damaged, which a test rules out.
pub fn estimated_2023() -> Result<(Mrio, Brought), Findings> {
    static MADE: OnceLock<Result<(Mrio, Brought), Findings>> = OnceLock::new();
    let make = || {
        let file = Text::new(
            "tables/wiod-2023/totals.csv",
            include_str!("../../tables/wiod-2023/totals.csv"),
        );
        let (table, brought) = forward(&wiod_2011()?.closed().0, &Totals::read(&file)?, &GOODS)?;
        let mut origin = table.origin().clone();
        origin.name = "WIOD 2011 brought forward to 2023 (estimated)".to_owned();
        origin.attribution.push_str("; GDP of 2023: World Bank; goods trade of 2023: CEPII, BACI HS22 V202501; Taiwan: Ministry of Finance");
        origin.licence =
            "WIOD: as the table of 2011; World Bank: CC BY 4.0; BACI: Etalab 2.0".to_owned();
        Ok((table.with_origin(origin), brought))
    };
    MADE.get_or_init(make).clone()
}

/// The tables that come with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BuiltIn {
    /// WIOD 2011, as published.
    #[default]
    Measured2011,
    /// The same brought forward to 2023.
    Estimated2023,
}

impl BuiltIn {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Measured2011, Self::Estimated2023];

    /// The word by which a reader asks for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Measured2011 => "built-in",
            Self::Estimated2023 => "built-in-2023",
        }
    }

    /// The table of this word; none for any other path.
    #[must_use]
    pub fn named(path: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|table| path == Path::new(table.word()))
    }

    /// What a reader must know of an estimated table, ending in a space; empty for a measured one.
    #[must_use]
    pub fn estimate(self) -> &'static str {
        match self {
            Self::Measured2011 => "",
            Self::Estimated2023 => {
                "The table is an estimate: that of 2011 brought forward to the GDPs and the goods trade of 2023; no cell of it is measured. "
            }
        }
    }

    /// The year that the flows describe.
    #[must_use]
    pub fn year(self) -> u16 {
        match self {
            Self::Measured2011 => YEAR,
            Self::Estimated2023 => 2023,
        }
    }

    /// The table.
    ///
    /// # Errors
    /// Findings when a built-in file is damaged, which a test rules out.
    pub fn table(self) -> Result<Mrio, Findings> {
        match self {
            Self::Measured2011 => wiod_2011(),
            Self::Estimated2023 => Ok(estimated_2023()?.0),
        }
    }
}

/// The reader's name of a region or sector of the table, carved or not; the label itself when there
/// is none.
#[must_use]
pub fn name(label: &str) -> &str {
    let names = include_str!("../../tables/wiod-2011/names.csv");
    let known = names.lines().filter_map(|line| line.split_once(','));
    known.filter(|(own, _)| *own == label).map(|(_, name)| name).next().unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::super::identity::identity;
    use super::*;
    use linchpin_units::Digest;

    #[test]
    fn the_files_are_those_that_were_made() {
        let digests = FILES.map(|bytes| Digest::of(bytes).as_str().to_owned());
        assert_eq!(
            digests,
            [
                "128ed61360e0dcfde01a86790b550d7e9540a0358038973f03ff13f66dce30ac",
                "bac47bc5066bd4efe572f1569addde7cb089fe8e771a030a4ea14f1d21ac4dbd",
                "04eb0fe8a388cef0f96a7350025edbdc111679a14fdde2d046e1ae940ae2a99a"
            ]
        );
        assert!(FILES.iter().map(|bytes| bytes.len()).sum::<usize>() < 400_000);
    }

    #[test]
    fn its_accounts_close_to_the_rounding_of_the_publisher() {
        let table = wiod_2011().expect("whole");
        assert_eq!(
            table.regions(),
            ["ROW", "EUR", "NAM", "CHN", "JPN", "KOR", "NLD", "TWN", "USA"]
        );
        assert_eq!((table.sectors().len(), table.industries()), (35, 315));
        // 1,435 by 1,640 flows rounded to whole millions: each row is off by its roundings only.
        let report = identity(&table);
        assert!(report.worst_row.0.abs() < 2000.0, "{report:?}");
        assert_eq!(report.negative_value_added, 0);
        let output: f64 = table.x().iter().sum();
        assert_eq!(output, 141_767_904.0);
        // What is added in all industries is what all households, states and investors bought.
        let added: f64 = table.value_added().iter().sum();
        let bought: f64 = table.y().iter().sum();
        assert!((added - bought).abs() / output < 5e-4, "{added} {bought}");
        let korea = table.find("KOR", "c14").expect("Korean electronics");
        assert!((table.x()[korea] / 321_900.0 - 1.0).abs() < 1e-3, "{}", table.x()[korea]);
    }

    #[test]
    fn closing_it_moves_little() {
        let (_, moved) = wiod_2011().expect("whole").closed();
        assert!(moved < 1e-3, "{moved}");
    }
}
