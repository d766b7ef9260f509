//! Every endpoint of the table, asked once or more, its answer held against Mastodon's entities.

mod admin;
mod belongings;
mod doors;
mod filtering;
mod finding;
mod gatherings;
mod moderation;
mod quotes;
mod writing;

use crate::media::png;
use crate::shapes;
use howdah_server::args;
use howdah_server::bus::Event;
use howdah_server::db::Sql;
use howdah_server::routes;
use howdah_tests::{Actor, Answer, Multipart, Town, both_engines};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const RULE: Sql = Sql::same("INSERT INTO rules (id, position, text, created_at) VALUES (1, 1, 'Be kind', 0)");
const EMOJI: Sql = Sql::same(
    "INSERT INTO custom_emojis (id, shortcode, file, static_file, created_at, updated_at)
    VALUES (1, 'tea', 'emoji/tea.png', 'emoji/tea.png', 0, 0)",
);
const UNCONFIRMED: Sql = Sql::same("UPDATE users SET confirmed_at = NULL WHERE account_id = $1");
const PENDING: Sql = Sql::same("UPDATE users SET approved = $2 WHERE account_id = $1");

/// The answers so far.
struct Asked {
    town: Town,
    seen: BTreeSet<(String, String)>,
    faults: Vec<String>,
}

impl Asked {
    /// `line` is a line of the table, such as `GET /api/v1/accounts/{id}`; `ids` fill its parameters. Parameters go into the
    /// query of a GET and the JSON body of the rest.
    async fn ask(&mut self, who: &Actor, line: &str, ids: &[&str], with: Value, kind: &str) -> Value {
        let (method, pattern) = line.split_once(' ').expect("a method and a path");
        let mut ids = ids.iter();
        let mut path: Vec<&str> = pattern.split('/').collect();
        for part in path.iter_mut().filter(|part| part.starts_with('{')) {
            *part = ids.next().expect("an id for each parameter");
        }
        let mut path = path.join("/");
        let call = match (method, &with) {
            (_, Value::Null) => who.call(method.parse().expect("a method"), &path),
            ("GET", with) => {
                path.push('?');
                path.push_str(&query(with));
                who.get(&path)
            }
            (_, with) => who.call(method.parse().expect("a method"), &path).json(with.clone()),
        };
        let answer = call.await;
        self.note(line, &answer, kind)
    }

    fn note(&mut self, line: &str, answer: &Answer, kind: &str) -> Value {
        let (method, pattern) = line.split_once(' ').expect("a method and a path");
        self.seen.insert((method.to_owned(), pattern.to_owned()));
        if !answer.status.is_success() {
            self.faults.push(format!("{line}: {} {}", answer.status, answer.text()));
            return Value::Null;
        }
        let body = answer.json();
        let faults = if kind == "any" { vec![] } else { shapes::faults(kind, &body) };
        self.faults.extend(faults.into_iter().map(|fault| format!("{line}: {fault}")));
        body
    }

    async fn upload(&mut self, who: &Actor, line: &str) -> String {
        let form = Multipart::new().file("file", "a.png", "image/png", &png(80, 40)).text("focus", "0,0");
        let answer = who.post(line.split_once(' ').expect("a path").1).multipart(form).await;
        id(&self.note(line, &answer, "MediaAttachment"))
    }
}

fn query(with: &Value) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    for (key, value) in with.as_object().expect("an object") {
        match value {
            Value::Array(items) => items.iter().for_each(|item| {
                query.append_pair(&format!("{key}[]"), &text(item));
            }),
            value => {
                query.append_pair(key, &text(value));
            }
        }
    }
    query.finish()
}

fn id(entity: &Value) -> String {
    entity["id"].as_str().unwrap_or_default().to_owned()
}

const NOTHING: Value = Value::Null;

