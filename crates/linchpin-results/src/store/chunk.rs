//! Rows of a sweep as bytes: a kind, then its numbers in little-endian order, or why the run failed.

/// What one run left.
#[derive(Debug, Clone, PartialEq)]
pub enum SweepRow {
    /// Parameters, then the relative change of each cell.
    Done(Vec<f64>),
    /// The run failed by itself: why.
    Failed(String),
}

const DONE: u8 = 0;
const FAILED: u8 = 1;

/// The rows as bytes.
pub(crate) fn encode(rows: &[SweepRow]) -> Vec<u8> {
    let size = |row: &SweepRow| match row {
        SweepRow::Done(values) => 1 + 8 * values.len(),
        SweepRow::Failed(why) => 5 + why.len(),
    };
    let mut bytes = Vec::with_capacity(rows.iter().map(size).sum());
    for row in rows {
        match row {
            SweepRow::Done(values) => {
                bytes.push(DONE);
                values.iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
            }
            SweepRow::Failed(why) => {
                bytes.push(FAILED);
                bytes.extend_from_slice(&(why.len() as u32).to_le_bytes());
                bytes.extend_from_slice(why.as_bytes());
            }
        }
    }
    bytes
}

/// The rows of bytes, so many numbers in each; nothing when they are not of that form.
pub(crate) fn decode(mut bytes: &[u8], width: usize) -> Option<Vec<SweepRow>> {
    let mut rows = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        bytes = rest;
        match *kind {
            DONE => {
                let (own, rest) = bytes.split_at_checked(8 * width)?;
                let value = |eight: &[u8]| eight.try_into().map(f64::from_le_bytes).ok();
                rows.push(SweepRow::Done(own.chunks(8).map(value).collect::<Option<_>>()?));
                bytes = rest;
            }
            FAILED => {
                let (length, rest) = bytes.split_at_checked(4)?;
                let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
                let (why, rest) = rest.split_at_checked(length)?;
                rows.push(SweepRow::Failed(String::from_utf8(why.to_vec()).ok()?));
                bytes = rest;
            }
            _ => return None,
        }
    }
    Some(rows)
}
