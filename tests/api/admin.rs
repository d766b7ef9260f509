//! /api/v1/admin: who may do what to whom, and what it leaves behind.

use crate::media::{files, png};
use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Multipart, Town, both_engines};
use serde_json::json;

const ACTS: Sql = Sql::same("SELECT kind, reason FROM acts WHERE target_id = $1 ORDER BY id");
const STATUS: Sql =
    Sql::same("INSERT INTO statuses (id, account_id, local, visibility, created_at) VALUES ($1, $2, true, 0, 0)");
const LEFT: Sql = Sql::same("SELECT count(*) FROM statuses WHERE account_id = $1 AND deleted_at IS NULL");
const SETTINGS: Sql =
    Sql::same("SELECT kind, actor_id, before_state, after_state FROM acts WHERE target_type = 'settings' ORDER BY id");
const PENDING: Sql = Sql::same("UPDATE users SET approved = $2 WHERE account_id = $1");

async fn pending(town: &Town, name: &str) -> Actor {
    let person = town.user(name).await;
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(PENDING, args![person.id, false]).await.unwrap();
    tx.commit().await.unwrap();
    person
}

async fn acts(town: &Town, id: i64) -> Vec<(String, String)> {
    town.app.db.read().await.unwrap().all(ACTS, args![id]).await.unwrap()
}

async fn action(staff: &Actor, whom: &Actor, kind: &str) -> u16 {
    let path = format!("/api/v1/admin/accounts/{}/action", whom.id);
    staff.post(path).form(&[("type", kind), ("text", "why")]).await.status.as_u16()
}

