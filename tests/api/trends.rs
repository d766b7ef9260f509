//! Trends: what many talk about comes up, what was not reviewed stays down, and staff decide.

use howdah_server::time::{DAY, HOUR};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

async fn post(who: &Actor, fields: Value) -> String {
    who.post("/api/v1/statuses").json(fields).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn people(town: &Town, names: &[&str]) -> Vec<Actor> {
    let mut people = Vec::new();
    for name in names {
        people.push(town.user(name).await);
    }
    people
}

async fn count(town: &Town) {
    town.advance(61_000);
    town.app.run_jobs().await.unwrap();
}

async fn trust(owner: &Actor) {
    owner.patch("/api/howdah/v1/community").json(json!({ "trendable_by_default": true })).await.ok();
}

async fn names(who: &Actor, path: &str) -> Vec<String> {
    who.get(path).await.rows().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

async fn ids(who: &Actor, path: &str) -> Vec<String> {
    who.get(path).await.rows().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn hashtags_trend_by_how_many_use_them(town: Town) {
        let olga = town.staff("olga", "owner").await;
        trust(&olga).await;
        let all = people(&town, &["ada", "ben", "cleo", "dan"]).await;
        for who in &all {
            post(who, json!({ "status": "#harvest moon" })).await;
        }
        for who in &all[..3] {
            post(who, json!({ "status": "#Rain today" })).await;
            post(who, json!({ "status": "a #quiet one", "visibility": "unlisted" })).await;
            post(who, json!({ "status": "#hidden", "sensitive": true })).await;
        }
        for _ in 0..5 {
            post(&all[0], json!({ "status": "#alone" })).await;
        }
        for who in &all[..2] {
            post(who, json!({ "status": "#pair" })).await;
        }
        count(&town).await;
        let anon = town.anon();
        for path in ["/api/v1/trends", "/api/v1/trends/tags"] {
            assert_eq!(names(&anon, path).await, ["harvest", "Rain"], "three people at least: {path}");
        }
        let first = anon.get("/api/v1/trends/tags?limit=1").await;
        let tag = &first.rows()[0];
        assert_eq!((&tag["history"][0]["uses"], &tag["history"][0]["accounts"]), (&json!("4"), &json!("4")));
        assert_eq!(tag["history"].as_array().unwrap().len(), 7);
        assert!(tag.get("following").is_none());
        let next = anon.get(first.link("next").unwrap()).await;
        assert_eq!(next.rows()[0]["name"], "Rain");
        assert!(next.link("prev").unwrap().ends_with("limit=1&offset=0"));
        assert_eq!(all[0].get("/api/v1/trends/tags").await.rows()[0]["following"], false);
        anon.get("/api/v1/trends/tags?offset=-1").await.error(400);
        town.advance(8 * DAY);
        count(&town).await;
        assert!(names(&anon, "/api/v1/trends/tags").await.is_empty(), "after seven days it is over");
    }

    async fn what_is_newer_stands_higher(town: Town) {
        let olga = town.staff("olga", "owner").await;
        trust(&olga).await;
        let all = people(&town, &["ada", "ben", "cleo", "dan"]).await;
        for who in &all {
            post(who, json!({ "status": "#old" })).await;
        }
        town.advance(2 * DAY);
        for who in &all[..3] {
            post(who, json!({ "status": "#new" })).await;
        }
        count(&town).await;
        assert_eq!(names(&town.anon(), "/api/v1/trends/tags").await, ["new", "old"]);
    }

    async fn statuses_trend_by_who_likes_them(town: Town) {
        let olga = town.staff("olga", "owner").await;
        trust(&olga).await;
        let all = people(&town, &["ada", "ben", "cleo", "dan", "eve"]).await;
        let (ada, eve) = (&all[0], &all[4]);
        ada.patch("/api/v1/accounts/update_credentials").form(&[("discoverable", "true")]).await.ok();
        eve.patch("/api/v1/accounts/update_credentials").form(&[("discoverable", "true")]).await.ok();
        let (good, better) = (post(ada, json!({ "status": "good" })).await, post(ada, json!({ "status": "better" })).await);
        let warned = post(eve, json!({ "status": "x", "spoiler_text": "careful" })).await;
        let few = post(eve, json!({ "status": "few" })).await;
        let shy = post(&all[1], json!({ "status": "shy" })).await;
        for who in &all {
            for id in [&good, &better, &warned, &shy] {
                who.post(format!("/api/v1/statuses/{id}/favourite")).await.ok();
            }
        }
        for who in &all[1..3] {
            who.post(format!("/api/v1/statuses/{few}/reblog")).await.ok();
        }
        count(&town).await;
        assert_eq!(ids(&town.anon(), "/api/v1/trends/statuses").await, std::slice::from_ref(&better), "one of each author, three people");
        all[2].post(format!("/api/v1/accounts/{}/mute", ada.id)).await.ok();
        assert!(ids(&all[2], "/api/v1/trends/statuses").await.is_empty());
        all[3].post(format!("/api/v1/statuses/{few}/reblog")).await.ok();
        count(&town).await;
        assert_eq!(ids(&town.anon(), "/api/v1/trends/statuses").await, [better.clone(), few.clone()]);
        ada.patch("/api/v1/accounts/update_credentials").form(&[("discoverable", "false")]).await.ok();
        assert_eq!(ids(&town.anon(), "/api/v1/trends/statuses").await, std::slice::from_ref(&few), "at once");
        eve.delete(format!("/api/v1/statuses/{few}")).await.ok();
        assert!(ids(&town.anon(), "/api/v1/trends/statuses").await.is_empty());
    }

    async fn staff_decide_what_trends(town: Town) {
        let (olga, mary) = (town.staff("olga", "owner").await, town.staff("mary", "moderator").await);
        let all = people(&town, &["ada", "ben", "cleo", "dan"]).await;
        for who in &all[..3] {
            post(who, json!({ "status": "#first #second" })).await;
        }
        all[0].patch("/api/v1/accounts/update_credentials").form(&[("discoverable", "true")]).await.ok();
        let loved = post(&all[0], json!({ "status": "loved" })).await;
        for who in &all[1..] {
            who.post(format!("/api/v1/statuses/{loved}/favourite")).await.ok();
        }
        count(&town).await;
        let anon = town.anon();
        assert!(names(&anon, "/api/v1/trends/tags").await.is_empty() && ids(&anon, "/api/v1/trends/statuses").await.is_empty());
        assert_eq!(all[0].with("admin:read").await.get("/api/v1/admin/trends/tags").await.error(403), "This action is not allowed");
        let waiting = mary.get("/api/v1/admin/trends/tags").await.rows();
        assert_eq!(waiting.len(), 2);
        let tag = waiting.iter().find(|tag| tag["name"] == "first").unwrap();
        let flags = ["trendable", "usable", "requires_review", "listable"].map(|key| tag[key].as_bool().unwrap());
        assert_eq!(flags, [false, true, true, true]);
        let id = tag["id"].as_str().unwrap();
        let done = mary.post(format!("/api/v1/admin/trends/tags/{id}/approve")).await.ok();
        assert_eq!((&done["trendable"], &done["requires_review"]), (&json!(true), &json!(false)));
        assert_eq!(names(&anon, "/api/v1/trends/tags").await, ["first"]);
        mary.post(format!("/api/v1/admin/trends/tags/{id}/reject")).await.ok();
        assert!(names(&anon, "/api/v1/trends/tags").await.is_empty());
        let status = &olga.get("/api/v1/admin/trends/statuses").await.rows()[0];
        assert_eq!((&status["id"], &status["requires_review"]), (&json!(loved), &json!(true)));
        let done = olga.post(format!("/api/v1/admin/trends/statuses/{loved}/approve")).await.ok();
        assert_eq!(done["requires_review"], false);
        assert_eq!(ids(&anon, "/api/v1/trends/statuses").await, std::slice::from_ref(&loved));
        olga.post(format!("/api/v1/admin/trends/statuses/{loved}/reject")).await.ok();
        assert!(ids(&anon, "/api/v1/trends/statuses").await.is_empty());
        olga.post("/api/v1/admin/trends/tags/7/approve").await.error(404);
        olga.post("/api/v1/admin/trends/statuses/7/reject").await.error(404);
        trust(&olga).await;
        assert_eq!(names(&anon, "/api/v1/trends/tags").await, ["second"], "what was rejected stays down");
        olga.patch("/api/howdah/v1/community").json(json!({ "trends": false })).await.ok();
        assert!(names(&anon, "/api/v1/trends/tags").await.is_empty());
        assert_eq!(mary.get("/api/v1/admin/trends/tags").await.rows().len(), 2);
    }

    async fn staff_change_hashtags(town: Town) {
        let mary = town.staff("mary", "moderator").await;
        let ada = town.user("ada").await;
        post(&ada, json!({ "status": "#gardenparty #other" })).await;
        town.advance(HOUR);
        let all = mary.get("/api/v1/admin/tags?limit=1").await;
        assert_eq!(mary.get(all.link("next").unwrap()).await.rows().len(), 1);
        let all = mary.get("/api/v1/admin/tags").await.rows();
        let id = all.iter().find(|tag| tag["name"] == "gardenparty").unwrap()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/admin/tags/{id}");
        assert_eq!(mary.get(&path).await.ok()["requires_review"], true);
        let change = json!({ "display_name": "GardenParty", "trendable": true, "listable": false });
        let changed = mary.put(&path).json(change).await.ok();
        assert_eq!((&changed["name"], &changed["trendable"], &changed["listable"]), (&json!("GardenParty"), &json!(true), &json!(false)));
        assert_eq!((&changed["usable"], &changed["requires_review"]), (&json!(true), &json!(false)));
        let error = mary.put(&path).json(json!({ "display_name": "SomethingElse" })).await.error(422);
        assert_eq!(error, "Validation failed: Display name does not match the previous name");
        mary.put(&path).json(json!({ "display_name": "no tag" })).await.error(422);
        assert_eq!(mary.get(&path).await.ok(), changed, "a refused change changes nothing");
        let found = ada.get("/api/v2/search?q=garden&type=hashtags").await.ok();
        assert!(found["hashtags"].as_array().unwrap().is_empty(), "what is not listed is not found");
        mary.put(&path).form(&[("usable", "false")]).await.ok();
        let status = ada.post("/api/v1/statuses").json(json!({ "status": "#gardenparty" })).await.ok();
        assert!(status["tags"].as_array().unwrap().is_empty());
        mary.get("/api/v1/admin/tags/7").await.error(404);
        ada.with("admin:write").await.put(&path).json(json!({})).await.error(403);
    }
}
