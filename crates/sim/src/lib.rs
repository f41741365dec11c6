//! luodi-sim
