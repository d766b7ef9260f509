//! The table that is printed. The bench asserts nothing about times.

/// Five rounds of subject and limit side by side.
pub struct Row {
    pub what: String,
    pub subject: f64,
    pub limit: f64,
    pub ratio: f64,
    /// Processor time per answer in microseconds, of the server and of the limit's.
    pub cost: f64,
    pub limit_cost: f64,
    pub p50: f64,
    pub p99: f64,
    pub refused: usize,
    pub wanted: Wanted,
}

/// What a row should reach: a share of the limit, and an absolute number that means something on an idle machine only.
#[derive(Clone, Copy)]
pub struct Wanted {
    pub ratio: Option<f64>,
    pub per_second: f64,
}

#[expect(clippy::print_stdout, reason = "the table is the bench's answer")]
pub fn line(text: &str) {
    println!("{text}");
}

pub fn title(text: &str) {
    line(&format!("\n{text}\n{}", "-".repeat(text.len())));
}

pub fn head() {
    line(&format!(
        "{:<18} {:>9} {:>9} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "Howdah/s", "limit/s", "ratio", "wanted", "aim/s", "CPU us", "limit us", "p50 ms", "p99 ms"
    ));
}

pub fn row(row: &Row) {
    let refused = if row.refused > 0 { format!("  {} refused!", row.refused) } else { String::new() };
    let wanted = row.wanted.ratio.map_or(String::new(), |ratio| format!(">= {ratio:.2}"));
    line(&format!(
        "{:<18} {:>9.0} {:>9.0} {:>7.2} {wanted:>9} {:>9.0} {:>9.0} {:>9.0} {:>9.2} {:>9.2}{refused}",
        row.what, row.subject, row.limit, row.ratio, row.wanted.per_second, row.cost, row.limit_cost, row.p50, row.p99
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
