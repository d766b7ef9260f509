//! Translations, by stand-ins that speak LibreTranslate's and DeepL's protocols.

use crate::media::png;
use howdah_server::config::{Protocol, Translation};
use howdah_tests::stand_in::{Heard, StandIn, reply, status};
use howdah_tests::{Actor, Multipart, Town, both_engines};
use serde_json::{Value, json};

fn json_reply(value: Value) -> axum::response::Response {
    reply("application/json", value.to_string())
}

fn libre(heard: &Heard) -> axum::response::Response {
    match heard.path.as_str() {
        "/languages" => json_reply(json!([
            { "code": "de", "name": "German", "targets": ["de", "en"] }, { "code": "en", "name": "English", "targets": ["de", "en"] },
        ])),
        "/translate" => {
            let asked: Value = serde_json::from_slice(&heard.body).unwrap();
            assert_eq!((&asked["format"], &asked["api_key"]), (&json!("html"), &json!("sesame")));
            let texts: Vec<String> = asked["q"]
                .as_array()
                .unwrap()
                .iter()
                .map(|text| text.as_str().unwrap().to_uppercase().replace("<P", "<p").replace("</P", "</p"))
                .collect();
            if texts[0].contains("TOO MANY") {
                return status(429);
            }
            if texts[0].contains("NONSENSE") {
                return json_reply(json!({ "translatedText": [] }));
            }
            let detected =
                if asked["source"] == "auto" { json!([{ "language": "de", "confidence": 90 }]) } else { json!([]) };
            json_reply(json!({ "translatedText": texts, "detectedLanguage": detected }))
        }
        _ => status(404),
    }
}

fn deepl(heard: &Heard) -> axum::response::Response {
    assert_eq!(heard.headers["authorization"], "DeepL-Auth-Key sesame");
    match heard.path.as_str() {
        "/v2/languages?type=source" => {
            json_reply(json!([{ "language": "DE", "name": "German" }, { "language": "EN", "name": "English" }]))
        }
        "/v2/languages?type=target" => {
            json_reply(json!([{ "language": "DE", "name": "German" }, { "language": "EN-GB", "name": "English" }]))
        }
        "/v2/translate" => {
            let form: Vec<(String, String)> = url::form_urlencoded::parse(&heard.body).into_owned().collect();
            let value = |key: &str| form.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
            assert_eq!((value("target_lang"), value("tag_handling")), (Some("EN"), Some("html")));
            let texts = form.iter().filter(|(key, _)| key == "text");
            let said: Vec<Value> = texts
                .map(|(_, text)| json!({ "detected_source_language": "DE", "text": format!("{text} (en)") }))
                .collect();
            if value("text").is_some_and(|text| text.contains("teuer")) {
                return status(456);
            }
            json_reply(json!({ "translations": said }))
        }
        _ => status(404),
    }
}

async fn with(town: &Town, protocol: Protocol, site: &StandIn) -> Town {
    let config = Translation { protocol, url: Some(site.url("")), key: Some("sesame".into()) };
    // The operator's own service may be next door, over http.
    town.another(|it| (it.network.outgoing, it.translation) = (true, Some(config))).await
}

