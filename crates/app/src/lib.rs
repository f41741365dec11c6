//! luodi-app
