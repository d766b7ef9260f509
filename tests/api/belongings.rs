//! /api/howdah/v1/me: what a person takes along and brings along, where they move, how they leave.

use howdah_server::accounts::password;
use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::DAY;
use howdah_tests::{Actor, Multipart, Town, both_engines};
use serde_json::{Value, json};
use std::io::Read as _;

const PASSWORD: Sql = Sql::same("UPDATE users SET password_hash = $2 WHERE account_id = $1");
const ME: &str = "/api/howdah/v1/me";

/// A member who knows a password: `open sesame`.
async fn member(town: &Town, name: &str) -> Actor {
    let actor = town.user(name).await;
    let hash = password::hash(&town.app, "open sesame").await.unwrap();
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(PASSWORD, args![actor.id, &hash]).await.unwrap();
    tx.commit().await.unwrap();
    actor
}

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn accts(who: &Actor, path: &str) -> Vec<String> {
    who.get(path).await.rows().iter().map(|one| one["acct"].as_str().unwrap().to_owned()).collect()
}

async fn bring(who: &Actor, kind: &str, mode: &str, data: &str) -> Value {
    let form =
        Multipart::new().file("data", "a.csv", "text/csv", data.as_bytes()).text("kind", kind).text("mode", mode);
    let read = who.post(format!("{ME}/imports")).multipart(form).await.ok();
    let path = format!("{ME}/imports/{}", read["id"].as_str().unwrap());
    assert_eq!((&read["state"], &read["done"]), (&json!("unconfirmed"), &json!(0)));
    assert_eq!(who.post(format!("{path}/confirm")).await.ok()["state"], "running");
    who.post(format!("{path}/confirm")).await.error(404);
    who.town.app.run_jobs().await.unwrap();
    let done = who.get(&path).await.ok();
    assert_eq!((&done["state"], &done["done"]), (&json!("done"), &done["total"]));
    json!({ "unknown": read["unknown"], "failed": done["failed"] })
}

