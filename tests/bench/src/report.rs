//! The table that is printed. The bench asserts nothing about times.

/// Five rounds of subject and limit side by side.
pub struct Row {
    pub what: String,
    pub subject: f64,
    pub limit: f64,
    pub ratio: f64,
    pub p50: f64,
    pub p99: f64,
    pub refused: usize,
}

#[expect(clippy::print_stdout, reason = "the table is the bench's answer")]
pub fn line(text: &str) {
    println!("{text}");
}

pub fn title(text: &str) {
    line(&format!("\n{text}\n{}", "-".repeat(text.len())));
}

pub fn head() {
    line(&format!("{:<20} {:>10} {:>10} {:>7} {:>9} {:>9}", "", "Howdah/s", "limit/s", "ratio", "p50 ms", "p99 ms"));
}

pub fn row(row: &Row) {
    let refused = if row.refused > 0 { format!("  {} refused!", row.refused) } else { String::new() };
    line(&format!(
        "{:<20} {:>10.0} {:>10.0} {:>7.2} {:>9.2} {:>9.2}{refused}",
        row.what, row.subject, row.limit, row.ratio, row.p50, row.p99
    ));
}

pub fn figure(what: &str, value: &str, wanted: &str) {
    line(&format!("{what:<36} {value:>14}   {wanted}"));
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