async fn people(asked: &mut Asked, alice: &Actor, bob: &Actor, carol: &Actor) {
    let (a, b, c) = (alice.id.to_string(), bob.id.to_string(), carol.id.to_string());
    let anon = asked.town.anon();
    for who in [&anon, alice] {
        asked.ask(who, "GET /api/v1/accounts", &[], json!({ "id": [a, b, "7"] }), "[Account]").await;
        asked.ask(who, "GET /api/v1/accounts/lookup", &[], json!({ "acct": "bob" }), "Account").await;
        asked.ask(who, "GET /api/v1/accounts/{id}", &[&b], NOTHING, "Account").await;
    }
    asked.ask(alice, "GET /api/v1/accounts/search", &[], json!({ "q": "bob", "resolve": true }), "[Account]").await;
    asked
        .ask(
            bob,
            "POST /api/v1/accounts/{id}/follow",
            &[&a],
            json!({ "notify": true, "languages": ["de"] }),
            "Relationship",
        )
        .await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/follow", &[&b], NOTHING, "Relationship").await;
    asked.ask(carol, "POST /api/v1/accounts/{id}/follow", &[&a], NOTHING, "Relationship").await;
    asked.ask(alice, "GET /api/v1/accounts/relationships", &[], json!({ "id": [b, c] }), "[Relationship]").await;
    asked.ask(&anon, "GET /api/v1/accounts/{id}/followers", &[&a], NOTHING, "[Account]").await;
    asked.ask(alice, "GET /api/v1/accounts/{id}/following", &[&b], NOTHING, "[Account]").await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/remove_from_followers", &[&c], NOTHING, "Relationship").await;
    asked.ask(carol, "POST /api/v1/accounts/{id}/unfollow", &[&a], NOTHING, "Relationship").await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/mute", &[&c], json!({ "duration": 60 }), "Relationship").await;
    asked.ask(alice, "GET /api/v1/mutes", &[], NOTHING, "[MutedAccount]").await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/unmute", &[&c], NOTHING, "Relationship").await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/block", &[&c], NOTHING, "Relationship").await;
    asked.ask(alice, "GET /api/v1/blocks", &[], NOTHING, "[Account]").await;
    asked.ask(alice, "POST /api/v1/accounts/{id}/unblock", &[&c], NOTHING, "Relationship").await;
    asked
        .ask(alice, "POST /api/v1/accounts/{id}/note", &[&c], json!({ "comment": "met at tea" }), "Relationship")
        .await;
    asked.ask(alice, "POST /api/v1/domain_blocks", &[], json!({ "domain": "far.example" }), "{}").await;
    asked.ask(alice, "GET /api/v1/domain_blocks", &[], NOTHING, "[string]").await;
    asked.ask(alice, "DELETE /api/v1/domain_blocks", &[], json!({ "domain": "far.example" }), "{}").await;
    asked
        .ask(carol, "PATCH /api/v1/accounts/update_credentials", &[], json!({ "locked": true }), "CredentialAccount")
        .await;
    for (asker, answer) in [(alice, "authorize"), (bob, "reject")] {
        asked.ask(asker, "POST /api/v1/accounts/{id}/follow", &[&c], NOTHING, "Relationship").await;
        asked.ask(carol, "GET /api/v1/follow_requests", &[], NOTHING, "[Account]").await;
        let line = format!("POST /api/v1/follow_requests/{{id}}/{answer}");
        asked.ask(carol, &line, &[&asker.id.to_string()], NOTHING, "Relationship").await;
    }
}

async fn profile(asked: &mut Asked, alice: &Actor) {
    asked.ask(alice, "GET /api/v1/accounts/verify_credentials", &[], NOTHING, "CredentialAccount").await;
    let change = json!({
        "display_name": "Alice :tea:", "note": "Hi @bob #tea", "bot": false, "discoverable": true,
        "fields_attributes": [{ "name": "Home", "value": "https://a.example" }], "source": { "language": "de" },
    });
    let line = "PATCH /api/v1/accounts/update_credentials";
    let changed = asked.ask(alice, line, &[], change, "CredentialAccount").await;
    assert_eq!(changed["emojis"][0]["shortcode"], "tea");
    let form = Multipart::new().file("avatar", "a.png", "image/png", &png(50, 50)).text("avatar_description", "Me");
    let form = form.file("header", "h.png", "image/png", &png(90, 30)).text("locked", "0");
    let answer = alice.patch("/api/v1/profile").multipart(form).await;
    asked.note("PATCH /api/v1/profile", &answer, "Profile");
    asked.ask(alice, "GET /api/v1/profile", &[], NOTHING, "Profile").await;
    asked.ask(alice, "DELETE /api/v1/profile/avatar", &[], NOTHING, "CredentialAccount").await;
    asked.ask(alice, "DELETE /api/v1/profile/header", &[], NOTHING, "CredentialAccount").await;
    asked.ask(alice, "GET /api/v1/preferences", &[], NOTHING, "Preferences").await;
}

