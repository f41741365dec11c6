//! luodi-language
