//! The door to a language model (语言模型). What stands behind it, and how it is reached, the app doesn't know.

use std::fmt::Debug;
use thiserror::Error;

/// What is sent: instructions, and the text that they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub instructions: String,
    pub text: String,
}

/// A language model that answers a question with text. It may be slow, wrong, or not there.
pub trait LanguageModel: Debug + Send + Sync {
    /// Name of the model, as it is shown.
    fn name(&self) -> &str;
    /// Where texts are sent, as it is shown; no credentials.
    fn address(&self) -> &str;
    /// Blocks until the answer is there or the time is over.
    ///
    /// # Errors
    /// There is no answer that can be used.
    fn answer(&self, question: &Question) -> Result<String, ModelFault>;
}

/// Why there is no answer, in words for people.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelFault {
    #[error("语言模型在 {0} 秒内没有答复")]
    Slow(u64),
    #[error("无法连接语言模型")]
    Unreachable,
    #[error("语言模型答复了错误（{0}）")]
    Status(u16),
    #[error("语言模型拒绝答复")]
    Refused,
    #[error("语言模型的答复不合格式")]
    Garbled,
}