async fn statuses(asked: &mut Asked, alice: &Actor, bob: &Actor) -> String {
    let anon = asked.town.anon();
    let file = asked.upload(alice, "POST /api/v2/media").await;
    asked.ask(alice, "GET /api/v1/media/{id}", &[&file], NOTHING, "MediaAttachment").await;
    asked
        .ask(
            alice,
            "PUT /api/v1/media/{id}",
            &[&file],
            json!({ "description": "A field", "focus": "1,1" }),
            "MediaAttachment",
        )
        .await;
    let spare = asked.upload(alice, "POST /api/v1/media").await;
    asked.ask(alice, "DELETE /api/v1/media/{id}", &[&spare], NOTHING, "{}").await;
    let new = json!({ "status": "Hello @bob #tea :tea: https://a.example", "media_ids": [file], "spoiler_text": "tea", "language": "en" });
    let status = id(&asked.ask(alice, "POST /api/v1/statuses", &[], new, "Status").await);
    let at = [status.as_str()];
    asked
        .ask(bob, "POST /api/v1/statuses", &[], json!({ "status": "@alice yes", "in_reply_to_id": status }), "Status")
        .await;
    for verb in ["favourite", "bookmark", "mute"] {
        let verbs = |un: &str| format!("POST /api/v1/statuses/{{id}}/{un}{verb}");
        asked.ask(bob, &verbs(""), &at, NOTHING, "Status").await;
        asked.ask(bob, &verbs("un"), &at, NOTHING, "Status").await;
        asked.ask(bob, &verbs(""), &at, NOTHING, "Status").await;
    }
    asked.ask(alice, "POST /api/v1/statuses/{id}/pin", &at, NOTHING, "Status").await;
    asked.ask(bob, "POST /api/v1/statuses/{id}/reblog", &at, json!({ "visibility": "unlisted" }), "Status").await;
    asked.ask(bob, "POST /api/v1/statuses/{id}/unreblog", &at, NOTHING, "Status").await;
    asked.ask(bob, "POST /api/v1/statuses/{id}/reblog", &at, NOTHING, "Status").await;
    let mine = alice.id.to_string();
    for who in [&anon, alice, bob] {
        let one = asked.ask(who, "GET /api/v1/statuses/{id}", &at, NOTHING, "Status").await;
        for key in ["favourited", "reblogged", "muted", "bookmarked", "filtered"] {
            assert_eq!(one.get(key).is_some(), who.token.is_some(), "{key} is for those who are signed in");
        }
        assert_eq!(one.get("pinned").is_some(), who.id == alice.id, "pinned is for the author");
        asked.ask(who, "GET /api/v1/statuses", &[], json!({ "id": [status, "7"] }), "[Status]").await;
        asked.ask(who, "GET /api/v1/statuses/{id}/context", &at, NOTHING, "Context").await;
        asked.ask(who, "GET /api/v1/statuses/{id}/history", &at, NOTHING, "[StatusEdit]").await;
        asked.ask(who, "GET /api/v1/statuses/{id}/favourited_by", &at, NOTHING, "[Account]").await;
        asked.ask(who, "GET /api/v1/statuses/{id}/reblogged_by", &at, NOTHING, "[Account]").await;
        asked.ask(who, "GET /api/v1/timelines/public", &[], json!({ "local": true }), "[Status]").await;
        asked.ask(who, "GET /api/v1/timelines/tag/{hashtag}", &["tea"], NOTHING, "[Status]").await;
        asked.ask(who, "GET /api/v1/accounts/{id}/statuses", &[&mine], json!({ "pinned": true }), "[Status]").await;
        asked.ask(who, "GET /api/v1/accounts/{id}/statuses", &[&bob.id.to_string()], NOTHING, "[Status]").await;
    }
    asked.ask(alice, "GET /api/v1/statuses/{id}/source", &at, NOTHING, "StatusSource").await;
    asked.ask(alice, "POST /api/v1/statuses/{id}/unpin", &at, NOTHING, "Status").await;
    asked.ask(bob, "GET /api/v1/favourites", &[], NOTHING, "[Status]").await;
    asked.ask(bob, "GET /api/v1/bookmarks", &[], NOTHING, "[Status]").await;
    let home = asked.ask(alice, "GET /api/v1/timelines/home", &[], NOTHING, "[Status]").await;
    assert!(home.as_array().is_some_and(|home| home.iter().any(|one| one["reblog"].is_null())), "{home}");
    let short = id(&asked
        .ask(alice, "POST /api/v1/statuses", &[], json!({ "status": "Short", "visibility": "direct" }), "Status")
        .await);
    let gone = asked.ask(alice, "DELETE /api/v1/statuses/{id}", &[&short], NOTHING, "any").await;
    assert!(gone.get("content").is_none() && gone["text"] == "Short", "what is deleted comes back as it was written");
    status
}