both_engines! {
    async fn members_are_listed_for_staff(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        pending(&town, "paula").await;
        alice.with("admin:read").await.get("/api/v1/admin/accounts").await.error(403);
        let names = async |query: &str| -> Vec<String> {
            let rows = mira.get(format!("/api/v2/admin/accounts{query}")).await.rows();
            rows.iter().map(|row| row["username"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("").await, ["paula", "mira", "alice"]);
        assert_eq!(names("?status=pending").await, ["paula"]);
        assert_eq!(names("?status=active&origin=local").await, ["mira", "alice"]);
        assert_eq!(names("?permissions=staff").await, ["mira"]);
        assert_eq!(names("?role_ids[]=2").await, ["mira"]);
        assert_eq!(names("?username=AL").await, ["alice"]);
        assert_eq!(names("?origin=remote").await, Vec::<String>::new());
        assert_eq!(mira.get("/api/v1/admin/accounts?pending=true").await.rows().len(), 1);
        let first = mira.get("/api/v2/admin/accounts?limit=1").await;
        assert_eq!(mira.get(first.link("next").unwrap()).await.rows()[0]["username"], "mira");
        let one = mira.get(format!("/api/v1/admin/accounts/{}", alice.id)).await.ok();
        assert_eq!((&one["account"]["acct"], &one["role"]["permissions"]), (&json!("alice"), &json!("1114112")));
        assert_eq!((&one["approved"], &one["email"], &one["suspended"]), (&json!(true), &json!(""), &json!(false)));
    }

    async fn sign_ups_are_let_in_or_not(town: Town) {
        let mira = town.staff("mira", "moderator").await;
        let (paula, peter) = (pending(&town, "paula").await, pending(&town, "peter").await);
        paula.get("/api/v1/timelines/home").await.error(403);
        let now = mira.post(format!("/api/v1/admin/accounts/{}/approve", paula.id)).await.ok();
        assert_eq!(now["approved"], json!(true));
        paula.get("/api/v1/timelines/home").await.ok();
        mira.post(format!("/api/v1/admin/accounts/{}/approve", paula.id)).await.error(403);
        mira.post(format!("/api/v1/admin/accounts/{}/reject", paula.id)).await.error(403);
        mira.post(format!("/api/v1/admin/accounts/{}/reject", peter.id)).await.ok();
        mira.get(format!("/api/v1/admin/accounts/{}", peter.id)).await.error(404);
        peter.get("/api/v1/timelines/home").await.error(401);
        assert_eq!(acts(&town, peter.id).await, [("reject".to_owned(), String::new())]);
    }

    async fn sessions_notice_at_once(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        alice.get("/api/v1/timelines/home").await.ok();
        assert_eq!(action(&mira, &alice, "disable").await, 200);
        alice.get("/api/v1/timelines/home").await.error(403);
        mira.post(format!("/api/v1/admin/accounts/{}/enable", alice.id)).await.ok();
        alice.get("/api/v1/timelines/home").await.ok();
        assert_eq!(action(&mira, &alice, "suspend").await, 200);
        alice.get("/api/v1/timelines/home").await.error(403);
        assert_eq!(mira.get(format!("/api/v1/accounts/{}", alice.id)).await.ok()["suspended"], json!(true));
        let now = mira.post(format!("/api/v1/admin/accounts/{}/unsuspend", alice.id)).await.ok();
        assert_eq!(now["suspended"], json!(false));
        let kinds: Vec<String> = acts(&town, alice.id).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["disable", "enable", "suspend", "unsuspend"]);
        assert_eq!(acts(&town, alice.id).await[0].1, "why");
    }

    async fn limits_come_and_go(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        for (kind, undo, field) in [("silence", "unsilence", "silenced"), ("sensitive", "unsensitive", "sensitized")] {
            assert_eq!(action(&mira, &alice, kind).await, 200);
            let path = format!("/api/v1/admin/accounts/{}", alice.id);
            assert_eq!(mira.get(&path).await.ok()[field], json!(true));
            assert_eq!(mira.post(format!("{path}/{undo}")).await.ok()[field], json!(false));
        }
        assert_eq!(action(&mira, &alice, "none").await, 200);
        assert_eq!(action(&mira, &alice, "shout").await, 422);
    }

    async fn nobody_acts_upwards(town: Town) {
        let (mira, max, olga) =
            (town.staff("mira", "moderator").await, town.staff("max", "moderator").await, town.staff("olga", "owner").await);
        let alice = town.user("alice").await.with("read write admin:write").await;
        assert_eq!(action(&mira, &max, "disable").await, 403);
        assert_eq!(action(&mira, &olga, "suspend").await, 403);
        assert_eq!(action(&olga, &olga, "disable").await, 403);
        assert_eq!(action(&alice, &max, "disable").await, 403);
        assert_eq!(action(&olga, &mira, "disable").await, 200);
        assert!(acts(&town, olga.id).await.is_empty());
    }

    async fn deleting_needs_the_permission_and_a_suspension(town: Town) {
        let (alice, mira, olga) =
            (town.user("alice").await, town.staff("mira", "moderator").await, town.staff("olga", "owner").await);
        let path = format!("/api/v1/admin/accounts/{}", alice.id);
        mira.delete(&path).await.error(403);
        olga.delete(&path).await.error(403);
        assert_eq!(action(&olga, &alice, "suspend").await, 200);
        assert_eq!(olga.delete(&path).await.ok()["username"], "alice");
        olga.get(&path).await.error(404);
        olga.get(format!("/api/v1/accounts/{}", alice.id)).await.error(404);
        alice.get("/api/v1/timelines/home").await.error(401);
    }

    async fn a_deletion_goes_on_where_it_stopped(town: Town) {
        let (alice, bob, olga) = (town.user("alice").await, town.user("bob").await, town.staff("olga", "owner").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let form = Multipart::new().file("file", "a.png", "image/png", &png(20, 20));
        let media = alice.post("/api/v2/media").multipart(form).await.ok();
        alice.post("/api/v1/statuses").json(json!({ "status": "Hi", "media_ids": [media["id"]] })).await.ok();
        let mut tx = town.app.db.write().await.unwrap();
        for number in 0..210 {
            tx.run(STATUS, args![1000 + number, alice.id]).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(action(&olga, &alice, "suspend").await, 200);
        olga.delete(format!("/api/v1/admin/accounts/{}", alice.id)).await.ok();
        let left = async || -> i64 { town.app.db.read().await.unwrap().one(LEFT, args![alice.id]).await.unwrap() };
        assert_eq!(left().await, 211, "the act is done, its work waits");
        // The process that deleted died; another one finds the job, twice.
        let other = town.another(|_| ()).await;
        other.app.run_jobs().await.unwrap();
        howdah_server::accounts::delete::clear(&other.app, alice.id).await.unwrap();
        assert_eq!((left().await, files(&town)), (0, 0));
        assert_eq!(bob.get(format!("/api/v1/accounts/{}", bob.id)).await.ok()["following_count"], json!(0));
        let kinds: Vec<String> = acts(&town, alice.id).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["suspend", "delete"]);
    }

    async fn changing_the_community_is_an_act(town: Town) {
        let olga = town.staff("olga", "owner").await;
        let change = json!({ "title": "Tea house", "accent": "#112233" });
        olga.patch("/api/howdah/v1/community").json(change).await.ok();
        olga.patch("/api/howdah/v1/community").json(json!({ "title": "" })).await.error(422);
        olga.patch("/api/howdah/v1/community").json(json!({})).await.ok();
        let rows: Vec<(String, i64, String, String)> =
            town.app.db.read().await.unwrap().all(SETTINGS, &[]).await.unwrap();
        let [(kind, by, before, after)] = &rows[..] else { panic!("one act, not {rows:?}") };
        assert_eq!((kind.as_str(), *by), ("change_settings", olga.id));
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!((&json(before)["title"], &json(after)["title"]), (&json!("Test town"), &json!("Tea house")));
    }

    async fn an_action_closes_its_report(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let report = alice.post("/api/v1/reports").form(&[("account_id", &bob.id.to_string())]).await.ok();
        let id = report["id"].as_str().unwrap();
        mira.post(format!("/api/v1/admin/accounts/{}/action", bob.id)).form(&[("type", "silence"), ("report_id", id)]).await.ok();
        assert_eq!(mira.get("/api/v1/notifications").await.rows()[0]["report"]["action_taken"], json!(true));
    }
}
