//! Files known by their digest: good ones, and a broken one that circulates.
//!
//! In comes the MD5 a publisher or a mirror prints; out comes what is known about that file.

use linchpin_units::{Finding, Place};

/// What is known about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Checked and good: name of the table.
    Good(&'static str),
    /// Broken: why.
    Broken(&'static str),
}

// Sources: reference on data, section on official formats (OECD ICIO 2023 edition).
const FILES: [(&str, Known); 3] = [
    ("28cba31491177955445051d459053744", Known::Good("OECD ICIO 2023 edition, 2019")),
    ("d3e0f4979d85d6c0bb7cf4c43e324287", Known::Good("OECD ICIO 2023 edition, 2020")),
    (
        "d1b887aaafa54ab3f28fde78fcd21cdf",
        Known::Broken("a copy of OECD ICIO 2020 whose decimal points are lost"),
    ),
];

/// What is known about the file with this MD5.
#[must_use]
pub fn known(md5: &str) -> Option<Known> {
    FILES.iter().find(|(digest, _)| *digest == md5).map(|(_, known)| *known)
}

/// Refuses a file known to be broken.
///
/// # Errors
/// `LP-N030` with the reason.
pub fn refuse_broken(file: &str, md5: &str) -> Result<(), Finding> {
    match known(md5) {
        Some(Known::Broken(why)) => {
            let message = format!("this file is {why}");
            Err(Finding::error("LP-N030", Place::whole(file), message)
                .help("fetch the file from the OECD; its MD5 is d3e0f4979d85d6c0bb7cf4c43e324287"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_broken_copy_is_refused_and_the_good_one_named() {
        let broken = refuse_broken("data_2020_SML.csv", "d1b887aaafa54ab3f28fde78fcd21cdf");
        assert_eq!(broken.expect_err("broken").code, "LP-N030");
        assert!(refuse_broken("2020_SML.csv", "d3e0f4979d85d6c0bb7cf4c43e324287").is_ok());
        assert_eq!(
            known("28cba31491177955445051d459053744"),
            Some(Known::Good("OECD ICIO 2023 edition, 2019"))
        );
    }
}
