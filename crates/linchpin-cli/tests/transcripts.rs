//! Transcripts: what the binary prints for a command, word for word.
//!
//! Bless with `TRYCMD=overwrite cargo test -p linchpin-cli --test transcripts` and review the diff.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
