//! verify_credentials, update_credentials and /api/v1/profile.

use crate::media::png;
use howdah_tests::{Multipart, both_engines};
use serde_json::json;

const UPDATE: &str = "/api/v1/accounts/update_credentials";

both_engines! {
    async fn a_member_changes_their_profile_in_every_encoding(town: Town) {
        let alice = town.user("alice").await;
        let fields = [
            ("display_name", "Alice <3"),
            ("note", "I know @alice.\n\nhttps://example.org"),
            ("locked", "1"),
            ("fields_attributes[0][name]", "Web"),
            ("fields_attributes[0][value]", "https://example.org"),
            ("fields_attributes[1][name]", ""),
            ("fields_attributes[1][value]", ""),
            ("source[privacy]", "private"),
            ("source[language]", "de"),
            ("source[quote_policy]", "nobody"),
        ];
        let me = alice.patch(UPDATE).form(&fields).await.ok();
        assert_eq!(me["display_name"], "Alice <3");
        assert_eq!(me["locked"], true);
        assert!(me["note"].as_str().unwrap().contains("/@alice\" class=\"u-url mention\""), "{}", me["note"]);
        assert!(me["fields"][0]["value"].as_str().unwrap().contains("rel=\"nofollow noopener me\""));
        assert_eq!(me["fields"].as_array().unwrap().len(), 1);
        assert_eq!(me["source"]["fields"][0]["value"], "https://example.org");
        assert_eq!(me["source"]["privacy"], "private");
        assert_eq!(me["source"]["quote_policy"], "nobody");
        let body = json!({ "fields_attributes": [{ "name": "a", "value": "b" }], "bot": true, "source": { "language": null } });
        let me = alice.patch(UPDATE).json(body).await.ok();
        assert_eq!(me["fields"], json!([{ "name": "a", "value": "b", "verified_at": null }]));
        assert_eq!(me["bot"], true);
        assert!(me["source"]["language"].is_null());
        // What was not sent stays.
        assert_eq!(me["display_name"], "Alice <3");
        let seen = alice.get("/api/v1/accounts/verify_credentials").await.ok();
        assert_eq!(seen, me);
        assert_eq!(seen["role"]["permissions"].as_str().unwrap().parse::<i64>().unwrap() & 0x10000, 0x10000);
        assert_eq!(alice.get("/api/v1/profile").await.ok()["note"], "I know @alice.\n\nhttps://example.org");
    }

    async fn tabs_are_shown_or_not(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        assert_eq!(alice.get("/api/v1/profile").await.ok()["show_media"], true);
        let form = [("show_media", "false"), ("show_featured", "0")];
        let profile = alice.patch("/api/v1/profile").form(&form).await.ok();
        let account = bob.get(format!("/api/v1/accounts/{}", alice.id)).await.ok();
        for seen in [profile, account] {
            assert_eq!((&seen["show_media"], &seen["show_media_replies"], &seen["show_featured"]), (&json!(false), &json!(true), &json!(false)));
        }
    }

    async fn pictures_are_cut_and_taken_away(town: Town) {
        let alice = town.user("alice").await;
        let blank = alice.get("/api/v1/profile").await.ok();
        assert!(blank["avatar"].is_null());
        let form = Multipart::new().file("avatar", "a.png", "image/png", &png(60, 30)).file("header", "h.png", "image/png", &png(60, 30));
        let me = alice.patch(UPDATE).multipart(form.text("avatar_description", "me")).await.ok();
        assert!(me["avatar"].as_str().unwrap().contains("/media/avatars/"));
        assert!(me["header"].as_str().unwrap().contains("/media/headers/"));
        let me = alice.delete("/api/v1/profile/avatar").await.ok();
        assert!(me["avatar"].as_str().unwrap().ends_with("/avatars/original/missing.png"));
        alice.delete("/api/v1/profile/header").await.ok();
        let missing = town.anon().get("/avatars/original/missing.png").await;
        assert_eq!(missing.header("content-type"), Some("image/png"));
    }

    async fn what_does_not_fit_is_refused(town: Town) {
        let alice = town.user("alice").await;
        let long = "x".repeat(501);
        for (key, value) in [
            ("display_name", &long[..31]),
            ("note", &long),
            ("source[privacy]", "secret"),
            ("source[language]", "deutsch"),
            ("fields_attributes[0][value]", "no label"),
            ("attribution_domains[]", "not a domain"),
        ] {
            alice.patch(UPDATE).form(&[(key, value)]).await.error(422);
        }
        let text = Multipart::new().file("avatar", "a.png", "image/png", b"text");
        assert!(alice.patch(UPDATE).multipart(text).await.error(422).contains("Avatar content type"));
        alice.patch(UPDATE).json(json!({ "note": ["a", "list"] })).await.error(400);
    }
}
