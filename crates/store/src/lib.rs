//! luodi-store
