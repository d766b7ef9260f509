//! GET /metrics, and the id that each answer carries.

use howdah_tests::both_engines;

both_engines! {
    async fn only_this_machine_and_admins_read_them(town: Town) {
        let alice = town.user("alice").await;
        let olga = town.staff("olga", "owner").await;
        let away = "192.0.2.7:4000";
        assert!(town.anon().get("/metrics").await.text().contains("howdah_requests_total"));
        town.anon().get("/metrics").from(away).await.error(401);
        town.anon().get("/metrics").header("x-forwarded-for", "192.0.2.7").await.error(401);
        alice.get("/metrics").from(away).await.error(403);
        assert_eq!(olga.get("/metrics").from(away).await.status.as_u16(), 200);
    }

    async fn requests_are_counted_by_route(town: Town) {
        let alice = town.user("alice").await;
        alice.get("/api/v1/statuses/4706?note=secret").await.error(404);
        let text = town.anon().get("/metrics").await.text();
        let line = "howdah_requests_total{method=\"GET\",route=\"/api/v1/statuses/{id}\",status=\"404\"} 1";
        assert!(text.contains(line), "{text}");
        assert!(!text.contains("secret") && !text.contains("4706"), "no path, no query");
        for name in ["request_seconds_bucket", "statements_total", "stream_connections", "jobs_due", "start_time_seconds"] {
            assert!(text.contains(&format!("\nhowdah_{name}")), "{name} in {text}");
        }
    }

    async fn every_answer_has_an_id(town: Town) {
        let first = town.anon().get("/health").await;
        let second = town.anon().get("/health").await;
        assert!(first.header("x-request-id").is_some());
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    }
}
