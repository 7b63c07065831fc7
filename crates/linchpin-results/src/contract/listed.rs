//! Lists that a stored run holds as one text.
//!
//! The form of `run.json` is older than the lists: a program reads and writes them as it always did, byte for
//! byte. A text that holds the mark itself is read back in its parts; told again it is the same text.

/// Writes and reads a list with a mark between its members.
macro_rules! marked {
    ($(#[$doc:meta])* $name:ident, $mark:literal) => {
        $(#[$doc])*
        pub(crate) mod $name {
            use serde::{Deserialize as _, Deserializer, Serializer};

            /// The list as one text.
            pub(crate) fn told(list: &[String]) -> String {
                list.join($mark)
            }

            /// Writes the list as one text.
            pub(crate) fn serialize<S: Serializer>(list: &[String], to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&told(list))
            }

            /// Reads the list from one text; an empty text is an empty list.
            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
                let text = String::deserialize(from)?;
                let parts = text.split($mark).filter(|part| !part.is_empty());
                Ok(parts.map(str::to_owned).collect())
            }
        }
    };
}

marked!(
    /// Names and ids, which hold no comma.
    commas,
    ", "
);
marked!(
    /// Citations.
    semicolons,
    "; "
);

#[cfg(test)]
mod tests {
    use crate::contract::input::ShockRow;

    fn row(act: &str, citation: &str, assumption: &str) -> String {
        format!(
            r#"{{"id":0,"target":"site:b","from":"2026-02-09","until":null,"effect":"e","because":"b","act":"{act}","citation":"{citation}","assumption":"{assumption}"}}"#
        )
    }

    /// By hand: two acts, one citation of two parts, one assumption; written again, the bytes are the same.
    #[test]
    fn a_stored_row_is_read_as_lists_and_written_as_it_was() {
        let text = row("us.a, us.b", "1 FR 2; 3 FR 4", "leak");
        let read: ShockRow = serde_json::from_str(&text).expect("a row");
        assert_eq!(read.acts, ["us.a", "us.b"]);
        assert_eq!(read.citations, ["1 FR 2", "3 FR 4"]);
        assert_eq!(read.assumptions, ["leak"]);
        assert_eq!(
            (read.act(), read.citation()),
            ("us.a, us.b".to_owned(), "1 FR 2; 3 FR 4".to_owned())
        );
        assert_eq!(serde_json::to_string(&read).expect("text"), text);
    }

    #[test]
    fn an_empty_text_is_an_empty_list() {
        let text = row("", "", "");
        let read: ShockRow = serde_json::from_str(&text).expect("a row");
        assert!(read.acts.is_empty() && read.citations.is_empty() && read.assumptions.is_empty());
        assert_eq!(serde_json::to_string(&read).expect("text"), text);
    }
}
