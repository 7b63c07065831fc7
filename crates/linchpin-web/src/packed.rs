//! Gzip for pages and answers. In: bytes. Out: the same, packed, and as text where a page must hold them.
//! Invariant: equal bytes pack to equal bytes: no time and no name of a file is written.

use base64::Engine as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// Packs bytes; none where the packer fails, which memory never does.
pub(crate) fn gzip(bytes: &[u8], level: u32) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::new(level));
    packer.write_all(bytes).ok()?;
    packer.finish().ok()
}

/// Bytes as the text that a browser's `atob` reads (RFC 4648).
pub(crate) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 4648, section 10.
    #[test]
    fn text_is_that_of_the_rfc() {
        let told = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|b| base64(b.as_bytes()));
        assert_eq!(told, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }

    #[test]
    fn what_is_packed_comes_back_and_is_the_same_twice() {
        let text = "wafers ".repeat(1000);
        let once = gzip(text.as_bytes(), 6).expect("packed");
        assert_eq!(Some(once.clone()), gzip(text.as_bytes(), 6));
        assert!(once.len() < 100);
        let mut back = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&once[..]), &mut back)
            .expect("gzip");
        assert_eq!(back, text);
    }
}
