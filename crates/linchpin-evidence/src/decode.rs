//! Bytes of unknown encoding to text.
//!
//! In come the bytes of a file; out goes its text and the encoding used. UTF-8 is kept byte for
//! byte, so that byte offsets in the text are byte offsets in the file. Binary, empty and huge
//! files are refused with a located finding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use linchpin_units::{Finding, Place};

/// Largest file read, in bytes: far above any article, far below what hurts.
pub const MAX_BYTES: usize = 24 << 20;

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; equal to the file's bytes when the encoding is UTF-8.
    pub text: String,
    /// WHATWG name of the encoding.
    pub encoding: String,
    /// Characters that the encoding could not explain, each replaced by U+FFFD.
    pub replaced: usize,
}

/// Decodes `bytes`.
///
/// # Errors
/// `LP-E001` empty, `LP-E002` binary, `LP-E003` larger than [`MAX_BYTES`].
pub fn decode(file: &str, bytes: &[u8]) -> Result<Decoded, Finding> {
    let whole = || Place::whole(file);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Finding::error("LP-E001", whole(), "the document is empty")
            .expected("an article as HTML or plain text")
            .help("add a file that holds the article's text"));
    }
    if bytes.len() > MAX_BYTES {
        let message = format!("the document has {} bytes", bytes.len());
        return Err(Finding::error("LP-E003", whole(), message)
            .expected(format!("at most {MAX_BYTES} bytes"))
            .help("cut the file down to the article"));
    }
    let encoding = encoding_of(bytes);
    let utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    if !utf16 && let Some(at) = binary_at(bytes) {
        let message = format!("the document is binary: byte {at} is no text");
        return Err(Finding::error("LP-E002", whole(), message)
            .expected("HTML or plain text")
            .help("convert it to HTML or plain text first"));
    }
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Ok(Decoded { text: text.to_owned(), encoding: "UTF-8".to_owned(), replaced: 0 });
    }
    let (text, encoding, _) = encoding.decode(bytes);
    let replaced = text.chars().filter(|c| *c == '\u{fffd}').count();
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name().to_owned(), replaced })
}

/// The first byte that no text holds, when there are enough of them to call the file binary.
fn binary_at(bytes: &[u8]) -> Option<usize> {
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Some(at);
    }
    let odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let head = &bytes[..bytes.len().min(1 << 16)];
    let count = head.iter().filter(|byte| odd(byte)).count();
    if count * 50 > head.len() { head.iter().position(odd) } else { None }
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if let Some(label) = declared(bytes)
        && let Some(encoding) = Encoding::for_label(label.as_bytes())
        && encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    {
        return encoding;
    }
    // Mostly UTF-8 with a broken character is more often a cut file than another encoding.
    let broken = String::from_utf8_lossy(bytes).chars().filter(|c| *c == '\u{fffd}').count();
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if broken * 10 <= high {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The charset an HTML or XML head declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    for key in ["charset=", "encoding="] {
        if let Some((_, rest)) = head.split_once(key) {
            let rest = rest.trim_start_matches(['"', '\'', ' ']);
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
                .collect();
            if !name.is_empty() {
                return Some(name);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_and_chinese_encodings_are_found() {
        let korean = "한국과 중국의 통상장관이 회의에서 만나 원자재 공급 안정을 논의했다. 양측은 협력을 강화하기로 했다.";
        let (bytes, _, _) = encoding_rs::EUC_KR.encode(korean);
        assert_eq!(decode("k.txt", &bytes).expect("decodes").text, korean);
        let chinese =
            "<html><head><meta charset=\"gbk\"></head><body>商务部长会见韩国通商代表</body></html>";
        let (bytes, _, _) = encoding_rs::GBK.encode(chinese);
        let decoded = decode("c.html", &bytes).expect("decodes");
        assert_eq!((decoded.text.as_str(), decoded.encoding.as_str()), (chinese, "GBK"));
    }

    #[test]
    fn utf8_is_kept_byte_for_byte() {
        let text = "\u{feff}China’s chips\r\n";
        assert_eq!(decode("t.txt", text.as_bytes()).expect("decodes").text, text);
    }

    #[test]
    fn bad_files_are_refused() {
        let code = |bytes: &[u8]| decode("x", bytes).expect_err("refused").code;
        assert_eq!(code(b""), "LP-E001");
        assert_eq!(code(b" \n"), "LP-E001");
        assert_eq!(code(b"\x7fELF\x02\x01\x01\0\0\0"), "LP-E002");
        assert_eq!(code(&vec![b'a'; MAX_BYTES + 1]), "LP-E003");
    }

    #[test]
    fn a_cut_character_does_not_change_the_encoding() {
        let mut bytes = "반도체 수출 통제와 공급망".as_bytes().to_vec();
        bytes.pop();
        let decoded = decode("cut.txt", &bytes).expect("decodes");
        assert_eq!((decoded.encoding.as_str(), decoded.replaced), ("UTF-8", 1));
    }
}
