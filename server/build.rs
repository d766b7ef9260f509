//! The server carries the built UI. Before the first `npm run build` there is none: a page that says so stands in, so
//! that `cargo check` needs nothing from npm.

use std::path::Path;

fn main() {
    let build = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/build");
    let page = build.join("index.html");
    if !page.exists() {
        let text = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Howdah</title></head><body><p>The pages of this \
                    server were not built. Run: npm start</p></body></html>";
        let _ = std::fs::create_dir_all(&build);
        let _ = std::fs::write(&page, text);
    }
    println!("cargo:rerun-if-changed={}", build.display());
}
