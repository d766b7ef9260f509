//! Search: what is found, by whom, and that both databases find the same.

use howdah_server::args;
use howdah_server::db::{Sql, counted};
use howdah_server::time::DAY;
use howdah_tests::{Actor, Engine, Multipart, Town, both_engines, run};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

use crate::media::png;

const INDEXABLE: Sql = Sql::same("UPDATE accounts SET indexable = $2, rev = rev + 1 WHERE id = $1");
const REMOVE: Sql = Sql::same("UPDATE statuses SET removed_at = $2 WHERE id = $1");
const FORGET: Sql = Sql::same("DELETE FROM status_search WHERE rowid > $1");
const UNNAME: Sql = Sql::same("UPDATE accounts SET search_text = '' WHERE id > $1");
const BEGIN: Sql = Sql::same(
    "INSERT INTO search_progress (id, accounts_above, statuses_below, done) VALUES (1, 0, 9223372036854775807, $1)",
);
const RUNNING: Sql = Sql::same(
    "INSERT INTO async_refreshes (id, key, running, result_count, created_at, updated_at) VALUES (7, 'search_index', $1, 0, 0, 0)",
);
const JOB: Sql = Sql::same(
    "INSERT INTO jobs (id, kind, payload, run_at, unique_key, created_at)
        VALUES (7, 'index_search', '{\"kind\":\"index_search\"}', 0, 'index_search', $1)",
);

