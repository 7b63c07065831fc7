//! What happened when supply chains broke: the sizes that results are held against.
//!
//! In comes `assumptions/episodes.toml`; out comes the episode nearest to a loss.

use crate::assumed::Assumed;
use linchpin_units::{Finding, Text};

/// One episode.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Episode {
    /// What happened.
    pub name: String,
    /// Share of the output of the region that was lost in a year.
    pub lost: Assumed,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Episodes {
    episode: Vec<Episode>,
}

impl Episode {
    /// The episodes built into the program.
    ///
    /// # Errors
    /// `LP-U002` when the built-in file is malformed, which a test rules out.
    pub fn embedded() -> Result<Vec<Self>, Finding> {
        let text = include_str!("../../assumptions/episodes.toml");
        let episodes: Episodes = Text::new("assumptions/episodes.toml", text).toml()?;
        Ok(episodes.episode)
    }

    /// The episode whose loss is nearest to `share`.
    ///
    /// # Errors
    /// As [`Episode::embedded`].
    pub fn nearest(share: f64) -> Result<Option<Self>, Finding> {
        let off = |episode: &Self| (episode.lost.value - share).abs();
        Ok(Self::embedded()?.into_iter().min_by(|a, b| off(a).total_cmp(&off(b))))
    }

    /// Its name and size: `Thailand in the year of the floods of 2011 (3.0 %)`.
    #[must_use]
    pub fn sized(&self) -> String {
        format!("{} ({:.1} %)", self.name, 100.0 * self.lost.value)
    }

    /// Its name, size and source.
    #[must_use]
    pub fn sourced(&self) -> String {
        format!("{} ({:.1} %; {})", self.name, 100.0 * self.lost.value, self.lost.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn episodes_are_well_formed_and_none_is_larger_than_what_counts_as_tested() {
        let episodes = Episode::embedded().expect("well formed");
        assert!(episodes.len() >= 2);
        for episode in episodes {
            assert!(episode.lost.range().is_ok(), "{}", episode.name);
            assert!(episode.lost.value <= super::super::report::TESTED, "{}", episode.name);
        }
        let near = Episode::nearest(0.2).expect("well formed");
        let near = near.expect("an episode");
        assert!(near.sourced().starts_with(near.sized().trim_end_matches(')')), "{near:?}");
    }
}
