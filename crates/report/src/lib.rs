//! luodi-report
