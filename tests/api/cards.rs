//! Cards: what a linked page says of itself, read from stand-ins.

use crate::media::png;
use howdah_server::http::header::ACCEPT;
use howdah_server::time::DAY;
use howdah_tests::stand_in::{StandIn, redirect, reply, status};
use howdah_tests::{Actor, Socket, Town, both_engines};
use serde_json::{Value, json};

const ARTICLE: &str = "<!doctype html><html lang=\"de\"><head><title>x</title>
    <meta property=\"og:title\" content=\"Tee &amp; Kuchen\"><meta property=\"og:description\" content=\"Um vier\">
    <meta property=\"og:image\" content=\"/tea.png\"><meta property=\"og:image:alt\" content=\"Eine Kanne\">
    <meta property=\"og:site_name\" content=\"Die Zeitung\"><meta property=\"article:published_time\" content=\"2025-12-31T10:00:00Z\">
    <meta name=\"fediverse:creator\" content=\"@alice@town.test\"></head><body>…</body></html>";

async fn site() -> StandIn {
    StandIn::start(|heard| match heard.path.as_str() {
        "/article" | "/again" => {
            assert_eq!(heard.headers[ACCEPT.as_str()], "text/html");
            reply("text/html; charset=utf-8", ARTICLE)
        }
        "/tea.png" => reply("image/png", png(200, 100)),
        "/moved" => redirect("/article"),
        "/video" => reply("text/html", "<title>A film</title><link rel=\"alternate\" type=\"application/json+oembed\" href=\"/oembed?url=x\">"),
        "/oembed?url=x" => reply("application/json", json!({
            "type": "video", "version": "1.0", "title": "The film", "author_name": "Ada", "author_url": "https://v.example/ada",
            "provider_name": "Films", "provider_url": "https://v.example/", "width": 480, "height": "270",
            "html": "<iframe src=\"https://v.example/embed/1\" onload=\"x()\"></iframe><script>x()</script>",
        }).to_string()),
        "/plain" => reply("text/plain", "no page"),
        "/empty" => reply("text/html", "<p>nothing to say</p>"),
        _ => status(404),
    })
    .await
}

async fn write(who: &Actor, text: String) -> Value {
    who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok()
}

async fn card(town: &Town, who: &Actor, status: &Value) -> Value {
    town.app.run_jobs().await.unwrap();
    who.get(format!("/api/v1/statuses/{}", status["id"].as_str().unwrap())).await.ok()["card"].take()
}

