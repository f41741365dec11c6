//! Passwords: the rule, and hashing with Argon2id (RFC 9106).

use crate::entropy::Entropy;
use crate::problem::{Code, Outcome, Problem};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Shortest password, in characters (GB/T 22239 asks for complexity; length is what resists guessing).
pub const LENGTH_MIN: usize = 8;
/// Longest password, in characters: a limit on work, far above any phrase.
pub const LENGTH_MAX: usize = 128;
/// One hash takes 19 MiB: so many at once, the others wait.
const HASHES_AT_ONCE: usize = 4;

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(HASHES_AT_ONCE)));

/// Checked instead of a hash where the login is unknown, so that the answer takes as long as for a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password", &[0x5a; 16]).unwrap_or_default());

/// What is wrong with a password, in plain words; `None` where it will do.
pub fn fault(password: &str, login: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < LENGTH_MIN {
        return Some("密码至少8个字符");
    }
    if length > LENGTH_MAX {
        return Some("密码最多128个字符");
    }
    if password.eq_ignore_ascii_case(login) {
        return Some("密码不能与账号相同");
    }
    let mut characters = password.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) {
        return Some("密码不能只用同一个字符");
    }
    None
}

/// Refuses a password that breaks the rule.
pub fn check(password: &str, login: &str) -> Outcome<()> {
    match fault(password, login) {
        None => Ok(()),
        Some(say) => Err(Problem::new(Code::WeakPassword).and_field("new", say)),
    }
}

/// The hash as it is stored (PHC string).
pub async fn hash(password: String, entropy: &dyn Entropy) -> Outcome<String> {
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let hashed = elsewhere(move || hash_now(&password, &salt)).await?;
    hashed.map_err(|e| Problem::internal(e.to_string()))
}

/// Is this the password of that hash? `None`: nobody has the login; takes as long, and says no.
pub async fn verify(password: String, stored: Option<String>) -> Outcome<bool> {
    elsewhere(move || {
        // Made before anything is compared: else the first unknown login of a process would take longer than a known one.
        let nobody = LazyLock::force(&NOBODY);
        let hash = stored.as_deref().unwrap_or(nobody);
        let right = Argon2::default().verify_password(password.as_bytes(), hash).is_ok();
        right && stored.is_some()
    })
    .await
}

/// A first password that a person can read out on the phone: no characters that look alike.
pub fn one_time(entropy: &dyn Entropy) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789w";
    let mut random = [0u8; 12];
    entropy.fill(&mut random);
    random.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

fn hash_now(password: &str, salt: &[u8]) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password_with_salt(password.as_bytes(), salt)?.to_string())
}

/// Runs on a thread that may block, a few at a time.
async fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let place = PLACES.clone().acquire_owned().await.map_err(Problem::internal)?;
    let done = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(place);
        result
    });
    done.await.map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn the_rule_for_passwords() {
        let check = |password: &str, will_do: bool| assert_eq!(fault(password, "city410300").is_none(), will_do, "{password}");
        check("短", false);
        check("1234567", false);
        check("CITY410300", false);
        check("aaaaaaaa", false);
        check("健康中原行大巡讲", true);
        check("long enough", true);
        check(&"ab".repeat(65), false);
    }

    #[tokio::test]
    async fn a_hash_verifies_its_password_only() {
        let entropy = SeededEntropy::new(1);
        let hashed = hash("long enough".into(), &entropy).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$"), "{hashed}");
        assert!(verify("long enough".into(), Some(hashed.clone())).await.unwrap());
        assert!(!verify("long enougH".into(), Some(hashed)).await.unwrap());
        assert!(!verify("nobody has this password".into(), None).await.unwrap());
    }

    #[test]
    fn a_first_password_keeps_the_rule_and_is_readable() {
        let password = one_time(&SeededEntropy::new(3));
        assert!(fault(&password, "x").is_none() && !password.contains(['0', 'o', '1', 'l', 'i']), "{password}");
    }
}
