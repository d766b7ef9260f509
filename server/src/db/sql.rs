//! Statement texts. One text serves both engines unless it must differ; then the two stand side by side.

/// A statement. Only `store.rs` files and `db/` make these.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Sql {
    pub const fn same(text: &'static str) -> Self {
        Self { sqlite: text, postgres: text }
    }
}

/// Declares the statements of a store and lists them in `STATEMENTS`, so that a test prepares each one on both
/// engines. A statement is `NAME = "text";` (pieces are joined as by `concat!`), or, where the engines differ,
/// `NAME = sqlite "..." postgres "...";`, in pieces `NAME = either [...] [...];` (SQLite first).
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $(sqlite $lite:literal postgres $post:literal)?
        $(either [$($left:expr),+ $(,)?] [$($right:expr),+ $(,)?])? $([$($piece:expr),+ $(,)?])? $($text:literal)?;)+) => {
        $($(#[$meta])* pub(crate) const $name: $crate::db::Sql =
            $crate::statements!(@one $(sqlite $lite postgres $post)? $(either [$($left),+] [$($right),+])? $([$($piece),+])? $($text)?);)+
        pub const STATEMENTS: &[(&str, $crate::db::Sql)] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),+];
    };
    (@one sqlite $lite:literal postgres $post:literal) => { $crate::db::Sql { sqlite: $lite, postgres: $post } };
    (@one either [$($left:expr),+] [$($right:expr),+]) => {
        $crate::db::Sql { sqlite: concat!($($left),+), postgres: concat!($($right),+) }
    };
    (@one [$($piece:expr),+]) => { $crate::db::Sql::same(concat!($($piece),+)) };
    (@one $text:literal) => { $crate::db::Sql::same($text) };
}
