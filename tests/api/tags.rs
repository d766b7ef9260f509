//! Hashtags: looked up, followed, shown on a profile.

use howdah_tests::{Actor, both_engines};
use serde_json::{Value, json};

async fn write(who: &Actor, text: &str, visibility: &str) -> Value {
    who.post("/api/v1/statuses").json(json!({ "status": text, "visibility": visibility })).await.ok()
}

async fn home(who: &Actor) -> Vec<Value> {
    who.get("/api/v1/timelines/home").await.rows().iter().map(|status| status["id"].clone()).collect()
}

both_engines! {
    async fn a_tag_tells_its_last_seven_days(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        write(&bob, "#Frost again", "public").await;
        town.advance(24 * 3_600_000);
        write(&alice, "#frost", "public").await;
        write(&alice, "more #FROST", "unlisted").await;
        write(&alice, "secret #frost", "direct").await;
        let tag = alice.get("/api/v1/tags/fROST").await.ok();
        assert_eq!((&tag["name"], &tag["following"], &tag["featuring"]), (&json!("Frost"), &json!(false), &json!(false)));
        assert!(tag["url"].as_str().unwrap().ends_with("/tags/frost"));
        let days = tag["history"].as_array().unwrap();
        assert_eq!(days.len(), 7);
        assert_eq!((&days[0]["uses"], &days[0]["accounts"]), (&json!("2"), &json!("1")));
        assert_eq!((&days[1]["uses"], &days[1]["accounts"]), (&json!("1"), &json!("1")));
        assert_eq!((&days[2]["uses"], &days[6]["uses"]), (&json!("0"), &json!("0")));
        assert!(town.anon().get("/api/v1/tags/frost").await.ok().get("following").is_none());
        assert_eq!(alice.get("/api/v1/tags/never_written").await.ok()["id"], "");
        alice.get("/api/v1/tags/123").await.error(404);
        alice.get("/api/v1/tags/no%20tag").await.error(404);
    }

    async fn a_followed_tag_comes_home(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        write(&bob, "early #snow", "public").await;
        assert_eq!(alice.post("/api/v1/tags/Snow/follow").await.ok()["following"], true);
        alice.post("/api/v1/tags/snow/follow").await.ok();
        alice.post("/api/v1/tags/ice/follow").await.ok();
        let followed = alice.get("/api/v1/followed_tags?limit=1").await;
        assert_eq!(followed.rows()[0]["name"], "ice");
        assert_eq!(alice.get(followed.link("next").unwrap()).await.rows()[0]["following"], true);
        let shown = write(&bob, "#snow and #ice", "public").await;
        write(&bob, "quiet #snow", "unlisted").await;
        write(&bob, "no tag", "public").await;
        assert_eq!(home(&alice).await, [shown["id"].clone()]);
        assert!(home(&carol).await.is_empty());
        alice.post(format!("/api/v1/accounts/{}/mute", bob.id)).await.ok();
        assert!(home(&alice).await.is_empty());
        alice.post(format!("/api/v1/accounts/{}/unmute", bob.id)).await.ok();
        assert_eq!(alice.post("/api/v1/tags/snow/unfollow").await.ok()["following"], false);
        assert_eq!(home(&alice).await.len(), 1, "another followed tag still brings it");
        alice.post("/api/v1/tags/ice/unfollow").await.ok();
        assert!(home(&alice).await.is_empty());
        assert!(alice.get("/api/v1/followed_tags").await.rows().is_empty());
        alice.post("/api/v1/tags/7/follow").await.error(404);
    }

    async fn ten_tags_stand_on_a_profile(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        write(&alice, "#Bread and #butter", "public").await;
        write(&alice, "#bread", "public").await;
        write(&bob, "#bread", "public").await;
        let suggested: Vec<Value> =
            alice.get("/api/v1/featured_tags/suggestions").await.rows().iter().map(|tag| tag["name"].clone()).collect();
        assert_eq!(suggested, ["Bread", "butter"]);
        let made = alice.post("/api/v1/featured_tags").form(&[("name", "#Bread")]).await.ok();
        let today = made["last_status_at"].as_str().unwrap().to_owned();
        assert_eq!(today.len(), 10);
        assert_eq!((&made["name"], &made["statuses_count"]), (&json!("Bread"), &json!("2")));
        assert!(made["url"].as_str().unwrap().ends_with("/@alice/tagged/bread"));
        assert_eq!(alice.post("/api/v1/featured_tags").form(&[("name", "bread")]).await.error(422),
            "Validation failed: Hashtag has already been taken");
        assert_eq!(alice.post("/api/v1/featured_tags").form(&[("name", "a b")]).await.error(422), "Validation failed: Hashtag is invalid");
        assert_eq!(alice.post("/api/v1/tags/butter/feature").await.ok()["featuring"], true);
        let seen = bob.get(format!("/api/v1/accounts/{}/featured_tags", alice.id)).await.rows();
        assert_eq!(seen, alice.get("/api/v1/featured_tags").await.rows());
        assert_eq!(seen.iter().map(|tag| tag["name"].clone()).collect::<Vec<_>>(), ["Bread", "butter"]);
        assert!(alice.get("/api/v1/featured_tags/suggestions").await.rows().is_empty());
        for n in 0..8 {
            alice.post(format!("/api/v1/tags/t{n}/feature")).await.ok();
        }
        assert_eq!(alice.post("/api/v1/tags/t9/feature").await.error(422),
            "Validation failed: You have already featured the maximum number of hashtags");
        assert_eq!(alice.post("/api/v1/tags/butter/unfeature").await.ok()["featuring"], false);
        let path = format!("/api/v1/featured_tags/{}", made["id"].as_str().unwrap());
        bob.delete(&path).await.error(404);
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        alice.delete(&path).await.error(404);
    }
}
