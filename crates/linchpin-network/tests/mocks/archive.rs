//! Zip archives byte by byte: what a writer of archives would not let us do.

use std::path::{Path, PathBuf};

/// One file of an archive.
struct Entry {
    name: String,
    packed: Vec<u8>,
    /// Unpacked size as claimed.
    size: u32,
    crc: u32,
}

/// Writes an archive of `files`.
pub(super) fn zipped(dir: &Path, name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let entry = |(name, body): &(&str, &[u8])| Entry {
        name: (*name).to_owned(),
        packed: framed(body),
        size: body.len() as u32,
        crc: crc(body),
    };
    super::save(dir, name, archive(&files.iter().map(entry).collect::<Vec<_>>()))
}

/// An archive whose one file `member` unpacks to `size` bytes, a thousand times what it takes; it
/// claims `claimed` bytes.
pub(super) fn bomb(dir: &Path, name: &str, member: &str, size: usize, claimed: u32) -> PathBuf {
    let entry = Entry { name: member.to_owned(), packed: zeros(size), size: claimed, crc: 0 };
    super::save(dir, name, archive(&[entry]))
}

fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = bytes.len() as u32;
        // Version, flags, deflated, time, date; checksum and sizes; lengths of name and extra.
        let mut head = [20_u16, 0, 8, 0, 0x21].map(u16::to_le_bytes).concat();
        head.extend(
            [entry.crc, entry.packed.len() as u32, entry.size].map(u32::to_le_bytes).concat(),
        );
        head.extend([entry.name.len() as u16, 0].map(u16::to_le_bytes).concat());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(entry.name.as_bytes());
        bytes.extend(&entry.packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // Comment, disk, attributes; where the file begins.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let at = bytes.len() as u32;
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([entries.len() as u16; 2].map(u16::to_le_bytes).concat());
    bytes.extend([directory.len() as u32, at].map(u32::to_le_bytes).concat());
    bytes.extend([0; 2]);
    bytes
}

/// A deflate stream of plain blocks.
fn framed(body: &[u8]) -> Vec<u8> {
    let mut stream = Vec::new();
    let blocks: Vec<&[u8]> = body.chunks(0xffff).collect();
    for (i, block) in blocks.iter().enumerate() {
        let length = block.len() as u16;
        stream.push(u8::from(i + 1 == blocks.len()));
        stream.extend([length, !length].map(u16::to_le_bytes).concat());
        stream.extend(*block);
    }
    if blocks.is_empty() {
        stream.extend([1, 0, 0, 0xff, 0xff]);
    }
    stream
}

fn crc(body: &[u8]) -> u32 {
    !body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// A deflate stream of the digit 0, `size` times: two bits for 258 digits (RFC 1951).
fn zeros(size: usize) -> Vec<u8> {
    // A value and in how many bits it stands, lowest first; codes stand highest first.
    let mut fields: Vec<(u32, u32)> = Vec::new();
    // Last block, codes of its own; 286 lengths of literals, 1 of distances, 18 of lengths.
    fields.extend([(1, 1), (2, 2), (29, 5), (0, 5), (14, 4)]);
    // In the order of the RFC: `18` (many zeros) takes one bit, `2` and `1` take two.
    fields.extend([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2].map(|length| (length, 3)));
    let (one, two) = ((1, 2), (3, 2));
    let skipped = |zeros: u32| [(0, 1), (zeros - 11, 7)];
    fields.extend(skipped(48));
    fields.push(two); // the digit 0
    fields.extend([skipped(138), skipped(69)].concat());
    fields.push(two); // the end
    fields.extend(skipped(28));
    fields.extend([one, one]); // 258 times; from one back
    fields.push((1, 2)); // the digit
    fields.extend((0..size / 258).map(|_| (0, 2)));
    fields.push((3, 2)); // the end
    let bit = |(value, count): (u32, u32)| (0..count).map(move |k| ((value >> k) & 1) as u8);
    let bits: Vec<u8> = fields.into_iter().flat_map(bit).collect();
    let byte = |byte: &[u8]| byte.iter().enumerate().map(|(k, bit)| bit << k).sum();
    bits.chunks(8).map(byte).collect()
}
