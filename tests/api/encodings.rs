//! The same request in every encoding that clients use.

use crate::media::png;
use howdah_tests::{Actor, Multipart, both_engines};
use serde_json::{Value, json};

async fn picture(who: &Actor) -> String {
    let form = Multipart::new().file("file", "a.png", "image/png", &png(20, 20));
    who.post("/api/v1/media").multipart(form).await.ok()["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_post_is_understood_in_every_encoding(town: Town) {
        let alice = town.user("alice").await;
        let post = || alice.post("/api/v1/statuses");
        for way in 0..6 {
            let (one, two) = (picture(&alice).await, picture(&alice).await);
            let call = match way {
                0 => post().json(json!({ "status": "Hi", "sensitive": true, "media_ids": [one, two] })),
                1 => post().json(json!({ "status": "Hi", "sensitive": "on", "media_ids[]": [one, two] })),
                2 => post().form(&[("status", "Hi"), ("sensitive", "1"), ("media_ids[]", &one), ("media_ids[]", &two)]),
                3 => post().form(&[("status", "Hi"), ("sensitive", "yes"), ("media_ids[0]", &one), ("media_ids[1]", &two)]),
                4 => {
                    let form = Multipart::new().text("status", "Hi").text("sensitive", "true");
                    post().multipart(form.text("media_ids[]", &one).text("media_ids[]", &two))
                }
                _ => alice.post(format!("/api/v1/statuses?status=Hi&sensitive=t&media_ids[]={one}&media_ids[]={two}")),
            };
            let status = call.await.ok();
            let files: Vec<&Value> = status["media_attachments"].as_array().unwrap().iter().map(|file| &file["id"]).collect();
            assert_eq!((&status["sensitive"], files), (&json!(true), vec![&json!(one), &json!(two)]), "way {way}");
        }
    }

    async fn false_has_many_names(town: Town) {
        let alice = town.user("alice").await;
        let path = "/api/v1/accounts/update_credentials";
        for no in ["0", "f", "F", "false", "FALSE", "off", "OFF"] {
            alice.patch(path).json(json!({ "locked": true })).await.ok();
            assert_eq!(alice.patch(path).form(&[("locked", no)]).await.ok()["locked"], false, "{no}");
        }
        for yes in ["1", "t", "true", "on", "no", "False"] {
            alice.patch(path).json(json!({ "locked": 0 })).await.ok();
            assert_eq!(alice.patch(path).form(&[("locked", yes)]).await.ok()["locked"], true, "{yes}");
        }
        // Empty is not given.
        assert_eq!(alice.patch(path).form(&[("locked", "")]).await.ok()["locked"], true);
        let (bob, off) = (town.user("bob").await, "off");
        bob.post("/api/v1/statuses").form(&[("status", "Hi")]).await.ok();
        assert_eq!(alice.get(format!("/api/v1/timelines/public?remote={off}")).await.rows().len(), 1);
    }

    async fn a_delete_may_carry_a_body(town: Town) {
        let alice = town.user("alice").await;
        for (number, way) in ["query", "form", "json"].into_iter().enumerate() {
            let domain = format!("far{number}.example");
            alice.post("/api/v1/domain_blocks").form(&[("domain", &domain)]).await.ok();
            let path = "/api/v1/domain_blocks";
            match way {
                "query" => alice.delete(format!("{path}?domain={domain}")).await.ok(),
                "form" => alice.delete(path).form(&[("domain", &domain)]).await.ok(),
                _ => alice.delete(path).json(json!({ "domain": domain })).await.ok(),
            };
            assert!(alice.get(path).await.rows().is_empty(), "{way}");
        }
    }

    async fn tokens_are_taken_from_header_and_query(town: Town) {
        let alice = town.user("alice").await;
        let token = alice.token.clone().unwrap();
        let path = "/api/v1/accounts/verify_credentials";
        for query in ["access_token", "bearer_token"] {
            town.anon().get(format!("{path}?{query}={token}")).await.ok();
        }
        town.anon().get(path).header("authorization", &format!("bearer {token}")).await.ok();
        town.anon().get(path).header("authorization", &token).await.error(401);
        town.anon().get(path).header("authorization", "Basic YTpi").await.error(401);
        // Old clients end their paths with a slash.
        alice.get(format!("{path}/")).await.ok();
    }
}
