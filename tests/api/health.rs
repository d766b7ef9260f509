//! GET /health, and paths that are not there.

use howdah_tests::both_engines;
use serde_json::json;

both_engines! {
    async fn it_answers_without_a_token(town: Town) {
        let answer = town.anon().get("/health").await;
        assert_eq!(answer.ok(), json!({ "status": "OK" }));
    }

    async fn other_hosts_are_refused(town: Town) {
        let answer = town.anon().get("/health").host("evil.example").await;
        assert_eq!(answer.status.as_u16(), 421);
    }

    async fn unknown_api_paths_are_json(town: Town) {
        assert_eq!(town.anon().get("/api/v1/nothing").await.error(404), "Not Found");
    }
}
