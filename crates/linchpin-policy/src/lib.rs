//! Dated acts in, decisions and their change dates out