both_engines! {
    async fn a_link_becomes_a_card(town: Town) {
        let site = site().await;
        let town = town.outgoing(|_| {}).await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut socket = Socket::connect(town.listen().await, &bob, "stream=user").await;
        socket.settle().await;
        let post = write(&bob, format!("https://town.test/@bob and then {} !", site.url("/article"))).await;
        assert_eq!(post["card"], Value::Null);
        assert_eq!(socket.event().await.0, "update");
        let shown = card(&town, &bob, &post).await;
        let image = shown["image"].as_str().unwrap().to_owned();
        assert!(image.starts_with("https://town.test/media/cards/"), "{image}");
        town.anon().get(image.replacen("https://town.test", "", 1)).await.header("content-type").unwrap();
        assert_eq!(shown, json!({
            "url": site.url("/article"), "title": "Tee & Kuchen", "description": "Um vier", "language": "de", "type": "link",
            "author_name": "", "author_url": "", "provider_name": "Die Zeitung", "provider_url": "", "html": "",
            "width": shown["width"], "height": shown["height"], "image": image, "image_description": "Eine Kanne",
            "embed_url": "", "blurhash": shown["blurhash"], "published_at": "2025-12-31T10:00:00.000Z", "authors": [],
            "missing_attribution": false,
        }));
        assert!(shown["blurhash"].is_string() && shown["width"].as_i64() == shown["height"].as_i64().map(|height| height * 2));
        let (event, payload) = socket.event().await;
        assert_eq!((event.as_str(), &payload["card"]["title"], &payload["edited_at"]), ("status.update", &json!("Tee & Kuchen"), &Value::Null));
        let anon = town.anon().get(format!("/api/v1/statuses/{}", post["id"].as_str().unwrap())).await.ok();
        assert_eq!(anon["card"]["missing_attribution"], Value::Null);
        // Whom the page names learns that they could agree; as soon as they have, their account stands there.
        assert_eq!(card(&town, &alice, &post).await["missing_attribution"], true);
        alice.patch("/api/v1/accounts/update_credentials").json(json!({ "attribution_domains": ["127.0.0.1"] })).await.ok();
        let second = write(&alice, site.url("/again")).await;
        let shown = card(&town, &alice, &second).await;
        assert_eq!((&shown["authors"][0]["account"]["acct"], &shown["missing_attribution"]), (&json!("alice"), &json!(false)));
        // One address, one card: it is asked for once, and again after two weeks.
        let asked = |path: &str| site.heard().iter().filter(|heard| heard.path == path).count();
        let third = write(&alice, format!("Also {}", site.url("/article"))).await;
        assert_eq!(card(&town, &alice, &third).await["image"], json!(image));
        assert_eq!(asked("/article"), 1);
        town.advance(15 * DAY);
        let fourth = write(&bob, format!("Still {}", site.url("/article"))).await;
        let renewed = card(&town, &bob, &fourth).await;
        assert_eq!((asked("/article"), &renewed["authors"][0]["account"]["acct"]), (2, &json!("alice")));
        assert_eq!(card(&town, &bob, &post).await, renewed);
        assert_eq!(town.anon().get(image.replacen("https://town.test", "", 1)).await.status.as_u16(), 404, "the old picture is gone");
    }

    async fn players_come_through_oembed(town: Town) {
        let site = site().await;
        let town = town.outgoing(|_| {}).await;
        let bob = town.user("bob").await;
        let post = write(&bob, site.url("/video")).await;
        let shown = card(&town, &bob, &post).await;
        assert_eq!((&shown["type"], &shown["title"], &shown["width"], &shown["height"]), (&json!("video"), &json!("The film"), &json!(480), &json!(270)));
        let html = shown["html"].as_str().unwrap();
        assert!(html.starts_with("<iframe src=\"https://v.example/embed/1\"") && html.contains("sandbox=") && !html.contains("script>"), "{html}");
        assert_eq!(shown["authors"], json!([{ "name": "Ada", "url": "https://v.example/ada", "account": null }]));
        assert_eq!((&shown["author_name"], &shown["provider_name"]), (&json!("Ada"), &json!("Films")));
    }

    async fn what_says_nothing_makes_no_card(town: Town) {
        let site = site().await;
        let town = town.outgoing(|_| {}).await;
        let bob = town.user("bob").await;
        for path in ["/plain", "/empty", "/missing"] {
            let post = write(&bob, site.url(path)).await;
            assert_eq!(card(&town, &bob, &post).await, Value::Null, "{path}");
        }
        let moved = write(&bob, site.url("/moved")).await;
        assert_eq!(card(&town, &bob, &moved).await["url"], site.url("/moved"));
        // An edit looks again.
        let path = format!("/api/v1/statuses/{}", moved["id"].as_str().unwrap());
        town.advance(1_000);
        let edited = bob.put(&path).json(json!({ "status": format!("Rather {}", site.url("/article")) })).await.ok();
        assert_eq!(edited["card"], Value::Null);
        assert_eq!(card(&town, &bob, &moved).await["url"], site.url("/article"));
        town.advance(1_000);
        bob.put(&path).json(json!({ "status": "Nothing at all" })).await.ok();
        assert_eq!(card(&town, &bob, &moved).await, Value::Null);
        // With the guard closed nobody is asked.
        let closed = town.another(|config| config.network.allow_private_addresses = false).await;
        let asked = site.heard().len();
        let post = write(&bob.at(&closed), site.url("/article?other")).await;
        assert_eq!(card(&closed, &bob.at(&closed), &post).await, Value::Null);
        assert_eq!(site.heard().len(), asked);
    }

    async fn a_link_has_a_timeline(town: Town) {
        let site = site().await;
        let town = town.outgoing(|_| {}).await;
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        for who in [&alice, &carol] {
            who.patch("/api/v1/accounts/update_credentials").json(json!({ "discoverable": true })).await.ok();
        }
        let path = format!("/api/v1/timelines/link?limit=1&url={}", site.url("/article"));
        assert_eq!(alice.get(&path).await.error(404), "Record not found");
        let first = write(&alice, site.url("/article")).await;
        let second = write(&carol, format!("Here: {}", site.url("/article"))).await;
        // Who does not want to be found, and what is not public, is not here.
        write(&bob, site.url("/article")).await;
        let fields = json!({ "status": site.url("/article"), "visibility": "unlisted" });
        alice.post("/api/v1/statuses").json(fields).await.ok();
        town.app.run_jobs().await.unwrap();
        let page = town.anon().get(&path).await;
        assert_eq!(page.rows().iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&second["id"]]);
        let page = town.anon().get(page.link("next").unwrap()).await;
        assert_eq!(page.rows()[0]["id"], first["id"]);
        bob.post(format!("/api/v1/accounts/{}/mute", carol.id)).await.ok();
        assert_eq!(bob.get(&path).await.rows()[0]["id"], first["id"]);
        town.anon().get("/api/v1/timelines/link").await.error(404);
    }

    async fn own_statuses_are_embedded_elsewhere(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let post = write(&alice, "Hello <world>".into()).await;
        let at = |url: &str, more: &str| format!("/api/oembed?url={}{more}", url::form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>());
        let url = post["url"].as_str().unwrap();
        let got = town.anon().get(at(url, "")).await.ok();
        assert_eq!((&got["type"], &got["version"], &got["cache_age"]), (&json!("rich"), &json!("1.0"), &json!(86400)));
        assert_eq!((&got["author_name"], &got["author_url"]), (&json!("alice"), &json!("https://town.test/@alice")));
        assert_eq!((&got["provider_name"], &got["provider_url"]), (&json!("town.test"), &json!("https://town.test/")));
        assert_eq!((&got["width"], &got["height"]), (&json!(400), &Value::Null));
        let html = got["html"].as_str().unwrap();
        assert!(html.starts_with("<blockquote class=\"mastodon-embed\"") && html.contains("Hello &lt;world&gt;") && html.contains(url), "{html}");
        let sized = town.anon().get(at(post["uri"].as_str().unwrap(), "&maxwidth=300&maxheight=200")).await.ok();
        assert_eq!((&sized["width"], &sized["height"]), (&json!(300), &json!(200)));
        let private = alice.post("/api/v1/statuses").json(json!({ "status": "x", "visibility": "private" })).await.ok();
        for nothing in [private["url"].as_str().unwrap(), "https://elsewhere.example/@alice/1", "https://town.test/@alice", "", &url.replace("alice", "bob")] {
            assert_eq!(bob.get(at(nothing, "")).await.error(404), "Record not found", "{nothing}");
        }
    }

    async fn a_profile_link_is_proved_by_a_link_back(town: Town) {
        let page = StandIn::start(|heard| match heard.path.as_str() {
            "/me" => reply("text/html", "<a rel=\"me nofollow\" href=\"https://TOWN.test/@alice\">me</a>"),
            "/other" => reply("text/html", "<a rel=\"me\" href=\"https://town.test/@bob\">me</a>"),
            "/plain" => reply("text/html", "<a href=\"https://town.test/@alice\">me</a>"),
            "/short" => reply("text/html", "<link rel=\"me\" href=\"/jump\">"),
            "/jump" => redirect("https://town.test/@alice"),
            _ => status(404),
        })
        .await;
        let town = town.outgoing(|_| {}).await;
        let alice = town.user("alice").await;
        let change = async |fields: Vec<(&str, String)>| {
            let fields: Vec<Value> = fields.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
            alice.patch("/api/v1/accounts/update_credentials").json(json!({ "fields_attributes": fields })).await.ok();
            town.app.run_jobs().await.unwrap();
            let seen = town.anon().get(format!("/api/v1/accounts/{}", alice.id)).await.ok();
            seen["fields"].as_array().unwrap().iter().map(|field| field["verified_at"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let fields = vec![("a", page.url("/me")), ("b", page.url("/other")), ("c", page.url("/plain")), ("d", page.url("/short"))];
        let at = Some("2026-01-01T12:00:00.000Z".to_owned());
        assert_eq!(change(fields).await, [at.clone(), None, None, at.clone()]);
        let own = alice.get("/api/v1/accounts/verify_credentials").await.ok();
        assert_eq!(own["source"]["fields"][0]["verified_at"], json!(at));
        // What says the same stays proved; what is new is looked at anew; a text with a link in it is no link.
        town.advance(60_000);
        let asked = page.heard().len();
        let fields = vec![("a", page.url("/me")), ("d", page.url("/gone")), ("e", format!("see {}", page.url("/me")))];
        assert_eq!(change(fields).await, [at, None, None]);
        assert_eq!(page.heard().len(), asked + 1);
    }
}
