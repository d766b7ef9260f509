//! A row of either engine, read by position.

use crate::error::{Error, Result};
use sqlx::Row as _;

pub enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// A type that stands in one column.
pub trait Column: Sized {
    fn read(row: &Row, index: usize) -> Result<Self, sqlx::Error>;
}

macro_rules! column {
    ($($type:ty),+) => {$(
        impl Column for $type {
            #[inline]
            fn read(row: &Row, index: usize) -> Result<Self, sqlx::Error> {
                match row {
                    // STRICT tables and one Rust type per column make the driver's own type check superfluous here.
                    Row::Sqlite(row) => row.try_get_unchecked(index),
                    Row::Postgres(row) => row.try_get(index),
                }
            }
        }
        impl Column for Option<$type> {
            #[inline]
            fn read(row: &Row, index: usize) -> Result<Self, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get_unchecked(index),
                    Row::Postgres(row) => row.try_get(index),
                }
            }
        }
    )+};
}
column!(i64, bool, f64, String, Vec<u8>);

impl Row {
    #[inline]
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        T::read(self, index).map_err(|e| Error::Internal(format!("column {index}: {e}")))
    }

    /// Reads the columns one after the other.
    pub fn cells(&self) -> Cells<'_> {
        Cells { row: self, next: 0 }
    }
}

pub struct Cells<'r> {
    row: &'r Row,
    next: usize,
}

impl Cells<'_> {
    #[inline]
    pub fn take<T: Column>(&mut self) -> Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }
}

/// How a struct is read from a row. Implemented beside the struct, in the order of the statement's columns.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self>;
}

macro_rules! scalar {
    ($($type:ty),+) => {$(
        impl FromRow for $type {
            fn from_row(row: &Row) -> Result<Self> { row.get(0) }
        }
        impl FromRow for Option<$type> {
            fn from_row(row: &Row) -> Result<Self> { row.get(0) }
        }
    )+};
}
scalar!(i64, bool, f64, String, Vec<u8>);

macro_rules! tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self> { Ok(($(row.get::<$name>($index)?,)+)) }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
