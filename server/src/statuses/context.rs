//! The thread around a status: what it answers, and what answers it, in reading order.

use super::store;
use super::store::lists;
use crate::app::App;
use crate::error::Result;
use std::collections::{HashMap, HashSet};

/// Ids above and below a status; who may see which is asked when they are rendered.
pub struct Thread {
    pub ancestors: Vec<i64>,
    pub descendants: Vec<i64>,
}

/// Members see whole threads; for others Mastodon's smaller bounds hold.
pub async fn context(app: &App, viewer: Option<i64>, id: i64) -> Result<Thread> {
    let (most_up, most_down, depth) = if viewer.is_some() { (4096, 4096, 4096) } else { (40, 60, 20) };
    let mut reader = app.db.read().await?;
    let status = store::find_original(&mut reader, id, viewer).await?;
    let ancestors = lists::ancestors(&mut reader, status.id, most_up).await?;
    let below = lists::descendants(&mut reader, status.id, depth, most_down).await?;
    let mut thread = Thread { ancestors, descendants: reading_order(status.id, &below) };
    let all = [&thread.ancestors[..], &thread.descendants[..]].concat();
    let welcome: HashSet<i64> = lists::welcome(&mut reader, &all, viewer).await?.into_iter().collect();
    thread.ancestors.retain(|id| welcome.contains(id));
    thread.descendants.retain(|id| welcome.contains(id));
    Ok(thread)
}

/// Each answer directly below what it answers, the older first.
fn reading_order(root: i64, below: &[(i64, i64)]) -> Vec<i64> {
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for (id, parent) in below {
        children.entry(*parent).or_default().push(*id);
    }
    let mut order = Vec::with_capacity(below.len());
    // The last of the stack comes next: children are pushed newest first.
    let mut stack: Vec<i64> = Vec::new();
    let mut next = Some(root);
    while let Some(id) = next {
        if id != root {
            order.push(id);
        }
        if let Some(mut answers) = children.remove(&id) {
            answers.sort_unstable_by(|a, b| b.cmp(a));
            stack.extend(answers);
        }
        next = stack.pop();
    }
    order
}

#[cfg(test)]
mod tests {
    use super::reading_order;

    #[test]
    fn answers_stand_below_what_they_answer() {
        let below = [(2, 1), (3, 1), (4, 2), (6, 3), (5, 4)];
        assert_eq!(reading_order(1, &below), [2, 4, 5, 3, 6]);
    }
}
