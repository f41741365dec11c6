//! A stand-in for a language model: answers what the test tells it to, and keeps what it was sent.

use luodi_acceptance::{Json, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the stand-in behaves.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A completion with this content.
    Says(String),
    /// A completion that refuses.
    Refuses,
    Status(u16),
    /// Bytes that are no completion.
    Bytes(String),
    /// Nothing for so long.
    Silent(Duration),
}

/// What it was sent: the authorization header and the body.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub authorization: String,
    pub body: Json,
}

#[derive(Debug)]
pub struct Model {
    /// To be given as `--model-url`.
    pub url: String,
    answer: Arc<Mutex<Answer>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Model {
    pub fn start() -> Model {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let answer = Arc::new(Mutex::new(Answer::Status(500)));
        let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
        let (behaviour, received) = (Arc::clone(&answer), Arc::clone(&sent));
        // Ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (behaviour, received) = (Arc::clone(&behaviour), Arc::clone(&received));
                std::thread::spawn(move || serve(stream, &behaviour, &received));
            }
        });
        Model { url, answer, sent }
    }
    pub fn answers(&self, answer: Answer) {
        *self.answer.lock().expect("not poisoned") = answer;
    }
    pub fn proposes(&self, proposals: &Json) {
        self.answers(Answer::Says(json!({"proposals": proposals}).to_string()));
    }
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().expect("not poisoned").clone()
    }
}

fn serve(mut stream: TcpStream, behaviour: &Mutex<Answer>, received: &Mutex<Vec<Sent>>) {
    let Some(sent) = read(&stream) else { return };
    received.lock().expect("not poisoned").push(sent);
    let answer = behaviour.lock().expect("not poisoned").clone();
    let (status, body) = match answer {
        Answer::Says(content) => (200, json!({"choices": [{"message": {"role": "assistant", "content": content}}]}).to_string()),
        Answer::Refuses => (200, json!({"choices": [{"message": {"content": null, "refusal": "no"}}]}).to_string()),
        Answer::Status(status) => (status, "{}".to_string()),
        Answer::Bytes(bytes) => (200, bytes),
        Answer::Silent(time) => {
            std::thread::sleep(time);
            return;
        }
    };
    let head = format!(
        "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // A client that has given up is no matter of the stand-in.
    let _ = stream.write_all((head + &body).as_bytes());
}

fn read(stream: &TcpStream) -> Option<Sent> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut sent) = (0, Sent::default());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim().is_empty() {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => sent.authorization = value.to_string(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    sent.body = serde_json::from_slice(&body).ok()?;
    Some(sent)
}
