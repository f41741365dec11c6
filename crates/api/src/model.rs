//! A language model behind an OpenAI-compatible address, over plain HTTP: on the same machine or network, or behind the
//! office's own proxy, which does TLS.

use crate::settings::ModelAddress;
use luodi_app::proposals::{LanguageModel, ModelFault, Question};
use serde_json::{Value as Json, json};
use std::time::Duration;
use ureq::Agent;

/// Longest answer read.
const ANSWER_BYTES_MAX: u64 = 4 << 20;

/// The model that the settings name.
#[derive(Debug)]
pub struct HttpModel {
    settings: ModelAddress,
    agent: Agent,
}

impl HttpModel {
    pub fn new(settings: ModelAddress) -> HttpModel {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Whoever stands at the address doesn't send the text elsewhere.
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(settings.timeout_s)))
            .build();
        HttpModel { settings, agent: config.into() }
    }
}

impl LanguageModel for HttpModel {
    fn name(&self) -> &str {
        &self.settings.name
    }
    fn address(&self) -> &str {
        &self.settings.url
    }

    fn answer(&self, question: &Question) -> Result<String, ModelFault> {
        let body = json!({
            "model": self.settings.name,
            "temperature": 0,
            "stream": false,
            "messages": [
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.text},
            ],
        });
        let mut request = self.agent.post(format!("{}/chat/completions", self.settings.url.trim_end_matches('/')));
        if let Some(key) = &self.settings.key {
            request = request.header("Authorization", format!("Bearer {}", key.0));
        }
        let mut response = request.send_json(&body).map_err(|e| self.fault(&e))?;
        if !response.status().is_success() {
            return Err(ModelFault::Status(response.status().as_u16()));
        }
        let bytes = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(|e| self.fault(&e))?;
        content(&bytes)
    }
}

impl HttpModel {
    fn fault(&self, error: &ureq::Error) -> ModelFault {
        tracing::info!(%error, "the language model gave no answer");
        match error {
            ureq::Error::Timeout(_) => ModelFault::Slow(self.settings.timeout_s),
            ureq::Error::BodyExceedsLimit(_) => ModelFault::Garbled,
            _ => ModelFault::Unreachable,
        }
    }
}

/// The text of a completion.
fn content(bytes: &[u8]) -> Result<String, ModelFault> {
    let answer: Json = serde_json::from_slice(bytes).map_err(|_| ModelFault::Garbled)?;
    let choice = &answer["choices"][0];
    if choice["message"]["refusal"].is_string() || choice["finish_reason"] == "content_filter" {
        return Err(ModelFault::Refused);
    }
    choice["message"]["content"].as_str().map(str::to_string).ok_or(ModelFault::Garbled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_completion_is_read_and_a_refusal_is_one() {
        assert_eq!(content(br#"{"choices":[{"message":{"content":"x"}}]}"#), Ok("x".to_string()));
        assert_eq!(content(br#"{"choices":[{"message":{"content":null,"refusal":"no"}}]}"#), Err(ModelFault::Refused));
        assert_eq!(content(br#"{"choices":[{"finish_reason":"content_filter","message":{}}]}"#), Err(ModelFault::Refused));
        for garbled in [&b"<html>"[..], b"{}", br#"{"choices":[]}"#] {
            assert_eq!(content(garbled), Err(ModelFault::Garbled));
        }
    }
}
