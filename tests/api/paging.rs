//! Every list is leafed through in the same way: limits, both directions, and Links that keep what else was asked.

use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const ROWS: usize = 5;

/// What tells one row of a list from another.
fn key(row: &Value) -> String {
    row["id"].as_str().or(row.as_str()).map(str::to_owned).unwrap_or_else(|| row.to_string())
}

async fn keys(who: &Actor, path: &str) -> Vec<String> {
    who.get(path).await.rows().iter().map(key).collect()
}

/// Pages of two: forwards to the end, one back, and what stands at the edges.
async fn leaf(who: &Actor, path: &str) {
    let joint = if path.contains('?') { '&' } else { '?' };
    let all = keys(who, path).await;
    assert_eq!(all.len(), ROWS, "{path}");
    let mut seen = Vec::new();
    let mut last = String::new();
    let mut next = Some(format!("{path}{joint}limit=2&kept=yes"));
    while let Some(at) = next {
        let page = who.get(&at).await;
        let rows: Vec<String> = page.rows().iter().map(key).collect();
        for rel in ["next", "prev"] {
            let Some(link) = page.link(rel) else { continue };
            assert!(link.contains("limit=2") && link.contains("kept=yes"), "{path}: {link}");
            assert!(
                path.split(['?', '&']).skip(1).all(|part| link.contains(&part.replace("[]", "%5B%5D"))),
                "{path}: {link}"
            );
        }
        assert_eq!(page.link("next").is_some(), rows.len() == 2, "{path}: a page that is not full is the last");
        assert_eq!(page.link("prev").is_some(), !rows.is_empty(), "{path}");
        if rows.len() < 2 && !rows.is_empty() {
            last = page.link("prev").expect("a way back");
        }
        seen.extend(rows);
        assert!(seen.len() <= ROWS, "{path} goes round in circles");
        next = page.link("next");
    }
    assert_eq!(seen, all, "{path}: nothing twice, nothing left out");
    // Back from the last row: the two just above it, the newer first.
    assert_eq!(keys(who, &last).await, all[2..4], "{path}: {last}");
    assert_eq!(who.get(format!("{path}{joint}limit=-1")).await.status.as_u16(), 400, "{path}");
    assert_eq!(keys(who, &format!("{path}{joint}limit=100000")).await, all, "{path}: too many is as many as may be");
}

/// Lists whose cursors are the ids that they show.
async fn by_id(who: &Actor, path: &str) {
    leaf(who, path).await;
    let joint = if path.contains('?') { '&' } else { '?' };
    let all = keys(who, path).await;
    let oldest = &all[ROWS - 1];
    let ask = async |query: String| keys(who, &format!("{path}{joint}{query}")).await;
    assert_eq!(ask(format!("since_id={oldest}&limit=2")).await, all[..2], "{path}: since is the newest");
    assert_eq!(ask(format!("min_id={oldest}&limit=2")).await, all[2..4], "{path}: min is the next");
    assert_eq!(ask(format!("max_id={}&limit=2", all[1])).await, all[2..4], "{path}");
    assert_eq!(ask(format!("max_id={}&since_id={oldest}", all[0])).await, all[1..4], "{path}: both bounds");
    assert_eq!(ask(format!("max_id={}&min_id={oldest}&limit=1", all[0])).await, all[3..4], "{path}");
    assert!(ask(format!("max_id={oldest}")).await.is_empty(), "{path}");
    assert_eq!(who.get(format!("{path}{joint}max_id={oldest}")).await.link("next"), None, "{path}: an empty page ends");
}

async fn say(who: &Actor, text: &str) -> String {
    who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn crowd(town: &Town) -> Vec<Actor> {
    let mut people = Vec::new();
    for number in 0..ROWS {
        people.push(town.user(&format!("person{number}")).await);
    }
    people
}

both_engines! {
    async fn statuses_are_leafed_through(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        for number in 0..ROWS {
            let id = say(&alice, &format!("{number} #tea @bob")).await;
            for verb in ["favourite", "bookmark"] {
                bob.post(format!("/api/v1/statuses/{id}/{verb}")).await.ok();
            }
        }
        for path in [
            "/api/v1/timelines/home".to_owned(),
            "/api/v1/timelines/public?local=true".to_owned(),
            "/api/v1/timelines/tag/tea?any[]=coffee".to_owned(),
            format!("/api/v1/accounts/{}/statuses?exclude_reblogs=1", alice.id),
            "/api/v1/notifications?types[]=mention".to_owned(),
        ] {
            by_id(&bob, &path).await;
        }
        for path in ["/api/v1/favourites", "/api/v1/bookmarks"] {
            leaf(&bob, path).await;
        }
    }

    async fn people_are_leafed_through(town: Town) {
        let olga = town.staff("olga", "owner").await;
        let people = crowd(&town).await;
        let status = say(&olga, "Hello").await;
        for person in &people {
            person.post(format!("/api/v1/accounts/{}/follow", olga.id)).await.ok();
            person.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
            person.post(format!("/api/v1/statuses/{status}/reblog")).await.ok();
            olga.post(format!("/api/v1/accounts/{}/follow", person.id)).await.ok();
        }
        leaf(&olga, &format!("/api/v1/accounts/{}/followers", olga.id)).await;
        leaf(&olga, &format!("/api/v1/accounts/{}/following", olga.id)).await;
        leaf(&olga, &format!("/api/v1/statuses/{status}/favourited_by")).await;
        leaf(&olga, &format!("/api/v1/statuses/{status}/reblogged_by")).await;
        by_id(&olga, "/api/v1/admin/accounts?username=person").await;
        by_id(&olga, "/api/v2/admin/accounts?username=person").await;
        for person in &people {
            olga.post(format!("/api/v1/accounts/{}/mute", person.id)).await.ok();
        }
        leaf(&olga, "/api/v1/mutes").await;
        for person in &people {
            olga.post(format!("/api/v1/accounts/{}/block", person.id)).await.ok();
            olga.post("/api/v1/domain_blocks").json(json!({ "domain": format!("{}.example", person.name) })).await.ok();
        }
        leaf(&olga, "/api/v1/blocks").await;
        leaf(&olga, "/api/v1/domain_blocks").await;
        let bob = town.user("bob").await;
        bob.patch("/api/v1/accounts/update_credentials").json(json!({ "locked": true })).await.ok();
        for person in &people {
            person.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        }
        leaf(&bob, "/api/v1/follow_requests").await;
    }
}
