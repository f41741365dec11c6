//! Tokens of sessions: 256 random bits; only their hash is kept.

use crate::accounts::SessionKind;
use crate::entropy::Entropy;
use sm3::{Digest, Sm3};

/// SM3 (GB/T 32905) of a token.
pub(crate) type TokenHash = [u8; 32];

/// Tokens of programs say what they are, so that a scanner of secrets finds them where they don't belong.
const PROGRAM_PREFIX: &str = "luodi_";
const FEED_PREFIX: &str = "luodifeed_";

pub(crate) fn new(entropy: &dyn Entropy, kind: SessionKind) -> String {
    let secret = hex(&entropy.secret());
    match kind {
        SessionKind::Browser => secret,
        SessionKind::Program => format!("{PROGRAM_PREFIX}{secret}"),
        SessionKind::Feed => format!("{FEED_PREFIX}{secret}"),
    }
}

/// How a token of this form is carried.
pub(crate) fn kind(token: &str) -> SessionKind {
    match token {
        _ if token.starts_with(PROGRAM_PREFIX) => SessionKind::Program,
        _ if token.starts_with(FEED_PREFIX) => SessionKind::Feed,
        _ => SessionKind::Browser,
    }
}

pub(crate) fn hash(token: &str) -> TokenHash {
    Sm3::digest(token.as_bytes()).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_token_tells_how_it_is_carried_and_its_hash_is_sm3() {
        let entropy = SeededEntropy::new(1);
        for kind_made in [SessionKind::Browser, SessionKind::Program, SessionKind::Feed] {
            let token = new(&entropy, kind_made);
            assert_eq!(kind(&token), kind_made);
            assert!(token.len() >= 64);
        }
        // The example of GB/T 32905-2016, A.1.
        assert_eq!(hex(&hash("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
