//! Sourced facts of the memory-chip supply chain as a checked, indexed economy
