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

use super::{Mrio, native};
use linchpin_units::Findings;

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
