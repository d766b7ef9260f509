//! Videos, sounds and animations in /api/v1/media and /api/v2/media, with ffmpeg and without. What is uploaded is made
//! here, by ffmpeg; where it is not installed, those tests say so and pass.

use crate::media::{files, png};
use howdah_server::media::tool;
use howdah_tests::{Actor, Answer, Multipart, Town, both_engines};
use serde_json::{Value, json};
use std::process::Command;

/// A file that ffmpeg makes of its own test pictures and tones; `None` without ffmpeg.
fn film(town: &Town, name: &str, args: &[&str]) -> Option<Vec<u8>> {
    if tool::find(&town.app.config.media).is_none() {
        eprintln!("skipped: ffmpeg is not installed");
        return None;
    }
    let to = town.app.temporary_file().unwrap().with_extension(name);
    let made = Command::new("ffmpeg").args(["-v", "error", "-y"]).args(args).arg(&to).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let bytes = std::fs::read(&to).unwrap();
    std::fs::remove_file(&to).unwrap();
    Some(bytes)
}

const PICTURES: [&str; 4] = ["-f", "lavfi", "-i", "testsrc=size=64x36:rate=10:duration=1"];
const TONE: [&str; 4] = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1"];

async fn upload(who: &Actor, version: &str, bytes: &[u8]) -> Answer {
    let form = Multipart::new().file("file", "a.bin", "application/octet-stream", bytes).text("description", "Test");
    who.post(format!("/api/{version}/media")).multipart(form).await
}

fn id(media: &Value) -> String {
    media["id"].as_str().unwrap().to_owned()
}

async fn fetch(who: &Actor, url: &Value) -> Answer {
    let path = url::Url::parse(url.as_str().unwrap()).unwrap().path().to_owned();
    who.get(path).await
}

