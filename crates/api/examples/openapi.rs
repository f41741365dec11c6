//! Prints the OpenAPI document, for the generated client: `cargo run -p luodi-api --example openapi`.

fn main() {
    match luodi_api::openapi().to_pretty_json() {
        Ok(json) => println!("{json}"),
        Err(error) => eprintln!("{error}"),
    }
}
