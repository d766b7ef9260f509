//! The built client, carried in the binary.

use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../ui/build"]
struct Built;

pub fn find(path: &str) -> Option<EmbeddedFile> {
    Built::get(path)
}

/// Names with a content hash never change.
pub fn is_immutable(path: &str) -> bool {
    path.starts_with("_app/immutable/")
}