async fn news(asked: &mut Asked, alice: &Actor) {
    let told = asked.ask(alice, "GET /api/v1/notifications", &[], NOTHING, "[Notification]").await;
    let kinds: BTreeSet<&str> =
        told.as_array().expect("a list").iter().filter_map(|one| one["type"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["favourite", "follow", "mention", "reblog"]));
    let one = id(&told[0]);
    asked.ask(alice, "GET /api/v1/notifications/{id}", &[&one], NOTHING, "Notification").await;
    for line in ["GET /api/v1/notifications/unread_count", "GET /api/v2/notifications/unread_count"] {
        let count = asked.ask(alice, line, &[], NOTHING, "any").await;
        assert!(count.as_object().is_some_and(|map| map.len() == 1) && count["count"].is_i64(), "{line}: {count}");
    }
    let kind = "GroupedNotificationsResults";
    let partly = json!({ "expand_accounts": "partial_avatars" });
    asked.ask(alice, "GET /api/v2/notifications", &[], partly, kind).await;
    let groups = asked.ask(alice, "GET /api/v2/notifications", &[], NOTHING, kind).await;
    let key = groups["notification_groups"][0]["group_key"].as_str().unwrap_or_default().to_owned();
    asked.ask(alice, "GET /api/v2/notifications/{group_key}", &[&key], NOTHING, kind).await;
    asked.ask(alice, "GET /api/v2/notifications/{group_key}/accounts", &[&key], NOTHING, "[Account]").await;
    asked.ask(alice, "POST /api/v2/notifications/{group_key}/dismiss", &[&key], NOTHING, "{}").await;
    let rest = asked.ask(alice, "GET /api/v1/notifications", &[], NOTHING, "[Notification]").await;
    asked.ask(alice, "POST /api/v1/notifications/{id}/dismiss", &[&id(&rest[0])], NOTHING, "{}").await;
    asked
        .ask(alice, "DELETE /api/v1/notifications/destroy_multiple", &[], json!({ "ids": [id(&rest[1])] }), "{}")
        .await;
    asked.ask(alice, "POST /api/v1/notifications/clear", &[], NOTHING, "{}").await;
    asked.ask(alice, "POST /api/v2/notifications/clear", &[], NOTHING, "{}").await;
    let save = asked.ask(alice, "POST /api/v1/markers", &[], json!({ "home": { "last_read_id": "9" } }), "any").await;
    let read = asked.ask(alice, "GET /api/v1/markers", &[], json!({ "timeline": ["home"] }), "any").await;
    for markers in [save, read] {
        assert_eq!(shapes::faults("Marker", &markers["home"]), Vec::<String>::new());
    }
}

async fn house(asked: &mut Asked) {
    let anon = asked.town.anon();
    for (line, kind) in [
        ("GET /api/v1/instance", "V1::Instance"),
        ("GET /api/v2/instance", "Instance"),
        ("GET /api/v1/instance/rules", "[Rule]"),
        ("GET /api/v1/instance/peers", "[string]"),
        ("GET /api/v1/instance/activity", "[Activity]"),
        ("GET /api/v1/instance/extended_description", "ExtendedDescription"),
        ("GET /api/v1/instance/privacy_policy", "PrivacyPolicy"),
        ("GET /api/v1/instance/languages", "[SupportedLocale]"),
        ("GET /api/v1/custom_emojis", "[CustomEmoji]"),
        ("GET /api/v1/peers/search", "[string]"),
        ("GET /api/howdah/v1/community", "any"),
        ("GET /.well-known/oauth-authorization-server", "OAuth::ServerMetadata"),
    ] {
        asked.ask(&anon, line, &[], NOTHING, kind).await;
    }
}

