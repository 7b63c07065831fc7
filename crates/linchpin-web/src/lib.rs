//! The one-file web bundle: so far the report
