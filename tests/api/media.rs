//! /api/v1/media and /api/v2/media.

use howdah_server::media::sweep::sweep;
use howdah_server::time::{DAY, HOUR};
use howdah_tests::{Actor, Answer, Multipart, Town, both_engines};

/// A PNG of one colour without an image library: stored, not squeezed.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    png_of(width, height, [8, 0])
}

/// `kind`: bits per channel, and 0 for grey or 6 for colours that can be seen through.
pub(crate) fn png_of(width: u32, height: u32, kind: [u8; 2]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
        })
    };
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [&kind[..], data].concat();
        out.extend_from_slice(&(data.len() as u32).to_be_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(&crc(&body).to_be_bytes());
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &kind, &[0, 0, 0]].concat();
    let rows = if u64::from(width) * u64::from(height) > 60_000 { 1 } else { height as usize };
    let raw = vec![120u8; (width as usize + 1).min(60_000) * rows].chunks((width as usize + 1).min(60_000)).fold(
        Vec::new(),
        |mut all, row| {
            all.push(0);
            all.extend_from_slice(&row[1..]);
            all
        },
    );
    let (a, b) = raw.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let length = raw.len() as u16;
    let data =
        [&[0x78, 1, 1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &raw, &((b << 16) | a).to_be_bytes()];
    chunk(b"IHDR", &head);
    chunk(b"IDAT", &data.concat());
    chunk(b"IEND", &[]);
    out
}

async fn upload(actor: &Actor, name: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::new().file("file", name, "image/png", bytes).text("description", " A grey field ");
    actor.post("/api/v2/media").multipart(form.text("focus", "0.5,-7")).await
}

/// The path of an address of this town.
fn path(url: &serde_json::Value) -> String {
    url::Url::parse(url.as_str().unwrap()).unwrap().path().to_owned()
}

pub(crate) fn files(town: &Town) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(&town.app.media_folder())
}

