//! A person's year: when it is offered, how it is made, what it says.

use howdah_server::time::DAY;
use howdah_tests::both_engines;
use serde_json::{Value, json};

both_engines! {
    async fn a_year_is_told_in_december(town: Town) {
        let (ada, ben) = (town.user("ada").await, town.user("ben").await);
        let state = async |year: i64| ada.get(format!("/api/v1/annual_reports/{year}/state")).await.ok()["state"].as_str().unwrap().to_owned();
        let write = async |text: &str| -> String {
            ada.post("/api/v1/statuses").json(json!({ "status": text })).await.ok()["id"].as_str().unwrap().to_owned()
        };
        assert!(ada.get("/api/v2/instance").await.ok()["wrapstodon"].is_null());
        write("january #Snow").await;
        town.advance(200 * DAY);
        let loved = write("july").await;
        write("more #snow").await;
        ben.post(format!("/api/v1/statuses/{loved}/reblog")).await.ok();
        ben.post(format!("/api/v1/accounts/{}/follow", ada.id)).await.ok();
        assert_eq!(state(2026).await, "ineligible", "it is July");
        let answer = ada.post("/api/v1/annual_reports/2026/generate").await;
        assert_eq!((answer.status.as_u16(), answer.ok()), (200, json!({})));
        town.advance(144 * DAY);
        assert_eq!(ada.get("/api/v2/instance").await.ok()["wrapstodon"], "2026");
        assert_eq!((state(2026).await, state(2025).await), ("eligible".into(), "ineligible".into()));
        let bens = ben.get("/api/v1/annual_reports/2026/state").await.ok();
        assert_eq!(bens, json!({ "state": "ineligible" }), "who wrote nothing of their own");
        ada.get("/api/v1/annual_reports/2026").await.error(404);
        ada.post("/api/v1/annual_reports/2026/read").await.error(404);
        let empty = json!({ "annual_reports": [], "accounts": [], "statuses": [] });
        assert_eq!(ada.get("/api/v1/annual_reports").await.ok(), empty);

        let answer = ada.post("/api/v1/annual_reports/2026/generate").await;
        assert_eq!((answer.status.as_u16(), answer.ok()), (202, json!({})));
        let header = answer.header("mastodon-async-refresh").unwrap().to_owned();
        let refresh = header.split('"').nth(1).unwrap().to_owned();
        assert_eq!(ada.post("/api/v1/annual_reports/2026/generate").await.status.as_u16(), 202);
        assert_eq!(state(2026).await, "generating");
        let path = format!("/api/v1_alpha/async_refreshes/{refresh}");
        assert_eq!(ada.get(&path).await.ok()["async_refresh"]["status"], "running");
        ben.get(&path).await.error(404);
        town.app.run_jobs().await.unwrap();
        assert_eq!(state(2026).await, "available");
        let done = ada.get(&path).await.ok();
        assert_eq!(done["async_refresh"], json!({ "id": refresh, "status": "finished", "result_count": 1 }));
        assert_eq!(ada.post("/api/v1/annual_reports/2026/generate").await.status.as_u16(), 200);

        let wrapped = ada.get("/api/v1/annual_reports/2026").await.ok();
        let report = &wrapped["annual_reports"][0];
        assert_eq!((&report["year"], &report["schema_version"], &report["account_id"]), (&json!(2026), &json!(2), &json!(ada.id.to_string())));
        let data = &report["data"];
        assert_eq!(data["archetype"], "lurker");
        assert_eq!(data["top_hashtags"], json!([{ "name": "Snow", "count": 2 }]));
        assert_eq!(data["top_statuses"], json!({ "by_reblogs": loved, "by_favourites": null, "by_replies": null }));
        let series: Vec<(Value, Value)> = data["time_series"].as_array().unwrap().iter().map(|m| (m["statuses"].clone(), m["followers"].clone())).collect();
        assert_eq!(series.len(), 12);
        assert_eq!((&series[0], &series[6], &series[11]), (&(json!(1), json!(0)), &(json!(2), json!(1)), &(json!(0), json!(0))));
        assert_eq!((&wrapped["accounts"][0]["acct"], &wrapped["statuses"][0]["id"]), (&json!("ada"), &json!(loved)));
        assert_eq!(ada.get("/api/v1/annual_reports").await.ok(), wrapped);
        assert_eq!(ada.post("/api/v1/annual_reports/2026/read").await.ok(), json!({}));
        ada.get("/api/v1/annual_reports/nineteen").await.error(404);
        assert_eq!(ada.get("/api/v1/annual_reports/nineteen/state").await.ok(), json!({ "state": "ineligible" }));
        ada.with("read").await.post("/api/v1/annual_reports/2026/read").await.error(403);
    }
}
