//! Documents by digest and references to them
