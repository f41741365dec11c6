//! The web UI is put into the binary from `web/dist`. Where nobody has built it, the binary says so on its first page
//! instead of failing to compile.

use std::{env, fs, io, path::Path};

const NOT_BUILT: &str = r#"<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<title>落地</title>
<p>网页界面还没有构建：请在 web 目录运行 npm ci 和 npm run build，再重新编译。</p>
<p>The web UI is not built: run npm ci and npm run build in the folder web, then compile again.</p>
<p><a href="/api/docs">/api/docs</a></p>
"#;

fn main() -> io::Result<()> {
    let here = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let dist = Path::new(&here).join("../../web/dist");
    if !dist.join("index.html").exists() {
        fs::create_dir_all(&dist)?;
        fs::write(dist.join("index.html"), NOT_BUILT)?;
    }
    println!("cargo:rerun-if-changed=../../web/dist");
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
