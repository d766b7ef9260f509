//! /api/v1/timelines and an account's statuses: what each parameter leaves in, and what threads leave out.

use crate::media::png;
use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Multipart, Town, both_engines};
use serde_json::{Value, json};

const ELSEWHERE: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, url, created_at)
    VALUES ($1, 'zoe', 'zoe', 'far.example', 'https://far.example/zoe', 'https://far.example/@zoe', 0)",
);
const FROM_ELSEWHERE: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, local, visibility, content, uri, url, created_at)
    VALUES ($1, $2, $3, 0, '<p>far</p>', 'https://far.example/1', 'https://far.example/1', $4)",
);

/// A public post of somebody on another server; tells who wrote it.
async fn from_elsewhere(town: &Town) -> i64 {
    let (author, status) = (town.app.ids.next(), town.app.ids.next());
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(ELSEWHERE, args![author]).await.unwrap();
    tx.run(FROM_ELSEWHERE, args![status, author, false, town.app.clock.now()]).await.unwrap();
    town.app.commit(tx, &[]).await.unwrap();
    author
}

async fn say(who: &Actor, mut body: Value) -> String {
    who.town.advance(1000);
    if body.is_string() {
        body = json!({ "status": body });
    }
    who.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn with_picture(who: &Actor, text: &str) -> String {
    let form = Multipart::new().file("file", "a.png", "image/png", &png(8, 4));
    let file = who.post("/api/v2/media").multipart(form).await.ok();
    say(who, json!({ "status": text, "media_ids": [file["id"]] })).await
}

async fn act(who: &Actor, status: &str, verb: &str) -> String {
    who.town.advance(1000);
    let path = format!("/api/v1/statuses/{status}/{verb}");
    who.post(path).await.ok()["id"].as_str().unwrap().to_owned()
}

fn bare(status: &Value) -> String {
    let mut text = status["content"].as_str().unwrap().to_owned();
    if let Some(boosted) = status["reblog"]["content"].as_str() {
        text = format!("RT {boosted}");
    }
    let mut inside = false;
    text.retain(|c| {
        inside = (inside || c == '<') && c != '>';
        !inside && c != '>'
    });
    text
}

async fn texts(who: &Actor, path: &str) -> Vec<String> {
    who.get(path).await.rows().iter().map(bare).collect()
}

both_engines! {
    async fn the_public_timeline_shows_what_is_asked_for(town: Town) {
        let (alice, bob, anon) = (town.user("alice").await, town.user("bob").await, town.anon());
        let near = say(&alice, json!("near")).await;
        from_elsewhere(&town).await;
        with_picture(&alice, "picture").await;
        say(&bob, json!({ "status": "answer", "in_reply_to_id": near })).await;
        say(&alice, json!({ "status": "to myself", "in_reply_to_id": near })).await;
        say(&alice, json!({ "status": "unlisted", "visibility": "unlisted" })).await;
        act(&bob, &near, "reblog").await;
        for (query, expected) in [
            ("", &["to myself", "picture", "far", "near"][..]),
            ("?local=true", &["to myself", "picture", "near"]),
            ("?remote=1", &["far"]),
            ("?local=true&remote=true", &["to myself", "picture", "far", "near"]),
            ("?only_media=true", &["picture"]),
            ("?remote=true&only_media=true", &[]),
            ("?local=false&remote=0&only_media=off", &["to myself", "picture", "far", "near"]),
        ] {
            for who in [&anon, &bob] {
                assert_eq!(texts(who, &format!("/api/v1/timelines/public{query}")).await, expected, "{query} {:?}", who.name);
            }
        }
        // Nobody meets whom they quarrel with, nor a server that they blocked.
        bob.post("/api/v1/domain_blocks").json(json!({ "domain": "far.example" })).await.ok();
        assert_eq!(texts(&bob, "/api/v1/timelines/public").await, ["to myself", "picture", "near"]);
        bob.post(format!("/api/v1/accounts/{}/mute", alice.id)).await.ok();
        assert!(texts(&bob, "/api/v1/timelines/public").await.is_empty());
        assert_eq!(texts(&anon, "/api/v1/timelines/public?limit=1").await, ["to myself"]);
    }

    async fn a_hashtags_timeline_takes_any_all_and_none(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        for text in ["#tea", "#tea #milk", "#tea #sugar", "#tea #milk #sugar", "#coffee #milk", "#Coffee"] {
            say(&alice, json!(text)).await;
        }
        with_picture(&bob, "#tea picture").await;
        say(&alice, json!({ "status": "#tea unlisted", "visibility": "unlisted" })).await;
        for (query, expected) in [
            ("tea", &["#tea picture", "#tea #milk #sugar", "#tea #sugar", "#tea #milk", "#tea"][..]),
            ("TEA?only_media=true", &["#tea picture"]),
            ("coffee?any[]=sugar", &["#Coffee", "#coffee #milk", "#tea #milk #sugar", "#tea #sugar"]),
            ("tea?all[]=milk", &["#tea #milk #sugar", "#tea #milk"]),
            ("tea?all[]=milk&all[]=sugar", &["#tea #milk #sugar"]),
            ("tea?all[]=milk&none[]=sugar", &["#tea #milk"]),
            ("tea?none[]=milk&none[]=sugar", &["#tea picture", "#tea"]),
            ("tea?none[]=unheard", &["#tea picture", "#tea #milk #sugar", "#tea #sugar", "#tea #milk", "#tea"]),
            ("tea?remote=true", &[]),
            ("tea?local=true&limit=2", &["#tea picture", "#tea #milk #sugar"]),
            ("unheard", &[]),
        ] {
            assert_eq!(texts(&town.anon(), &format!("/api/v1/timelines/tag/{query}")).await, expected, "{query}");
        }
        alice.post(format!("/api/v1/accounts/{}/block", bob.id)).await.ok();
        assert_eq!(texts(&alice, "/api/v1/timelines/tag/tea?limit=1").await, ["#tea #milk #sugar"]);
    }

    async fn an_accounts_statuses_are_chosen_by_kind(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        carol.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let bobs = say(&bob, json!("bobs")).await;
        let plain = say(&alice, json!("plain #tea")).await;
        with_picture(&alice, "picture").await;
        say(&alice, json!({ "status": "answer", "in_reply_to_id": bobs })).await;
        say(&alice, json!({ "status": "to myself", "in_reply_to_id": plain })).await;
        say(&alice, json!({ "status": "unlisted #tea", "visibility": "unlisted" })).await;
        say(&alice, json!({ "status": "private #tea", "visibility": "private" })).await;
        say(&alice, json!({ "status": "@bob direct", "visibility": "direct" })).await;
        act(&alice, &bobs, "reblog").await;
        act(&alice, &plain, "pin").await;
        let of = format!("/api/v1/accounts/{}/statuses", alice.id);
        let anon = town.anon();
        for (who, query, expected) in [
            (&anon, "", &["RT bobs", "unlisted #tea", "to myself", "answer", "picture", "plain #tea"][..]),
            (&carol, "", &["RT bobs", "private #tea", "unlisted #tea", "to myself", "answer", "picture", "plain #tea"]),
            (&bob, "?limit=2", &["RT bobs", "@bob direct"]),
            (&alice, "?limit=3", &["RT bobs", "@bob direct", "private #tea"]),
            (&anon, "?exclude_reblogs=true", &["unlisted #tea", "to myself", "answer", "picture", "plain #tea"]),
            (&anon, "?exclude_replies=true", &["RT bobs", "unlisted #tea", "to myself", "picture", "plain #tea"]),
            (&anon, "?exclude_replies=1&exclude_reblogs=1", &["unlisted #tea", "to myself", "picture", "plain #tea"]),
            (&anon, "?only_media=true", &["picture"]),
            (&anon, "?tagged=TEA", &["unlisted #tea", "plain #tea"]),
            (&carol, "?tagged=tea", &["private #tea", "unlisted #tea", "plain #tea"]),
            (&anon, "?tagged=unheard", &[]),
            (&anon, "?pinned=true", &["plain #tea"]),
            (&anon, "?pinned=false&limit=1", &["RT bobs"]),
        ] {
            assert_eq!(texts(who, &format!("{of}{query}")).await, expected, "{query} {:?}", who.name);
        }
        // Boosts of those whom the reader does not want to meet are no way around that.
        carol.post(format!("/api/v1/accounts/{}/mute", bob.id)).await.ok();
        assert_eq!(texts(&carol, &format!("{of}?limit=1")).await, ["private #tea"]);
        anon.get("/api/v1/accounts/1/statuses").await.error(404);
        alice.post(format!("/api/v1/accounts/{}/block", bob.id)).await.ok();
        assert!(texts(&bob, &of).await.is_empty());
    }

    async fn threads_leave_out_whom_the_reader_does_not_want_to_meet(town: Town) {
        let (alice, bob, carol, olga) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.staff("olga", "owner").await);
        let start = say(&alice, json!("start")).await;
        let bobs = say(&bob, json!({ "status": "bobs", "in_reply_to_id": start })).await;
        let below = say(&carol, json!({ "status": "below", "in_reply_to_id": bobs })).await;
        let thread = async |who: &Actor, status: &str| {
            let context = who.get(format!("/api/v1/statuses/{status}/context")).await.ok();
            ["ancestors", "descendants"].map(|half| context[half].as_array().unwrap().iter().map(bare).collect::<Vec<_>>())
        };
        let all = [vec![], vec!["bobs".to_owned(), "below".to_owned()]];
        let without = [vec![], vec!["below".to_owned()]];
        assert_eq!(thread(&alice, &start).await, all);
        alice.post(format!("/api/v1/accounts/{}/mute", bob.id)).await.ok();
        assert_eq!(thread(&alice, &start).await, without);
        assert_eq!(thread(&alice, &below).await, [vec!["start".to_owned()], vec![]]);
        assert_eq!(thread(&carol, &start).await, all);
        alice.post(format!("/api/v1/accounts/{}/unmute", bob.id)).await.ok();
        // Whom the staff limited is met by those who follow them, and by themselves.
        olga.post(format!("/api/v1/admin/accounts/{}/action", bob.id)).json(json!({ "type": "silence" })).await.ok();
        for who in [&alice, &town.anon()] {
            assert_eq!(thread(who, &start).await, without);
        }
        assert_eq!(thread(&bob, &start).await, all);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        assert_eq!(thread(&alice, &start).await, all);
    }
}
