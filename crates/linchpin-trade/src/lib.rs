//! Trade equilibrium.
