//! Backups: what was written can be read, from either engine into a SQLite file.

use crate::media::png;
use howdah_server::backup::{create, restore};
use howdah_server::db::Db;
use howdah_tests::{Multipart, both_engines};

both_engines! {
    async fn a_community_comes_back_whole(town: Town) {
        let alice = town.user("alice").await;
        let form = Multipart::new().file("file", "a.png", "image/png", &png(30, 30));
        let media = alice.post("/api/v2/media").multipart(form).await.ok();
        let status = alice
            .post("/api/v1/statuses")
            .form(&[("status", "Keep \"this\" \\ and ä 漢字 #tag"), ("media_ids[]", media["id"].as_str().unwrap())])
            .await
            .ok();
        let folder = &town.app.folder;
        town.app.config.write(folder).unwrap();
        let (file, back) = (folder.join("backup.zip"), folder.join("back"));
        std::fs::create_dir(&back).unwrap();
        let manifest = create::create(&town.app, &file).await.unwrap();
        assert_eq!((manifest.counts.statuses, manifest.counts.media), (1, 1));
        let counts = restore::restore(&file, &back, None, town.clock.now()).await.unwrap();
        assert_eq!(counts, manifest.counts);
        let db = Db::sqlite(&back.join("howdah.sqlite"), false).await.unwrap();
        let text: String = db.read().await.unwrap().one(TEXT, howdah_server::args![status["id"].as_str().unwrap().parse::<i64>().unwrap()]).await.unwrap();
        assert_eq!(text, "Keep \"this\" \\ and ä 漢字 #tag");
        db.close().await;
        assert!(std::fs::read_dir(back.join("media/files")).unwrap().count() > 0);
    }

    async fn a_damaged_backup_is_refused(town: Town) {
        let folder = &town.app.folder;
        town.app.config.write(folder).unwrap();
        let (file, back) = (folder.join("backup.zip"), folder.join("back"));
        create::create(&town.app, &file).await.unwrap();
        let whole = std::fs::read(&file).unwrap();
        for damage in [whole[..whole.len() / 2].to_vec(), b"no zip at all".to_vec(), {
            let mut bytes = whole.clone();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            bytes
        }] {
            std::fs::write(&file, damage).unwrap();
            std::fs::create_dir(&back).unwrap();
            assert!(restore::restore(&file, &back, None, 0).await.is_err());
            assert!(!back.join("instance.toml").exists());
            std::fs::remove_dir_all(&back).unwrap();
        }
    }
}

const TEXT: howdah_server::db::Sql = howdah_server::db::Sql::same("SELECT text FROM statuses WHERE id = $1");
