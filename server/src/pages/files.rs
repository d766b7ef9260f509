//! The built client, carried in the binary.

use rust_embed::{EmbeddedFile, RustEmbed};
use std::sync::LazyLock;

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

/// The client's own typefaces, for the pages made here: their names carry a hash, so they are looked up.
pub static FONTS: LazyLock<String> = LazyLock::new(|| {
    let mut css = String::new();
    for (name, file) in [
        ("Figtree Variable", "figtree-latin-wght-normal"),
        ("Bricolage Grotesque Variable", "bricolage-grotesque-latin-wght"),
    ] {
        let found = Built::iter().find(|path| path.ends_with(".woff2") && path.contains(file));
        if let Some(path) = found {
            css.push_str(&format!(
                "@font-face{{font-family:'{name}';font-weight:200 900;font-display:swap;src:url('/{path}') format('woff2-variations')}}"
            ));
        }
    }
    css
});