both_engines! {
    async fn followers_come_along(town: Town) {
        let (old, new, ann, ben) = (member(&town, "old").await, member(&town, "new").await, town.user("ann").await, town.user("ben").await);
        follow(&ann, &old).await;
        follow(&ben, &old).await;
        follow(&new, &old).await;
        new.post(format!("/api/v1/accounts/{}/block", ben.id)).await.ok();
        let path = format!("{ME}/move");
        let go = async |acct: &str, secret: &str| old.post(&path).json(json!({ "acct": acct, "current_password": secret })).await;
        assert_eq!(go("new", "wrong").await.error(422), "Validation failed: Current password is invalid");
        assert_eq!(go("nobody", "open sesame").await.error(422), "Validation failed: Acct could not be found");
        assert_eq!(go("old", "open sesame").await.error(422), "Validation failed: Acct cannot be current account");
        assert_eq!(go("new", "open sesame").await.error(422), "Validation failed: Acct is not an alias of this account");
        let aliases = new.post(format!("{ME}/aliases")).json(json!({ "acct": "old@town.test" })).await.rows();
        assert_eq!(aliases[0]["account"]["acct"], "old");
        assert_eq!(new.post(format!("{ME}/aliases")).json(json!({ "acct": "old" })).await.error(422), "Validation failed: Acct has already been taken");
        let gone = go("new", "open sesame").await.ok();
        assert_eq!(gone["moved_to"]["acct"], "new");
        assert!(gone["next_possible_at"].is_string());
        let shown = ann.get(format!("/api/v1/accounts/{}", old.id)).await.ok();
        assert_eq!((&shown["moved"]["acct"], shown["moved"].get("moved")), (&json!("new"), None));
        new.patch("/api/v1/accounts/update_credentials").json(json!({ "display_name": "Newer" })).await.ok();
        let shown = ann.get(format!("/api/v1/accounts/{}", old.id)).await.ok();
        assert_eq!(shown["moved"]["display_name"], "Newer");
        town.app.run_jobs().await.unwrap();
        assert_eq!(accts(&ann, &format!("/api/v1/accounts/{}/followers", new.id)).await, ["ann"]);
        assert!(accts(&ann, &format!("/api/v1/accounts/{}/followers", old.id)).await.is_empty());
        assert_eq!(old.post("/api/v1/statuses").json(json!({ "status": "Still here" })).await.error(403), "Your login is currently disabled");
        assert_eq!(ann.post(format!("/api/v1/accounts/{}/follow", old.id)).await.error(403), "This action is not allowed");
        assert_eq!(go("new", "open sesame").await.error(422), "Validation failed: Acct is the same account you have already moved to");
        assert_eq!(old.delete(&path).await.ok(), json!({}));
        old.post("/api/v1/statuses").json(json!({ "status": "Back" })).await.ok();
        assert_eq!(go("new", "open sesame").await.error(422), "Validation failed: You are on cooldown");
        town.advance(30 * DAY + 1);
        go("new", "open sesame").await.ok();
        let alias = aliases[0]["id"].as_str().unwrap();
        old.delete(format!("{ME}/aliases/{alias}")).await.error(404);
        assert_eq!(new.delete(format!("{ME}/aliases/{alias}")).await.ok(), json!({}));
    }

    async fn what_is_taken_along_can_be_brought_back(town: Town) {
        let (alice, bob, carol, dave) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.user("dave").await);
        follow(&alice, &bob).await;
        alice.post(format!("/api/v1/accounts/{}/follow", carol.id)).json(json!({ "reblogs": false, "languages": ["de", "en"] })).await.ok();
        alice.post(format!("/api/v1/accounts/{}/mute", dave.id)).json(json!({ "notifications": false })).await.ok();
        alice.post("/api/v1/domain_blocks").json(json!({ "domain": "far.example" })).await.ok();
        alice.post("/api/v1/tags/Tea/follow").await.ok();
        let list = alice.post("/api/v1/lists").json(json!({ "title": "Near, dear" })).await.ok()["id"].as_str().unwrap().to_owned();
        alice.post(format!("/api/v1/lists/{list}/accounts")).json(json!({ "account_ids": [bob.id.to_string()] })).await.ok();
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "Keep me" })).await.ok();
        alice.post(format!("/api/v1/statuses/{}/bookmark", post["id"].as_str().unwrap())).await.ok();
        let table = async |kind: &str| alice.get(format!("{ME}/export/{kind}.csv")).await.text();
        let follows = table("follows").await;
        assert_eq!(follows, "Account address,Show boosts,Notify on new posts,Languages\nbob@town.test,true,false,\ncarol@town.test,false,false,\"de, en\"\n");
        assert_eq!(table("mutes").await, "Account address,Hide notifications\ndave@town.test,false\n");
        assert_eq!(table("domain_blocks").await, "far.example\n");
        assert_eq!(table("followed_tags").await, "Tea\n");
        assert_eq!(table("lists").await, "\"Near, dear\",bob@town.test\n");
        let bookmarks = table("bookmarks").await;
        assert_eq!(bookmarks, format!("{}\n", post["uri"].as_str().unwrap()));
        alice.get(format!("{ME}/export/passwords.csv")).await.error(404);

        let erin = town.user("erin").await;
        let odd = format!("\u{feff}{}\"nobody@far.example\",true,false,\r\n", follows.replace('\n', "\r\n"));
        assert_eq!(bring(&erin, "follows", "merge", &odd).await, json!({ "unknown": ["nobody@far.example"], "failed": 1 }));
        assert_eq!(accts(&erin, &format!("/api/v1/accounts/{}/following", erin.id)).await, ["carol", "bob"]);
        let ties = erin.get(format!("/api/v1/accounts/relationships?id[]={}", carol.id)).await.rows();
        assert_eq!((&ties[0]["showing_reblogs"], &ties[0]["languages"]), (&json!(false), &json!(["de", "en"])));
        assert_eq!(bring(&erin, "follows", "overwrite", "dave\nbob\n").await["failed"], 0);
        assert_eq!(accts(&erin, &format!("/api/v1/accounts/{}/following", erin.id)).await, ["dave", "bob"]);
        for (kind, text) in [("lists", table("lists").await), ("mutes", table("mutes").await), ("domain_blocks", "a.example\n".into()),
            ("bookmarks", bookmarks), ("followed_tags", "#Tea\n".into())] {
            assert_eq!(bring(&erin, kind, "overwrite", &text).await, json!({ "unknown": [], "failed": 0 }), "{kind}");
            assert_eq!(erin.get(format!("{ME}/export/{kind}.csv")).await.text(), text.trim_start_matches('#'), "{kind}");
        }
        assert_eq!(bring(&erin, "blocks", "merge", "bob\n").await["failed"], 0);
        assert_eq!(accts(&erin, "/api/v1/blocks").await, ["bob"]);
        assert_eq!(erin.get(format!("{ME}/imports")).await.rows().len(), 8);

        let refuse = async |kind: &str, mode: &str, data: &[u8]| {
            let form = Multipart::new().file("data", "a.csv", "text/csv", data).text("kind", kind).text("mode", mode);
            erin.post(format!("{ME}/imports")).multipart(form).await.error(422)
        };
        assert_eq!(refuse("cats", "merge", b"bob").await, "Validation failed: Kind is not included in the list");
        assert_eq!(refuse("blocks", "destroy", b"bob").await, "Validation failed: Mode is not included in the list");
        assert_eq!(refuse("blocks", "merge", b"").await, "Validation failed: Data is empty");
        assert_eq!(refuse("blocks", "merge", b"bob\nwhat is this\n").await, "Validation failed: Data has something else than an account address in line 2");
        assert_eq!(refuse("blocks", "merge", b"\xff\xfe").await, "Validation failed: Data is not a text in UTF-8");
        let read = erin.post(format!("{ME}/imports")).json(json!({ "kind": "blocks", "data": "dave" })).await.ok();
        let path = format!("{ME}/imports/{}", read["id"].as_str().unwrap());
        alice.get(&path).await.error(404);
        alice.delete(&path).await.error(404);
        assert_eq!(erin.delete(&path).await.ok(), json!({}));
    }

    async fn an_archive_holds_everything(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let form = Multipart::new().file("file", "a.png", "image/png", &crate::media::png(20, 10)).text("description", "Grey");
        let file = alice.post("/api/v2/media").multipart(form).await.ok();
        let new = json!({ "status": "Hello @bob", "media_ids": [file["id"]], "language": "en" });
        let mine = alice.post("/api/v1/statuses").json(new).await.ok();
        let theirs = bob.post("/api/v1/statuses").json(json!({ "status": "Hi" })).await.ok();
        let id = theirs["id"].as_str().unwrap();
        for verb in ["reblog", "favourite", "bookmark"] {
            alice.post(format!("/api/v1/statuses/{id}/{verb}")).await.ok();
        }
        let path = format!("{ME}/export");
        assert_eq!(alice.get(&path).await.ok()["archive"], Value::Null);
        alice.get(format!("{path}/archive.zip")).await.error(404);
        let asked = alice.post(&path).await.ok();
        assert_eq!((&asked["archive"]["progress"], &asked["archive"]["url"]), (&json!(0), &Value::Null));
        assert_eq!(alice.post(&path).await.error(422), "You have already asked for an archive within the last 7 days");
        town.app.run_jobs().await.unwrap();
        let made = alice.get(&path).await.ok();
        assert_eq!(made["archive"]["progress"], 100);
        let got = alice.get(made["archive"]["url"].as_str().unwrap()).await;
        assert_eq!(got.header("content-type"), Some("application/zip"));
        bob.get(format!("{path}/archive.zip")).await.error(404);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(got.body.to_vec())).unwrap();
        let mut read = |name: &str| {
            let mut text = vec![];
            zip.by_name(name).unwrap_or_else(|_| panic!("{name} is there")).read_to_end(&mut text).unwrap();
            text
        };
        let mut json = |name: &str| -> Value { serde_json::from_slice(&read(name)).unwrap() };
        assert_eq!(json("actor.json")["preferredUsername"], "alice");
        let outbox = json("outbox.json");
        assert_eq!((&outbox["totalItems"], outbox["orderedItems"].as_array().unwrap().len()), (&json!(2), 2));
        let note = &outbox["orderedItems"][0]["object"];
        assert_eq!((&note["id"], &note["attachment"][0]["name"]), (&mine["uri"], &json!("Grey")));
        assert_eq!(note["tag"][0]["href"], "https://town.test/users/bob");
        assert_eq!((&outbox["orderedItems"][1]["type"], &outbox["orderedItems"][1]["object"]), (&json!("Announce"), &theirs["uri"]));
        for name in ["likes.json", "bookmarks.json"] {
            assert_eq!(json(name)["orderedItems"], json!([theirs["uri"]]), "{name}");
        }
        assert!(!read(note["attachment"][0]["url"].as_str().unwrap()).is_empty());
        assert!(String::from_utf8(read("follows.csv")).unwrap().starts_with("Account address"));
        town.advance(7 * DAY + 1);
        alice.post(&path).await.ok();
        assert_eq!(std::fs::read_dir(town.app.folder.join("exports")).unwrap().count(), 0, "the older one is gone");
    }

    async fn who_leaves_is_gone(town: Town) {
        let (alice, bob) = (member(&town, "alice").await, town.user("bob").await);
        follow(&bob, &alice).await;
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "Hi" })).await.ok();
        let one = format!("/api/v1/statuses/{}", post["id"].as_str().unwrap());
        alice.post(format!("{one}/favourite")).await.ok();
        alice.post(format!("/api/v1/accounts/{}/block", town.user("carol").await.id)).await.ok();
        let path = format!("{ME}/delete");
        assert_eq!(alice.post(&path).json(json!({ "password": "wrong" })).await.error(422), "Validation failed: Current password is invalid");
        assert_eq!(alice.post(&path).json(json!({ "password": "open sesame" })).await.ok(), json!({}));
        alice.get("/api/v1/accounts/verify_credentials").await.error(401);
        town.app.run_jobs().await.unwrap();
        assert_eq!(bob.get("/api/v1/accounts/lookup?acct=alice").await.error(404), "Record not found");
        assert_eq!(bob.get(&one).await.ok()["favourites_count"], 0);
        assert_eq!(bob.get("/api/v1/accounts/verify_credentials").await.ok()["following_count"], 0);
        const LEFT: Sql = Sql::same("SELECT (SELECT count(*) FROM blocks) + (SELECT count(*) FROM favourites) + (SELECT count(*) FROM follows)");
        let left: i64 = town.app.db.read().await.unwrap().one(LEFT, &[]).await.unwrap();
        assert_eq!(left, 0);
    }
}