async fn write(town: &Town, sql: Sql, args: &[howdah_server::db::Arg<'_>]) {
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(sql, args).await.unwrap();
    town.app.commit(tx, &[]).await.unwrap();
}

async fn open(who: &Actor) {
    who.patch("/api/v1/accounts/update_credentials").form(&[("indexable", "true")]).await.ok();
}

async fn post(who: &Actor, text: &str) -> String {
    with(who, json!({ "status": text })).await
}

async fn with(who: &Actor, fields: Value) -> String {
    who.post("/api/v1/statuses").json(fields).await.ok()["id"].as_str().unwrap().to_owned()
}

fn address(fields: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("/api/v2/search?{query}")
}

async fn search(who: &Actor, fields: &[(&str, &str)]) -> Value {
    who.get(address(fields)).await.ok()
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// The ids of the statuses that somebody finds.
async fn found(who: &Actor, text: &str) -> Vec<String> {
    ids(&search(who, &[("q", text), ("type", "statuses")]).await["statuses"])
}

async fn people(who: &Actor, text: &str) -> Vec<String> {
    let found = search(who, &[("q", text), ("type", "accounts")]).await;
    found["accounts"].as_array().unwrap().iter().map(|one| one["acct"].as_str().unwrap().to_owned()).collect()
}

async fn named(who: &Actor, name: &str) {
    who.patch("/api/v1/accounts/update_credentials").form(&[("display_name", name)]).await.ok();
}

both_engines! {
    async fn who_finds_what(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let shy = post(&bob, "herons by the mill").await;
        assert_eq!(found(&bob, "herons").await, std::slice::from_ref(&shy), "one's own");
        assert!(found(&alice, "herons").await.is_empty(), "others did not opt in");
        alice.post(format!("/api/v1/statuses/{shy}/favourite")).await.ok();
        assert_eq!(found(&alice, "HERÓNS").await, std::slice::from_ref(&shy), "what one favourited");
        alice.post(format!("/api/v1/statuses/{shy}/unfavourite")).await.ok();
        for verb in ["bookmark", "reblog"] {
            alice.post(format!("/api/v1/statuses/{shy}/{verb}")).await.ok();
            assert_eq!(found(&alice, "herons").await, std::slice::from_ref(&shy), "{verb}");
            alice.post(format!("/api/v1/statuses/{shy}/un{verb}")).await.ok();
            assert!(found(&alice, "herons").await.is_empty(), "un{verb}");
        }
        let told = with(&bob, json!({ "status": "@alice herons psst", "visibility": "direct" })).await;
        assert_eq!(found(&alice, "herons").await, std::slice::from_ref(&told), "what names one");
        assert!(found(&carol, "herons").await.is_empty());
        open(&bob).await;
        assert_eq!(found(&carol, "herons").await, std::slice::from_ref(&shy), "public, and its author lets it be found");
        let quiet = with(&bob, json!({ "status": "quiet herons", "visibility": "unlisted" })).await;
        assert_eq!(found(&carol, "herons").await, std::slice::from_ref(&shy), "unlisted ones are not");
        assert_eq!(found(&alice, "herons in:library").await, std::slice::from_ref(&told));
        assert_eq!(found(&alice, "in:public herons").await, std::slice::from_ref(&shy));
        assert_eq!(found(&bob, "herons in:all").await, [quiet.clone(), told, shy.clone()]);
        assert_eq!(found(&bob, "in:library -psst herons").await, [quiet, shy.clone()]);
        write(&town, INDEXABLE, args![bob.id, false]).await;
        assert!(found(&carol, "herons").await.is_empty(), "changing one's mind counts at once");
    }

    async fn what_is_gone_or_out_of_sight_is_not_found(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        open(&bob).await;
        let (first, second) = (post(&bob, "copper kettle").await, post(&bob, "kettle of tin").await);
        assert_eq!(found(&alice, "kettle").await, [second.clone(), first.clone()]);
        let quarrels = [(&alice, &bob, "mute"), (&alice, &bob, "block"), (&bob, &alice, "block")];
        for (who, whom, verb) in quarrels {
            who.post(format!("/api/v1/accounts/{}/{verb}", whom.id)).await.ok();
            assert!(found(&alice, "kettle").await.is_empty(), "{verb}");
            assert!(found(&alice, "from:bob").await.is_empty(), "{verb}");
            who.post(format!("/api/v1/accounts/{}/un{verb}", whom.id)).await.ok();
        }
        write(&town, REMOVE, args![second.parse::<i64>().unwrap(), 1]).await;
        assert_eq!(found(&alice, "kettle").await, std::slice::from_ref(&first));
        bob.delete(format!("/api/v1/statuses/{first}")).await.ok();
        assert!(found(&alice, "kettle").await.is_empty() && found(&bob, "copper").await.is_empty());
        let mine = with(&carol, json!({ "status": "locked kettle", "visibility": "private" })).await;
        assert_eq!(found(&carol, "kettle").await, [mine]);
        assert!(found(&alice, "kettle").await.is_empty());
        let olga = town.staff("olga", "owner").await;
        post(&bob, "one more kettle").await;
        assert_eq!(found(&alice, "kettle").await.len(), 1);
        let path = format!("/api/v1/admin/accounts/{}/action", bob.id);
        olga.post(path).form(&[("type", "suspend")]).await.ok();
        assert!(found(&alice, "kettle").await.is_empty(), "the suspended");
        assert!(people(&alice, "bob").await.is_empty());
    }

    async fn operators_narrow_the_search(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        open(&alice).await;
        open(&bob).await;
        let old = with(&bob, json!({ "status": "rain on the roof", "language": "en" })).await;
        town.advance(2 * DAY);
        let form = Multipart::new().file("file", "a.png", "image/png", &png(30, 30)).text("description", "a wet umbrella");
        let media = alice.post("/api/v2/media").multipart(form).await.ok()["id"].clone();
        let picture = with(&alice, json!({ "status": "rain again", "media_ids": [media], "language": "de" })).await;
        let answer = with(&bob, json!({ "status": "more rain to come", "in_reply_to_id": picture })).await;
        let warned = with(&alice, json!({ "status": "on the roof of rain", "spoiler_text": "weather" })).await;
        let tagged = post(&bob, "no #Rain_today").await;
        let is = async |text: &str, wanted: &[&String]| {
            let wanted: Vec<String> = wanted.iter().map(|id| (*id).clone()).collect();
            assert_eq!(found(&alice, text).await, wanted, "{text}");
        };
        is("rain", &[&tagged, &warned, &answer, &picture, &old]).await;
        is("rain roof", &[&warned, &old]).await;
        is("\"rain on the roof\"", &[&old]).await;
        is("„the roof“ -weather", &[&old]).await;
        is("rain -\"the roof\" -#rain_today", &[&answer, &picture]).await;
        is("#rain_today", &[&tagged]).await;
        is("#rain", &[]).await;
        is("umbrella", &[&picture]).await;
        is("weather", &[&warned]).await;
        is("rain from:me", &[&warned, &picture]).await;
        is("from:me", &[&warned, &picture]).await;
        is("from:@bob", &[&tagged, &answer, &old]).await;
        is("from:bob@town.test rain -#rain_today", &[&answer, &old]).await;
        is("from:nobody rain", &[]).await;
        is("rain -from:nobody -from:me", &[&tagged, &answer, &old]).await;
        is("rain from:me from:bob", &[]).await;
        is("has:media", &[&picture]).await;
        is("has:image rain", &[&picture]).await;
        is("has:video", &[]).await;
        is("rain -has:media -is:reply", &[&tagged, &warned, &old]).await;
        is("has:wings rain", &[]).await;
        is("is:reply", &[&answer]).await;
        is("is:sensitive rain", &[&warned]).await;
        is("language:de", &[&picture]).await;
        is("rain language:DE", &[&picture]).await;
        is("rain -language:de -is:reply before:2026-01-02", &[&old]).await;
        is("after:2026-01-02 rain", &[&tagged, &warned, &answer, &picture]).await;
        is("during:2026-01-01", &[&old]).await;
        is("-during:2026-01-03 rain", &[&old]).await;
        is("before:yesterday rain", &[]).await;
        is("in:library", &[&warned, &picture]).await;
        let fields = [("q", "rain"), ("type", "statuses"), ("account_id", &bob.id.to_string())];
        assert_eq!(ids(&search(&alice, &fields).await["statuses"]), [tagged.clone(), answer.clone(), old.clone()]);
        let page = |fields: &[(&str, &str)]| address(&[&[("q", "rain"), ("type", "statuses")], fields].concat());
        let page = async |fields: &[(&str, &str)]| ids(&alice.get(page(fields)).await.ok()["statuses"]);
        assert_eq!(page(&[("limit", "2")]).await, [tagged.clone(), warned.clone()]);
        assert_eq!(page(&[("limit", "2"), ("offset", "2")]).await, [answer.clone(), picture.clone()]);
        assert_eq!(page(&[("max_id", &answer)]).await, [picture.clone(), old.clone()]);
        assert_eq!(page(&[("min_id", &old), ("limit", "2")]).await, [answer.clone(), picture.clone()], "the next newer ones");
        assert_eq!(page(&[("min_id", &old), ("max_id", &answer)]).await, std::slice::from_ref(&picture));
    }

    async fn edits_and_polls_are_found(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let poll = json!({ "options": ["chamomile", "peppermint"], "expires_in": 3600 });
        let asked = with(&bob, json!({ "status": "which one", "poll": poll })).await;
        assert_eq!(found(&bob, "chamomile has:poll").await, std::slice::from_ref(&asked));
        assert!(found(&alice, "peppermint").await.is_empty());
        let poll = bob.get(format!("/api/v1/statuses/{asked}")).await.ok()["poll"]["id"].as_str().unwrap().to_owned();
        alice.post(format!("/api/v1/polls/{poll}/votes")).json(json!({ "choices": [0] })).await.ok();
        for text in ["peppermint", "in:library", "has:poll", "from:bob"] {
            assert_eq!(found(&alice, text).await, std::slice::from_ref(&asked), "what one voted in: {text}");
        }
        let plain = post(&bob, "lemon balm").await;
        bob.put(format!("/api/v1/statuses/{plain}")).json(json!({ "status": "lemon verbena #herbs" })).await.ok();
        assert_eq!(found(&bob, "verbena").await, std::slice::from_ref(&plain));
        assert_eq!(found(&bob, "#herbs -has:poll").await, [plain]);
        assert!(found(&bob, "balm").await.is_empty());
    }

    async fn the_question_is_checked(town: Town) {
        let (alice, anon) = (town.user("alice").await, town.anon());
        alice.get("/api/v2/search").await.error(400);
        alice.get(address(&[("q", "  ")])).await.error(400);
        let error = anon.get(address(&[("q", "alice"), ("resolve", "true")])).await.error(401);
        assert_eq!(error, "Search queries that resolve remote resources are not supported without authentication");
        let error = anon.get(address(&[("q", "alice"), ("offset", "3")])).await.error(401);
        assert_eq!(error, "Search queries pagination is not supported without authentication");
        anon.get(address(&[("q", "alice"), ("resolve", "false")])).await.ok();
        for wrong in [[("limit", "-1")], [("offset", "-1")]] {
            let error = alice.get(address(&[&[("q", "alice")], &wrong[..]].concat())).await.error(400);
            assert_eq!(error, "Pagination values for `offset` and `limit` must be positive");
        }
        let stranger = Actor { token: Some("nonsense".into()), ..anon.clone() };
        assert_eq!(stranger.get(address(&[("q", "alice")])).await.error(401), "The access token is invalid");
        alice.with("read:accounts").await.get(address(&[("q", "alice")])).await.error(403);
        post(&alice, "alice says #alice").await;
        let all = search(&alice, &[("q", "alice"), ("limit", "900")]).await;
        for kind in ["accounts", "statuses", "hashtags"] {
            assert_eq!(all[kind].as_array().unwrap().len(), 1, "{kind}");
            let one = search(&alice, &[("q", "alice"), ("type", kind)]).await;
            let lengths = ["accounts", "statuses", "hashtags"].map(|kind| one[kind].as_array().unwrap().len());
            assert_eq!(lengths.iter().sum::<usize>(), 1, "only {kind}");
            assert_eq!(one[kind], all[kind]);
        }
        let seen = search(&anon, &[("q", "alice")]).await;
        assert_eq!((seen["accounts"].as_array().unwrap().len(), seen["statuses"].as_array().unwrap().len()), (1, 0));
        let none = search(&alice, &[("q", "alice"), ("type", "everything")]).await;
        assert_eq!(none, json!({ "accounts": [], "statuses": [], "hashtags": [] }));
    }

    async fn addresses_and_handles_lead_to_what_is_here(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let shy = post(&bob, "no word of it").await;
        let secret = with(&bob, json!({ "status": "for friends", "visibility": "private" })).await;
        for base in ["https://town.test", "http://127.0.0.1:3000", "http://localhost", "http://desk.local:3000"] {
            for path in [format!("/@bob/{shy}"), format!("/users/bob/statuses/{shy}")] {
                for extra in [&[][..], &[("resolve", "true")]] {
                    let all = search(&alice, &[&[("q", &*format!("{base}{path}"))], extra].concat()).await;
                    assert_eq!(ids(&all["statuses"]), std::slice::from_ref(&shy), "{base}{path}");
                    assert!(all["accounts"].as_array().unwrap().is_empty() && all["hashtags"].as_array().unwrap().is_empty());
                }
            }
            for path in ["/@bob", "/users/bob", "/@bob@town.test"] {
                let all = search(&alice, &[("q", &format!("{base}{path}"))]).await;
                assert_eq!(ids(&all["accounts"]), [bob.id.to_string()], "{base}{path}");
            }
        }
        assert_eq!(ids(&search(&town.anon(), &[("q", &format!("https://town.test/@bob/{shy}"))]).await["statuses"]), std::slice::from_ref(&shy));
        for nowhere in [format!("https://town.test/@bob/{secret}"), "https://town.test/@nobody".into(), "https://town.test/about".into(),
            format!("https://elsewhere.test/@bob/{shy}"), "https://town.test/@bob/77".into()] {
            let all = search(&alice, &[("q", &nowhere), ("resolve", "1")]).await;
            assert_eq!(all, json!({ "accounts": [], "statuses": [], "hashtags": [] }), "{nowhere}");
        }
        let one = search(&alice, &[("q", &format!("https://town.test/@bob/{shy}")), ("type", "accounts")]).await;
        assert!(one["statuses"].as_array().unwrap().is_empty());
        for handle in ["@bob", "bob", "@BOB@town.test", "bob@town.test"] {
            assert_eq!(people(&alice, handle).await, ["bob"], "{handle}");
        }
        assert!(people(&alice, "@bob@elsewhere.test").await.is_empty());
    }

    async fn people_are_found_by_their_names(town: Town) {
        let (alice, jo, joan, jojo) = (town.user("alice").await, town.user("jo").await, town.user("joan").await, town.user("jojo").await);
        named(&joan, "Jürgen Müller-Łoś").await;
        named(&jojo, "山田太郎").await;
        assert_eq!(people(&alice, "jurgen").await, ["joan"]);
        assert_eq!(people(&alice, "MÜLL").await, ["joan"]);
        assert_eq!(people(&alice, "los jürg").await, ["joan"], "in any order");
        assert!(people(&alice, "urgen").await.is_empty(), "words begin so");
        assert_eq!(people(&alice, "田太").await, ["jojo"]);
        assert_eq!(people(&alice, "山").await, ["jojo"]);
        assert_eq!(people(&alice, "jo").await, ["jo", "joan", "jojo"], "the exact one first");
        alice.post(format!("/api/v1/accounts/{}/follow", jojo.id)).await.ok();
        assert_eq!(people(&alice, "jo").await, ["jo", "jojo", "joan"], "then those one follows");
        let followed = search(&alice, &[("q", "jo"), ("following", "true")]).await;
        assert_eq!(ids(&followed["accounts"]), [jojo.id.to_string()]);
        let page = search(&alice, &[("q", "jo"), ("type", "accounts"), ("limit", "1"), ("offset", "1")]).await;
        assert_eq!(ids(&page["accounts"]), [jojo.id.to_string()]);
        jo.post(format!("/api/v1/accounts/{}/block", alice.id)).await.ok();
        alice.post(format!("/api/v1/accounts/{}/block", joan.id)).await.ok();
        assert_eq!(people(&alice, "j").await, ["jojo"]);
        assert_eq!(people(&alice, "@joan").await, ["joan"], "to lift the block one must find them");
        assert!(people(&alice, "#jo").await.is_empty());
        assert!(people(&alice, "%").await.is_empty() && people(&alice, "_").await.is_empty());
    }

    async fn hashtags_are_found_by_how_they_begin(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        post(&bob, "#Tea #teapot #TeaTime #Steam").await;
        post(&alice, "#tea").await;
        let names = |answer: &Value| -> Vec<String> {
            answer["hashtags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
        };
        for text in ["tea", "#TEA"] {
            let found = search(&alice, &[("q", text), ("type", "hashtags")]).await;
            assert_eq!(names(&found), ["Tea", "teapot", "TeaTime"], "{text}");
            assert_eq!((&found["hashtags"][0]["history"][0]["uses"], &found["hashtags"][0]["following"]), (&json!("2"), &json!(false)));
        }
        assert_eq!(names(&search(&alice, &[("q", "tea"), ("exclude_unreviewed", "true")]).await), ["Tea"]);
        let page = search(&alice, &[("q", "tea"), ("type", "hashtags"), ("limit", "1"), ("offset", "1")]).await;
        assert_eq!(names(&page), ["teapot"]);
        assert!(names(&search(&town.anon(), &[("q", "te a")]).await).is_empty());
    }

    async fn what_was_there_before_is_indexed_by_a_job(town: Town) {
        let alice = town.user("alice").await;
        named(&alice, "Ädele").await;
        let mut written = Vec::new();
        for number in 0..5 {
            written.insert(0, post(&alice, &format!("lantern {number}")).await);
        }
        for (sql, args) in [(FORGET, args![0]), (UNNAME, args![0]), (BEGIN, args![0]), (RUNNING, args![true]), (JOB, args![0])] {
            write(&town, sql, args).await;
        }
        // Another process, that does not remember the index as whole.
        let town = town.another(|_| {}).await;
        let alice = Actor { town: town.clone(), ..alice };
        let answer = alice.get(address(&[("q", "lantern")])).await;
        assert!(answer.ok()["statuses"].as_array().unwrap().is_empty());
        assert_eq!(answer.header("mastodon-async-refresh"), Some("id=\"7\", retry=3, result_count=0"));
        let path = "/api/v1_alpha/async_refreshes/7";
        assert_eq!(alice.get(path).await.ok(), json!({ "async_refresh": { "id": "7", "status": "running", "result_count": 0 } }));
        town.app.run_jobs().await.unwrap();
        assert_eq!(alice.get(path).await.ok(), json!({ "async_refresh": { "id": "7", "status": "finished", "result_count": 5 } }));
        let answer = alice.get(address(&[("q", "lantern")])).await;
        assert_eq!(ids(&answer.ok()["statuses"]), written);
        assert!(answer.header("mastodon-async-refresh").is_none());
        assert_eq!(people(&alice, "adele").await, ["alice"]);
        assert_eq!(alice.get("/api/v1_alpha/async_refreshes/8").await.error(404), "Not Found");
    }

    async fn a_search_is_few_statements(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        open(&bob).await;
        for number in 0..15 {
            post(&bob, &format!("bench {number} #bench{number}")).await;
        }
        let kinds = [("statuses", "bench from:bob"), ("accounts", "b"), ("hashtags", "bench")];
        for (kind, text) in kinds {
            // Cold caches: another process.
            let town = town.another(|_| {}).await;
            let who = Actor { town: town.clone(), ..alice.clone() };
            let (answer, statements) = counted(async { who.get(address(&[("q", text), ("type", kind)])).await }).await;
            assert!(!answer.ok()[kind].as_array().unwrap().is_empty(), "{kind}");
            assert!(statements <= 8, "{kind}: {statements} statements");
        }
    }

    async fn no_query_is_an_error(town: Town) {
        let alice = town.user("alice").await;
        post(&alice, "something to find, 東京 and \"more\"").await;
        let pieces = "(\"|'|-|\\+|:|\\*|\\(|\\)|NOT |AND |OR |NEAR\\(|\\^|<->|!|&|\\||\\\\|#|@|%|_|from:|has:|is:|in:|before:|after:|during:|language:|me |2026-01-01|99999999999999|media |[a-z]{1,4} |東京|塔|ก็|🐘|é|[\\PC]{0,6}| ){1,24}";
        let strategy = proptest::string::string_regex(pieces).unwrap();
        let mut runner = TestRunner::deterministic();
        for _ in 0..400 {
            let text = strategy.new_tree(&mut runner).unwrap().current();
            if text.trim().is_empty() {
                continue;
            }
            let answer = alice.get(address(&[("q", &text)])).await;
            assert_eq!(answer.status, 200, "{text:?}: {}", answer.text());
        }
    }
}

/// Texts in many languages, and questions about them.
const CORPUS: [&str; 16] = [
    "Die Straße führt über die Brücke nach Zürich, don't they?",
    "Les élèves préfèrent l'été à l'hiver — c'est ça",
    "¿Dónde está el niño? En la montaña.",
    "東京タワーに行きました。とても楽しかったです。",
    "我们去北京看长城,然后吃北京烤鸭",
    "한국어를 배우고 있습니다. 서울에서 만나요",
    "ภาษาไทยไม่มีช่องว่างระหว่างคำ",
    "Привет, ёлка! Всё хорошо в Йошкар-Оле",
    "שָׁלוֹם עולם",
    "مُحَمَّد ذهب إلى المدرسة",
    "हिन्दी में लिखना अच्छा है",
    "Η Αθήνα είναι ο δρόμος μας, ΔΡΌΜΟΣ",
    "Łódź i Kraków, zażółć gęślą jaźń",
    "İstanbul'da ığdır çay 🍵🍵 içtik ❤️",
    "ｆｕｌｌｗｉｄｔｈ ﬁsh Ⅷ ½ 3.14 a_b C++ #Rust_言語",
    "the the the cat sat on \"the\" mat; o'clock e-mail x:y:z",
];
const QUESTIONS: [&str; 44] = [
    "strasse",
    "STRASSE",
    "über die",
    "\"die Brücke\"",
    "zurich",
    "dont",
    "don't",
    "eleves",
    "l'été",
    "ete -hiver",
    "nino",
    "montana",
    "東京",
    "京タ",
    "東",
    "タワー",
    "\"楽しかった\"",
    "北京",
    "长城",
    "北京烤鸭",
    "鸭",
    "烤鸭 长城",
    "한국",
    "서울",
    "배우고",
    "ไม่มี",
    "ภาษาไทย",
    "ёлка",
    "елка",
    "йошкар",
    "שלום",
    "محمد",
    "हिन्दी",
    "δρομος",
    "lodz krakow",
    "zazolc -gesla",
    "istanbul",
    "🍵",
    "❤",
    "fullwidth fish",
    "a_b",
    "#rust_言語",
    "the -cat",
    "\"the mat\"",
];

/// For every question the positions of the texts that are found.
async fn answers(town: Town) -> Vec<Vec<usize>> {
    let alice = town.user("alice").await;
    let mut written = Vec::new();
    for text in CORPUS {
        written.push(post(&alice, text).await);
    }
    let mut answers = Vec::new();
    for question in QUESTIONS {
        let found = found(&alice, question).await;
        answers.push(found.iter().filter_map(|id| written.iter().position(|known| known == id)).collect());
    }
    answers
}

#[test]
fn both_databases_find_the_same() {
    let seen: Arc<Mutex<Vec<Vec<Vec<usize>>>>> = Arc::default();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let seen = seen.clone();
        run(engine, move |town| async move {
            let answers = answers(town).await;
            seen.lock().unwrap().push(answers);
        });
    }
    let seen = seen.lock().unwrap();
    for (question, answer) in QUESTIONS.iter().zip(&seen[0]) {
        let nothing = *question == "dont" || question.contains(" -");
        assert_eq!(answer.is_empty(), nothing, "{question}");
    }
    if let [sqlite, postgres] = &seen[..] {
        for (at, question) in QUESTIONS.iter().enumerate() {
            assert_eq!(sqlite[at], postgres[at], "{question}");
        }
    }
}
