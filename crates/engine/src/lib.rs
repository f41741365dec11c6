//! luodi-engine