async fn apps(asked: &mut Asked, alice: &Actor) {
    let anon = asked.town.anon();
    let new = json!({ "client_name": "Test", "redirect_uris": ["urn:ietf:wg:oauth:2.0:oob", "app:/cb"], "scopes": "read write" });
    let app = asked.ask(&anon, "POST /api/v1/apps", &[], new, "CredentialApplication").await;
    let mut grant = json!({ "grant_type": "client_credentials", "scope": "read write" });
    for key in ["client_id", "client_secret"] {
        grant[key] = app[key].clone();
    }
    let token = asked.ask(&anon, "POST /oauth/token", &[], grant.clone(), "Token").await;
    let client = Actor { token: token["access_token"].as_str().map(str::to_owned), ..anon.clone() };
    asked.ask(&client, "GET /api/v1/apps/verify_credentials", &[], NOTHING, "Application").await;
    asked.ask(alice, "GET /api/v1/apps/verify_credentials", &[], NOTHING, "Application").await;
    let mut wish = json!({ "username": "dora", "email": "dora@example.org", "password": "long enough 1", "agreement": true, "locale": "en" });
    asked.ask(&client, "POST /api/v1/accounts", &[], wish.clone(), "Token").await;
    wish["username"] = "emil".into();
    wish["email"] = "emil@example.org".into();
    asked.ask(&client, "POST /api/howdah/v1/sign_up", &[], wish, "any").await;
    let erna = asked.town.user("erna").await;
    let mut tx = asked.town.app.db.write().await.expect("a transaction");
    tx.run(UNCONFIRMED, args![erna.id]).await.expect("a change");
    tx.commit().await.expect("a commit");
    asked.ask(&erna, "GET /api/v1/emails/check_confirmation", &[], NOTHING, "boolean").await;
    asked.ask(&erna, "POST /api/v1/emails/confirmations", &[], json!({ "email": "erna@example.org" }), "{}").await;
    for line in ["GET /oauth/userinfo", "POST /oauth/userinfo"] {
        asked.ask(alice, line, &[], NOTHING, "OAuth::UserInfo").await;
    }
    grant["token"] = token["access_token"].clone();
    asked.ask(&anon, "POST /oauth/revoke", &[], grant, "{}").await;
}

async fn staff(asked: &mut Asked, olga: &Actor, alice: &Actor, bob: &Actor, carol: &Actor, status: &str) {
    let report = json!({ "account_id": bob.id.to_string(), "comment": "Ads", "rule_ids": ["1"] });
    asked.ask(alice, "POST /api/v1/reports", &[], report, "Report").await;
    let report = json!({ "account_id": alice.id.to_string(), "status_ids": [status], "category": "spam" });
    asked.ask(bob, "POST /api/v1/reports", &[], report, "Report").await;
    let told = asked.ask(olga, "GET /api/v1/notifications", &[], NOTHING, "[Notification]").await;
    assert!(told.as_array().is_some_and(|told| told.iter().any(|one| one["report"].is_object())));
    asked.ask(olga, "GET /api/v2/notifications", &[], NOTHING, "GroupedNotificationsResults").await;
    asked.ask(olga, "GET /api/v1/admin/accounts", &[], json!({ "local": true }), "[Admin::Account]").await;
    asked.ask(olga, "GET /api/v2/admin/accounts", &[], json!({ "status": "active" }), "[Admin::Account]").await;
    let (b, c) = (bob.id.to_string(), carol.id.to_string());
    asked.ask(olga, "GET /api/v1/admin/accounts/{id}", &[&b], NOTHING, "Admin::Account").await;
    for (action, back) in
        [("disable", "enable"), ("sensitive", "unsensitive"), ("silence", "unsilence"), ("suspend", "unsuspend")]
    {
        asked.ask(olga, "POST /api/v1/admin/accounts/{id}/action", &[&b], json!({ "type": action }), "{}").await;
        asked.ask(alice, "GET /api/v1/accounts/{id}", &[&b], NOTHING, "Account").await;
        asked
            .ask(
                alice,
                "GET /api/v1/accounts/relationships",
                &[],
                json!({ "id": [b], "with_suspended": 1 }),
                "[Relationship]",
            )
            .await;
        let line = format!("POST /api/v1/admin/accounts/{{id}}/{back}");
        asked.ask(olga, &line, &[&b], NOTHING, "Admin::Account").await;
    }
    for (name, verb) in [("pia", "approve"), ("paul", "reject")] {
        let waits = asked.town.user(name).await.id;
        let mut tx = asked.town.app.db.write().await.expect("a transaction");
        tx.run(PENDING, args![waits, false]).await.expect("a change");
        tx.commit().await.expect("a commit");
        let line = format!("POST /api/v1/admin/accounts/{{id}}/{verb}");
        asked.ask(olga, &line, &[&waits.to_string()], NOTHING, "Admin::Account").await;
    }
    asked.ask(olga, "POST /api/v1/admin/accounts/{id}/action", &[&c], json!({ "type": "suspend" }), "{}").await;
    asked.ask(olga, "DELETE /api/v1/admin/accounts/{id}", &[&c], NOTHING, "Admin::Account").await;
    let legal = json!({ "title": "Tea house", "terms_of_service": "Be kind.", "privacy_policy": "We keep little." });
    asked.ask(olga, "PATCH /api/howdah/v1/community", &[], legal, "any").await;
    let line = "GET /api/v1/instance/terms_of_service";
    let terms = asked.ask(alice, line, &[], NOTHING, "TermsOfService").await;
    let since = terms["effective_date"].as_str().unwrap_or_default().to_owned();
    asked.ask(alice, &format!("{line}/{{date}}"), &[&since], NOTHING, "TermsOfService").await;
    let policy = asked.ask(alice, "GET /api/v1/instance/privacy_policy", &[], NOTHING, "PrivacyPolicy").await;
    assert_eq!(policy["content"], "<p>We keep little.</p>");
    let invite = asked.ask(olga, "POST /api/howdah/v1/invites", &[], json!({ "max_uses": 2 }), "any").await;
    asked.ask(olga, "GET /api/howdah/v1/invites", &[], NOTHING, "any").await;
    let code = invite["code"].as_str().unwrap_or_default().to_owned();
    asked.ask(&asked.town.anon(), "GET /api/howdah/v1/invites/by_code/{code}", &[&code], NOTHING, "any").await;
    asked.ask(olga, "DELETE /api/howdah/v1/invites/{id}", &[&id(&invite)], NOTHING, "{}").await;
}

