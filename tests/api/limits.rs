//! Rate limits: windows, headers, and what is said when they are full.

use howdah_server::config::Config;
use howdah_server::time::MINUTE;
use howdah_tests::{Actor, Town, both_engines};

const LIST: &str = "/api/v1/preferences";

async fn limited(town: &Town) -> Town {
    town.another(|config: &mut Config| config.limits.enabled = true).await
}

async fn left(who: &Actor, path: &str) -> (u16, String, String) {
    let answer = who.get(path).await;
    let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
    (answer.status.as_u16(), header("x-ratelimit-limit"), header("x-ratelimit-remaining"))
}

both_engines! {
    async fn a_token_has_three_hundred_in_five_minutes(town: Town) {
        let town = limited(&town).await;
        let alice = town.user("alice").await;
        let other = alice.with("read").await;
        let first = alice.get(LIST).await;
        assert_eq!(first.header("x-ratelimit-limit"), Some("300"));
        assert_eq!(first.header("x-ratelimit-remaining"), Some("299"));
        assert_eq!(first.header("x-ratelimit-reset"), Some("2026-01-01T12:05:00.000000Z"));
        for _ in 1..300 {
            alice.get(LIST).await.ok();
        }
        let full = alice.get(LIST).await;
        assert_eq!(full.error(429), "Too many requests");
        assert_eq!((full.header("x-ratelimit-limit"), full.header("x-ratelimit-remaining")), (Some("300"), Some("0")));
        assert_eq!(left(&other, LIST).await, (200, "300".into(), "299".into()), "another token is not that one");
        town.advance(5 * MINUTE);
        assert_eq!(left(&alice, LIST).await, (200, "300".into(), "299".into()));
    }

    async fn strangers_are_counted_by_address(town: Town) {
        let town = limited(&town).await;
        let anon = town.anon();
        assert_eq!(left(&anon, "/api/v1/custom_emojis").await, (200, "300".into(), "299".into()));
        assert_eq!(left(&anon, "/api/v1/custom_emojis?max_id=1").await.2, "298", "the tightest of both windows");
        let elsewhere = anon.get("/api/v1/custom_emojis").from("192.0.2.7:4000").await;
        assert_eq!(elsewhere.header("x-ratelimit-remaining"), Some("299"));
        // Pages and files are free, and so is everything where the limits are off.
        assert_eq!(anon.get("/health").await.header("x-ratelimit-limit"), None);
        let free = town.another(|config| config.limits.enabled = false).await;
        assert_eq!(free.anon().get("/api/v1/custom_emojis").await.header("x-ratelimit-limit"), None);
    }
}
