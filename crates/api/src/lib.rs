//! luodi-api