both_engines! {
    async fn a_video_is_turned_in_its_turn(town: Town) {
        let alice = town.user("alice").await;
        let Some(film) = film(&town, "webm", &[&PICTURES[..], &TONE, &["-c:v", "libvpx", "-c:a", "libvorbis", "-metadata", "title=secret"]].concat())
            else { return };
        let answer = upload(&alice, "v2", &film).await;
        assert_eq!(answer.status.as_u16(), 202, "{}", answer.text());
        let waiting = answer.json();
        assert_eq!((&waiting["type"], &waiting["url"]), (&json!("video"), &Value::Null));
        assert!(waiting["blurhash"].is_string());
        assert_eq!(fetch(&alice, &waiting["preview_url"]).await.header("content-type"), Some("image/jpeg"));
        let path = format!("/api/v1/media/{}", id(&waiting));
        assert_eq!(alice.get(&path).await.status.as_u16(), 206);
        let post = json!({ "status": "Look", "media_ids": [id(&waiting)] });
        assert_eq!(alice.post("/api/v1/statuses").json(post.clone()).await.error(422),
            "Cannot attach files that have not finished processing. Try again in a moment!");
        let described = alice.put(&path).json(json!({ "description": "Stripes", "focus": "0.5,0.5" })).await;
        assert_eq!(described.status.as_u16(), 206);
        town.app.run_jobs().await.unwrap();
        let done = alice.get(&path).await;
        assert_eq!(done.status.as_u16(), 200);
        let done = done.json();
        let shown = fetch(&alice, &done["url"]).await;
        assert_eq!(shown.header("content-type"), Some("video/mp4"));
        assert!(!shown.body.windows(6).any(|part| part == b"secret"), "what it told of itself is gone");
        let meta = &done["meta"];
        for (key, value) in [("width", json!(64)), ("height", json!(36)), ("size", json!("64x36")), ("fps", json!(10.0)),
            ("audio_channels", json!("stereo")), ("focus", json!({ "x": 0.5, "y": 0.5 }))] {
            assert_eq!(meta[key], value, "{key}: {meta}");
        }
        assert!(meta["audio_encode"].as_str().unwrap().starts_with("aac") && meta["audio_bitrate"].as_str().unwrap().ends_with(" Hz"));
        assert!(meta["length"].as_str().unwrap().starts_with("0:00:01") && meta["duration"].as_f64().unwrap() > 0.9);
        let original = &meta["original"];
        assert_eq!((&original["width"], &original["frame_rate"]), (&json!(64), &json!("10/1")));
        assert!(original["bitrate"].as_i64().unwrap() > 0 && original["duration"].is_f64());
        assert_eq!(meta["small"]["size"], "64x36");
        assert_eq!(done["description"], "Stripes");
        assert_eq!(files(&town), 2, "the file as it was sent is gone");
        let status = alice.post("/api/v1/statuses").json(post).await.ok();
        assert_eq!(status["media_attachments"][0]["type"], "video");
        let picture = upload(&alice, "v2", &png(10, 10)).await.ok();
        let again = upload(&alice, "v1", &film).await.ok();
        let both = json!({ "status": "Both", "media_ids": [id(&picture), id(&again)] });
        assert_eq!(alice.post("/api/v1/statuses").json(both).await.error(422),
            "Cannot attach a video to a post that already contains images");
    }

    async fn the_first_version_waits(town: Town) {
        let alice = town.user("alice").await;
        let Some(film) = film(&town, "mp4", &[&PICTURES[..], &["-c:v", "libx264", "-pix_fmt", "yuv420p"]].concat()) else { return };
        let done = upload(&alice, "v1", &film).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.text());
        let done = done.json();
        assert_eq!(done["type"], "gifv", "a video without a sound plays like an animation");
        assert_eq!(fetch(&alice, &done["url"]).await.header("content-type"), Some("video/mp4"));
        assert_eq!(alice.get(format!("/api/v1/media/{}", id(&done))).await.status.as_u16(), 200);
        assert_eq!(files(&town), 2);
    }

    async fn an_animation_becomes_a_film(town: Town) {
        let alice = town.user("alice").await;
        let Some(gif) = film(&town, "gif", &PICTURES) else { return };
        let answer = upload(&alice, "v2", &gif).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (202, &json!("gifv")));
        town.app.run_jobs().await.unwrap();
        let done = alice.get(format!("/api/v1/media/{}", id(&answer.json()))).await.ok();
        assert_eq!(done["type"], "gifv");
        assert_eq!(fetch(&alice, &done["url"]).await.header("content-type"), Some("video/mp4"));
        assert_eq!((&done["meta"]["original"]["width"], &done["meta"]["small"]["width"]), (&json!(64), &json!(64)));
        let still = film(&town, "gif", &[&PICTURES[..], &["-frames:v", "1"]].concat()).unwrap();
        let still = upload(&alice, "v2", &still).await;
        assert_eq!((still.status.as_u16(), &still.json()["type"]), (200, &json!("image")));
        let without = town.another(|config| config.media.ffmpeg.clear()).await;
        let kept = upload(&alice.at(&without), "v2", &gif).await;
        assert_eq!((kept.status.as_u16(), &kept.json()["type"]), (200, &json!("image")));
    }

    async fn a_sound_becomes_mp3_with_its_cover(town: Town) {
        let alice = town.user("alice").await;
        let Some(wav) = film(&town, "wav", &TONE) else { return };
        let answer = upload(&alice, "v2", &wav).await;
        let waiting = answer.json();
        assert_eq!((answer.status.as_u16(), &waiting["type"], &waiting["preview_url"]), (202, &json!("audio"), &Value::Null));
        town.app.run_jobs().await.unwrap();
        let done = alice.get(format!("/api/v1/media/{}", id(&waiting))).await.ok();
        assert_eq!(fetch(&alice, &done["url"]).await.header("content-type"), Some("audio/mpeg"));
        let meta = &done["meta"];
        assert!(meta["audio_encode"].as_str().unwrap().starts_with("mp3") && meta.get("width").is_none(), "{meta}");
        assert!(meta["original"]["duration"].is_f64() && meta["original"]["bitrate"].is_i64());
        let form = Multipart::new().file("file", "a.wav", "audio/wav", &wav).file("thumbnail", "c.png", "image/png", &png(40, 40));
        let covered = alice.post("/api/v2/media").multipart(form).await.json();
        assert!(covered["preview_url"].is_string() && covered["blurhash"].is_string());
        assert_eq!(covered["meta"]["colors"]["foreground"], "#000000", "letters stand out from the cover: {}", covered["meta"]);
    }

    async fn what_is_no_film_is_refused(town: Town) {
        let alice = town.user("alice").await;
        let Some(film) = film(&town, "mp4", &[&PICTURES[..], &["-c:v", "libx264", "-pix_fmt", "yuv420p"]].concat()) else { return };
        let verified = "File type of uploaded media could not be verified";
        assert_eq!(upload(&alice, "v2", b"\0\0\0\x20ftypisom and then nothing of the kind").await.error(422), verified);
        assert_eq!(upload(&alice, "v2", &film[..film.len() / 3]).await.error(422), verified);
        assert_eq!(upload(&alice, "v2", b"#EXTM3U\nfile:///etc/passwd\n").await.error(422), "Validation failed: File content type is invalid");
        let large = ["-f", "lavfi", "-i", "color=size=4096x2176:rate=1:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p"];
        let large = self::film(&town, "mp4", &large).unwrap();
        assert_eq!(upload(&alice, "v2", &large).await.error(422), "4096x2176 videos are not supported");
        let fast = ["-f", "lavfi", "-i", "testsrc=size=64x36:rate=240:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p"];
        let fast = self::film(&town, "mp4", &fast).unwrap();
        assert_eq!(upload(&alice, "v2", &fast).await.error(422), "240fps videos are not supported");
        assert_eq!(files(&town), 0, "nothing is left of what is refused");
    }

    async fn what_cannot_be_turned_fails(town: Town) {
        let alice = town.user("alice").await;
        let Some(film) = film(&town, "webm", &[&PICTURES[..], &["-c:v", "libvpx"]].concat()) else { return };
        let waiting = upload(&alice, "v2", &film).await.json();
        // The process that takes it up finds the file broken.
        for file in walk(&town.app.media_folder()).into_iter().filter(|file| file.extension().is_some_and(|name| name == "webm")) {
            std::fs::write(file, b"\x1a\x45\xdf\xa3 broken").unwrap();
        }
        town.app.run_jobs().await.unwrap();
        let path = format!("/api/v1/media/{}", id(&waiting));
        let failed = "Error processing thumbnail for uploaded media";
        assert_eq!(alice.get(&path).await.error(422), failed);
        assert_eq!(alice.put(&path).json(json!({ "description": "x" })).await.error(422), failed);
        let post = json!({ "status": "x", "media_ids": [id(&waiting)] });
        alice.post("/api/v1/statuses").json(post).await.error(422);
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        assert_eq!(files(&town), 0);
    }

    async fn without_ffmpeg_films_are_kept_as_they_are(town: Town) {
        let without = town.another(|config| config.media.ffmpeg.clear()).await;
        let alice = town.user("alice").await.at(&without);
        let types = |answer: Value| -> Vec<Value> {
            answer["configuration"]["media_attachments"]["supported_mime_types"].as_array().unwrap().clone()
        };
        for version in ["v1", "v2"] {
            let listed = types(alice.get(format!("/api/{version}/instance")).await.ok());
            assert!(listed.contains(&json!("video/mp4")) && listed.contains(&json!("image/webp")));
            for other in ["image/avif", "image/heic", "video/x-ms-asf"] {
                assert!(!listed.contains(&json!(other)), "{other}");
            }
        }
        let Some(film) = film(&town, "mp4", &[&PICTURES[..], &TONE, &["-c:v", "libx264", "-pix_fmt", "yuv420p"]].concat()) else { return };
        let kept = upload(&alice, "v2", &film).await;
        assert_eq!(kept.status.as_u16(), 200);
        let kept = kept.json();
        assert_eq!((&kept["type"], &kept["preview_url"], &kept["meta"]["size"]), (&json!("video"), &Value::Null, &json!("64x36")));
        assert!(kept["meta"]["original"]["duration"].as_f64().unwrap() > 0.9);
        assert_eq!(fetch(&alice, &kept["url"]).await.body, film);
        let wav = self::film(&town, "wav", &TONE).unwrap();
        assert_eq!(upload(&alice, "v2", &wav).await.ok()["type"], "audio");
    }

    async fn pictures_of_newer_kinds_are_taken_where_they_can_be_read(town: Town) {
        let alice = town.user("alice").await;
        let Some(tool) = tool::find(&town.app.config.media) else { return };
        let listed = alice.get("/api/v2/instance").await.ok()["configuration"]["media_attachments"]["supported_mime_types"].clone();
        let listed = |name: &str| listed.as_array().unwrap().contains(&json!(name));
        for (name, there, sample) in [("avif", tool.avif, "red.avif"), ("heic", tool.heic, "red.heic")] {
            assert_eq!(listed(&format!("image/{name}")), there, "{name}");
            let path = format!("{}/../server/src/media/samples/{sample}", env!("CARGO_MANIFEST_DIR"));
            let answer = upload(&alice, "v2", &std::fs::read(path).unwrap()).await;
            if there {
                let taken = answer.ok();
                assert_eq!((&taken["type"], &taken["meta"]["original"]["size"]), (&json!("image"), &json!("16x16")));
                assert_eq!(fetch(&alice, &taken["url"]).await.header("content-type"), Some("image/jpeg"));
            } else {
                assert_eq!(answer.error(422), "Validation failed: File content type is invalid");
            }
        }
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}
