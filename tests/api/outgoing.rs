//! The one way out: where it may lead, and how much of an answer is heard.

use howdah_server::config::{Config, Scheme, Server};
use howdah_server::http::{Guard, Http, Trouble};
use howdah_tests::stand_in::{StandIn, redirect, reply, status};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use url::Url;

fn http(guard: Guard) -> Http {
    Http::with(guard, true, "https://town.test")
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// Reaches the stand-in, and nothing else that is not public.
fn nearly_closed() -> Http {
    http(Guard { http: true, private: false, also: vec![Ipv4Addr::LOCALHOST.into()] })
}

#[test]
fn public_is_what_the_registry_leaves() {
    let guard = Guard { http: true, ..Guard::default() };
    for address in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:c0a8:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!guard.allows(address.parse::<IpAddr>().unwrap()), "{address} is not public");
        assert!(Guard { private: true, ..Guard::default() }.allows(address.parse().unwrap()));
    }
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2001:200::1",
        "2606:4700::1111",
        "2a00::1",
    ] {
        assert!(guard.allows(address.parse::<IpAddr>().unwrap()), "{address} is public");
    }
}

#[tokio::test]
async fn private_addresses_are_refused_however_they_are_written() {
    let out = http(Guard { http: true, ..Guard::default() });
    let stand_in = StandIn::start(|_| reply("text/plain", "secret")).await;
    let port = stand_in.address.port();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "169.254.169.254",
        "10.1.2.3",
    ] {
        let got = out.get(url(&format!("http://{host}:{port}/"))).send().await;
        assert!(matches!(got, Err(Trouble::Private(_))), "{host}: {got:?}");
    }
    // A name is looked at when it is resolved, at the moment of connecting.
    let got = out.get(url(&format!("http://localhost:{port}/"))).send().await;
    assert!(matches!(got, Err(Trouble::Private(_))), "{got:?}");
    assert!(stand_in.heard().is_empty());
    let open = http(Guard { http: true, private: true, also: vec![] });
    let got = open.get(url(&format!("http://localhost:{port}/a?b"))).send().await.unwrap();
    assert_eq!((got.status, &got.body[..]), (200, &b"secret"[..]));
    let heard = &stand_in.heard()[0];
    assert_eq!(heard.path, "/a?b");
    assert!(heard.headers["user-agent"].to_str().unwrap().ends_with("(+https://town.test/)"));
    // What the operator named may be next door.
    out.get(url(&stand_in.url("/"))).trusted().send().await.unwrap();
}

#[tokio::test]
async fn each_redirect_is_looked_at() {
    let other = StandIn::start(|_| reply("text/plain", "secret")).await;
    let port = other.address.port();
    let stand_in = StandIn::start(move |heard| match heard.path.as_str() {
        "/literal" => redirect(&format!("http://127.0.0.2:{port}/")),
        "/mapped" => redirect(&format!("http://[::ffff:7f00:2]:{port}/")),
        "/six" => redirect(&format!("http://[::1]:{port}/")),
        "/metadata" => redirect("http://169.254.169.254/latest/meta-data/"),
        "/twice" => redirect("/literal"),
        "/scheme" => redirect("file:///etc/passwd"),
        "/gopher" => redirect("gopher://127.0.0.1:11211/"),
        "/round" => redirect("/round"),
        "/once" => redirect("/end"),
        _ => reply("text/plain", "end"),
    })
    .await;
    let out = nearly_closed();
    for path in ["/literal", "/mapped", "/six", "/metadata", "/twice"] {
        let got = out.get(url(&stand_in.url(path))).send().await;
        assert!(matches!(got, Err(Trouble::Private(_))), "{path}: {got:?}");
    }
    for path in ["/scheme", "/gopher"] {
        let got = out.get(url(&stand_in.url(path))).send().await;
        assert!(matches!(got, Err(Trouble::Scheme(_))), "{path}: {got:?}");
    }
    assert!(other.heard().is_empty());
    let got = out.get(url(&stand_in.url("/round"))).send().await;
    assert!(matches!(got, Err(Trouble::Hops)), "{got:?}");
    let got = out.get(url(&stand_in.url("/once"))).send().await.unwrap();
    assert_eq!((got.url.path(), got.status), ("/end", 200));
    // What is sent is sent once: a redirect is an answer.
    assert_eq!(out.post(url(&stand_in.url("/once")), "x").send().await.unwrap().status, 302);
}

#[tokio::test]
async fn answers_are_bounded() {
    let stand_in = StandIn::start(|heard| match heard.path.as_str() {
        "/large" => reply("text/html; charset=utf-8", "x".repeat(5_000)),
        "/stream" => {
            let chunks = (0..50).map(|_| Ok::<_, std::io::Error>("y".repeat(100)));
            reply("text/html", axum::body::Body::from_stream(futures_util::stream::iter(chunks)))
        }
        "/never" => reply(
            "text/html",
            axum::body::Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>()),
        ),
        "/image" => reply("image/png", "png"),
        _ => status(404),
    })
    .await;
    let out = nearly_closed();
    let at = |path: &str| url(&stand_in.url(path));
    for path in ["/large", "/stream"] {
        let got = out.get(at(path)).at_most(1_000).send().await;
        assert!(matches!(got, Err(Trouble::Large)), "{path}: {got:?}");
        assert_eq!(out.get(at(path)).first(1_000).send().await.unwrap().body.len(), 1_000);
        assert_eq!(out.get(at(path)).at_most(5_000).send().await.unwrap().body.len(), 5_000);
    }
    let got = out.get(at("/never")).within(Duration::from_millis(200)).send().await;
    assert!(matches!(got, Err(Trouble::Slow)), "{got:?}");
    let got = out.get(at("/image")).types(&["text/html"]).send().await;
    assert!(matches!(got, Err(Trouble::Type(kind)) if kind == "image/png"));
    assert_eq!(out.get(at("/image")).types(&["image/"]).send().await.unwrap().kind(), "image/png");
    assert_eq!(out.get(at("/large")).types(&["text/html"]).send().await.unwrap().kind(), "text/html");
    assert_eq!(out.get(at("/else")).types(&["text/html"]).send().await.unwrap().status, 404);
}

#[tokio::test]
async fn the_configuration_decides() {
    let stand_in = StandIn::start(|_| reply("text/plain", "here")).await;
    let listen = ([127, 0, 0, 1], 3000).into();
    let mut config = Config::new(Server { domain: "town.test".into(), scheme: Scheme::Https, listen }, None);
    let ask =
        async |config: &Config| Http::new(config).get(url(&stand_in.url("/"))).send().await.map(|answer| answer.status);
    assert!(matches!(ask(&config).await, Err(Trouble::Scheme(scheme)) if scheme == "http"));
    config.network.allow_http = true;
    assert!(matches!(ask(&config).await, Err(Trouble::Private(_))));
    config.network.allow_private_addresses = true;
    assert_eq!(ask(&config).await.unwrap(), 200);
    config.network.outgoing = false;
    assert!(matches!(ask(&config).await, Err(Trouble::Off)));
}