async fn write(who: &Actor, fields: Value) -> String {
    who.post("/api/v1/statuses").json(fields).await.ok()["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn everything_of_a_status_is_translated(town: Town) {
        let site = StandIn::start(libre).await;
        let town = with(&town, Protocol::Libretranslate, &site).await;
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["configuration"]["translation"]["enabled"], true);
        let languages = town.anon().get("/api/v1/instance/translation_languages").await.ok();
        assert_eq!(languages, json!({ "de": ["en"], "en": ["de"], "und": ["de", "en"] }));
        let bob = town.user("bob").await;
        let form = Multipart::new().file("file", "a.png", "image/png", &png(20, 20)).text("description", "Eine Kanne <Tee>");
        let file = bob.post("/api/v2/media").multipart(form).await.ok()["id"].clone();
        let id = write(&bob, json!({ "status": "Guten & Tag", "spoiler_text": "a < b", "language": "de", "media_ids": [file] })).await;
        let path = format!("/api/v1/statuses/{id}/translate");
        let got = bob.post(&path).json(json!({ "lang": "en" })).await.ok();
        assert_eq!(got, json!({
            "content": "<p>GUTEN &amp; TAG</p>", "spoiler_text": "A < B", "language": "en", "poll": null,
            "media_attachments": [{ "id": file, "description": "EINE KANNE <TEE>" }],
            "detected_source_language": "de", "provider": "LibreTranslate",
        }));
        // What was said once is not asked again.
        let asked = site.heard().len();
        assert_eq!(bob.post(&path).await.ok(), got);
        assert_eq!(town.app_token("read").await.post(&path).form(&[("lang", "en-GB")]).await.ok(), got);
        assert_eq!(site.heard().len(), asked);
        let poll = json!({ "status": "Tee?", "language": "de", "poll": { "options": ["ja", "nein"], "expires_in": 600 } });
        let poll = write(&bob, poll).await;
        let got = bob.post(format!("/api/v1/statuses/{poll}/translate")).await.ok();
        assert_eq!(got["poll"]["options"], json!([{ "title": "JA" }, { "title": "NEIN" }]));
        assert!(got["poll"]["id"].is_string());
    }

    async fn what_cannot_be_translated_says_why(town: Town) {
        let site = StandIn::start(libre).await;
        let there = with(&town, Protocol::Libretranslate, &site).await;
        let (bob, carol) = (there.user("bob").await, there.user("carol").await);
        let post = async |fields: Value| format!("/api/v1/statuses/{}/translate", write(&bob, fields).await);
        let fine = post(json!({ "status": "Guten Tag", "language": "de" })).await;
        let private = post(json!({ "status": "Geheim", "language": "de", "visibility": "private" })).await;
        assert_eq!(bob.post(&private).await.error(403), "This action is not allowed");
        assert_eq!(carol.post(&private).await.error(404), "Record not found");
        assert_eq!(bob.post(&fine).form(&[("lang", "fr")]).await.error(403), "This action is not allowed");
        assert_eq!(bob.post(&fine).form(&[("lang", "de")]).await.error(403), "This action is not allowed");
        let french = post(json!({ "status": "Bonjour", "language": "fr" })).await;
        bob.post(&french).await.error(403);
        let busy = post(json!({ "status": "too many", "language": "de" })).await;
        assert_eq!(bob.post(&busy).await.error(503), "There have been too many requests to the translation service recently.");
        let nonsense = post(json!({ "status": "nonsense", "language": "de" })).await;
        assert_eq!(bob.post(&nonsense).await.error(503), "Service Unavailable");
        bob.post("/api/v1/statuses/7/translate").await.error(404);
        there.anon().post(&fine).await.error(401);
        // Where there is no service, there are no translations.
        assert_eq!(bob.at(&town).post(&fine).await.error(404), "Record not found");
        assert_eq!(town.anon().get("/api/v1/instance/translation_languages").await.ok(), json!({}));
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["configuration"]["translation"]["enabled"], false);
    }

    async fn deepl_is_spoken_too(town: Town) {
        let site = StandIn::start(deepl).await;
        let town = with(&town, Protocol::Deepl, &site).await;
        let languages = town.anon().get("/api/v1/instance/translation_languages").await.ok();
        assert_eq!(languages["de"], json!(["en", "en-GB", "pt"]));
        let bob = town.user("bob").await;
        let id = write(&bob, json!({ "status": "Guten Tag", "language": "de" })).await;
        let got = bob.post(format!("/api/v1/statuses/{id}/translate")).await.ok();
        assert_eq!((&got["content"], &got["provider"], &got["detected_source_language"]), (&json!("<p>Guten Tag</p> (en)"), &json!("DeepL.com"), &json!("de")));
        let id = write(&bob, json!({ "status": "teuer", "language": "de" })).await;
        let spent = bob.post(format!("/api/v1/statuses/{id}/translate")).await;
        assert_eq!(spent.error(503), "The server-wide usage quota for the translation service has been exceeded.");
    }
}
