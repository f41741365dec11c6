//! Prints the OpenAPI document, for the generated client: `cargo run -p luodi-api --example openapi`.

fn main() {
    println!("{:#}", luodi_api::openapi());
}