both_engines! {
    async fn a_picture_is_taken_in_described_and_served(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let media = upload(&alice, "holiday.jpg", &png(200, 100)).await.ok();
        assert_eq!(media["type"], "image");
        assert_eq!(media["description"], "A grey field");
        assert_eq!(media["meta"]["focus"], serde_json::json!({ "x": 0.5, "y": -1.0 }));
        assert_eq!(media["meta"]["original"]["size"], "200x100");
        assert_eq!(media["meta"]["small"]["aspect"], 2.0);
        assert!(media["blurhash"].as_str().unwrap().len() > 6);
        // Its extension lied; the content decides.
        assert!(path(&media["url"]).ends_with(".png"));
        let file = town.anon().get(path(&media["url"])).await;
        assert_eq!(file.header("content-type"), Some("image/png"));
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-security-policy").unwrap().contains("sandbox"));
        let at = format!("/api/v1/media/{}", media["id"].as_str().unwrap());
        let changed = alice.put(&at).form(&[("description", ""), ("focus", "0,0")]).await.ok();
        assert!(changed["description"].is_null());
        assert_eq!(alice.get(&at).await.ok()["meta"]["focus"]["x"], 0.0);
        bob.get(&at).await.error(404);
        bob.put(&at).form(&[("description", "mine")]).await.error(404);
        bob.delete(&at).await.error(404);
        alice.delete(&at).await.ok();
        alice.get(&at).await.error(404);
        assert_eq!(files(&town), 0);
    }

    async fn a_file_is_read_in_parts(town: Town) {
        let alice = town.user("alice").await;
        let media = upload(&alice, "a.png", &png(60, 60)).await.ok();
        let at = path(&media["url"]);
        let ask = |range: &'static str| town.anon().get(&at).header("range", range);
        let whole = town.anon().get(&at).await;
        assert_eq!((whole.status.as_u16(), whole.header("accept-ranges")), (200, Some("bytes")));
        let part = ask("bytes=2-5").await;
        assert_eq!((part.status.as_u16(), &part.body[..]), (206, &whole.body[2..6]));
        assert_eq!(part.header("content-range"), Some(&*format!("bytes 2-5/{}", whole.body.len())));
        assert_eq!(part.header("content-length"), Some("4"));
        assert_eq!(ask("bytes=-3").await.body, whole.body[whole.body.len() - 3..]);
        let none = ask("bytes=999999-").await;
        assert_eq!((none.status.as_u16(), none.header("content-range")), (416, Some(&*format!("bytes */{}", whole.body.len()))));
        assert_eq!(ask("bytes=0-0").header("if-range", "\"another\"").await.body, whole.body);
        assert_eq!(ask("bytes=1-1").header("if-range", whole.header("etag").unwrap()).await.body, whole.body[1..2]);
    }

    async fn a_member_brings_their_own_preview(town: Town) {
        let alice = town.user("alice").await;
        let form = Multipart::new().file("file", "a.png", "image/png", &png(80, 80));
        let media = alice.post("/api/v2/media").multipart(form.file("thumbnail", "t.png", "image/png", &png(40, 20))).await.ok();
        assert_eq!((&media["meta"]["original"]["size"], &media["meta"]["small"]["size"]), (&"80x80".into(), &"40x20".into()));
        assert_eq!(files(&town), 2);
        let at = format!("/api/v1/media/{}", media["id"].as_str().unwrap());
        let form = Multipart::new().file("thumbnail", "t.png", "image/png", &png(10, 30));
        let changed = alice.put(&at).multipart(form).await.ok();
        assert_eq!(changed["meta"]["small"]["size"], "10x30");
        assert_ne!(changed["preview_url"], media["preview_url"]);
        assert_eq!(files(&town), 2, "the old one is gone");
        let form = Multipart::new().file("thumbnail", "t.png", "image/png", b"no picture");
        alice.put(&at).multipart(form).await.error(422);
        assert_eq!(alice.get(&at).await.ok(), changed);
        alice.delete(&at).await.ok();
        assert_eq!(files(&town), 0);
    }

    async fn what_is_no_picture_is_refused_and_leaves_nothing(town: Town) {
        let alice = town.user("alice").await;
        for (bytes, why) in [
            (b"I am a picture, believe me".to_vec(), "content type"),
            (png(40, 40)[..90].to_vec(), "Error processing"),
            (png(50_000, 50_000), "50000x50000"),
            (vec![], "can't be blank"),
        ] {
            let answer = upload(&alice, "a.png", &bytes).await;
            assert!(answer.error(422).contains(why), "{}", answer.text());
        }
        alice.post("/api/v1/media").form(&[("description", "no file")]).await.error(422);
        let form = Multipart::new().file("file", "a.png", "image/png", &png(9, 9)).text("description", &"x".repeat(1501));
        alice.post("/api/v2/media").multipart(form).await.error(422);
        alice.get("/api/v1/media/nonsense").await.error(404);
        assert_eq!(files(&town), 0);
        for way in ["/media/../howdah.sqlite", "/media/%2e%2e/howdah.sqlite", "/media/files"] {
            town.anon().get(way).await.error(404);
        }
    }

    async fn a_used_upload_stays_and_a_forgotten_one_goes(town: Town) {
        let alice = town.user("alice").await;
        let used = upload(&alice, "a.png", &png(20, 20)).await.ok();
        let id = used["id"].as_str().unwrap();
        alice.post("/api/v1/statuses").form(&[("status", "look"), ("media_ids[]", id)]).await.ok();
        alice.delete(format!("/api/v1/media/{id}")).await.error(422);
        alice.put(format!("/api/v1/media/{id}")).form(&[("description", "late")]).await.error(404);
        let forgotten = upload(&alice, "b.png", &png(20, 20)).await.ok();
        town.advance(23 * HOUR);
        assert_eq!(sweep(&town.app).await.unwrap(), 0);
        town.advance(2 * HOUR);
        assert_eq!(sweep(&town.app).await.unwrap(), 1);
        alice.get(format!("/api/v1/media/{}", forgotten["id"].as_str().unwrap())).await.error(404);
        town.advance(DAY);
        assert_eq!(sweep(&town.app).await.unwrap(), 0);
        assert_eq!(files(&town), 2);
    }
}