both_engines! {
    async fn every_answer_is_as_mastodon_gives_it(town: Town) {
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(RULE, &[]).await.unwrap();
        tx.run(EMOJI, &[]).await.unwrap();
        town.app.commit(tx, &[Event::Emojis, Event::Settings]).await.unwrap();
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let olga = town.staff("olga", "owner").await;
        let mut asked = Asked { town: town.clone(), seen: BTreeSet::new(), faults: Vec::new() };
        people(&mut asked, &alice, &bob, &carol).await;
        profile(&mut asked, &alice).await;
        let status = statuses(&mut asked, &alice, &bob).await;
        gatherings::lists(&mut asked, &alice, &bob).await;
        gatherings::tags(&mut asked, &alice).await;
        gatherings::conversations(&mut asked, &alice, &bob).await;
        gatherings::recommended(&mut asked, &alice, &bob).await;
        writing::polls(&mut asked, &alice, &bob).await;
        writing::edits(&mut asked, &alice).await;
        filtering::filters(&mut asked, &alice, &status).await;
        writing::scheduled(&mut asked, &alice).await;
        filtering::policy(&mut asked, &alice, &carol).await;
        gatherings::announcements(&mut asked, &olga, &alice).await;
        finding::search(&mut asked, &alice).await;
        quotes::quotes(&mut asked, &alice, &bob).await;
        news(&mut asked, &alice).await;
        belongings::collections(&mut asked, &alice, &bob).await;
        belongings::own(&mut asked, &alice, &bob).await;
        house(&mut asked).await;
        apps(&mut asked, &alice).await;
        admin::reports(&mut asked, &olga, &alice, &bob).await;
        admin::rules(&mut asked, &olga).await;
        doors::push(&mut asked, &alice).await;
        doors::me(&mut asked).await;
        doors::passwords(&mut asked, &olga, &bob).await;
        admin::blocks(&mut asked, &olga).await;
        admin::dashboard(&mut asked, &olga).await;
        admin::roles(&mut asked, &olga, &carol).await;
        staff(&mut asked, &olga, &alice, &bob, &carol, &status).await;
        quotes::outside(&mut asked, &alice).await;
        moderation::cases(&mut asked, &olga, &alice, &bob).await;
        for route in routes::table() {
            let ours = route.path.starts_with("/api/") && !route.path.starts_with("/api/v1/streaming")
                || ["/oauth/token", "/oauth/revoke", "/oauth/userinfo"].contains(&route.path);
            if ours && !asked.seen.contains(&(route.method.to_owned(), route.path.to_owned())) {
                asked.faults.push(format!("{} {} was never asked", route.method, route.path));
            }
        }
        asked.faults.sort();
        asked.faults.dedup();
        assert!(asked.faults.is_empty(), "\n{}\n", asked.faults.join("\n"));
    }
}
