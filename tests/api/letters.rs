//! Proving an e-mail address, with a mail server that only listens.

use howdah_server::args;
use howdah_server::config::{ConfirmEmail, Smtp};
use howdah_server::db::Sql;
use howdah_server::time::DAY;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const PENDING: Sql = Sql::same("UPDATE users SET confirmed_at = NULL WHERE account_id = $1");

const FIND: Sql = Sql::same("SELECT id FROM accounts WHERE username_folded = 'mia'");

/// Takes every letter: its port, and what it took.
pub async fn mail_server() -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let (letters, taken) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (read, mut write) = stream.split();
            let mut lines = BufReader::new(read).lines();
            let _ = write.write_all(b"220 stand-in\r\n").await;
            let mut letter: Option<String> = None;
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = match &mut letter {
                    Some(text) if line == "." => {
                        let _ = letters.send(std::mem::take(text));
                        letter = None;
                        "250 taken"
                    }
                    Some(text) => {
                        text.push_str(&line);
                        text.push('\n');
                        continue;
                    }
                    None if line == "DATA" => {
                        letter = Some(String::new());
                        "354 go on"
                    }
                    None if line == "QUIT" => "221 bye",
                    None => "250 well",
                };
                if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                    break;
                }
            }
        }
    });
    (port, taken)
}

pub fn with_mail(port: u16) -> Option<Smtp> {
    Some(Smtp { host: "127.0.0.1".into(), port, user: None, password: None, from: "house@town.test".into() })
}

/// A letter as its reader sees it: its long lines unfolded, its umlauts spelt out.
pub fn plain(letter: &str) -> String {
    let bytes = letter.replace("=\n", "").into_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'=').then(|| std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok()).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                at += 3;
            }
            None => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// The link of a letter.
fn link(letter: &str) -> String {
    let text = plain(letter);
    let start = text.find("https://town.test/auth/confirmation").expect("a link");
    text[start..].split_whitespace().next().expect("its end").replacen("https://town.test", "", 1)
}

async fn sign_up(town: &Town, name: &str) -> Actor {
    let app = town.app_token("read write").await;
    let wish = json!({ "username": name, "email": format!("{name}@example.org"), "password": "long enough 1", "agreement": true, "locale": "de" });
    let token = app.post("/api/v1/accounts").json(wish).await.ok();
    Actor { token: token["access_token"].as_str().map(str::to_owned), ..town.anon() }
}

both_engines! {
    async fn a_member_confirms_their_address(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        let mia = sign_up(&town, "mia").await;
        let found = town.app.db.read().await.unwrap().one(FIND, &[]).await;
        let mia_id: i64 = found.unwrap();
        let why = "Your login is missing a confirmed e-mail address";
        assert_eq!(mia.get("/api/v1/timelines/home").await.error(403), why);
        assert_eq!(mia.get("/api/v1/emails/check_confirmation").await.ok(), json!(false));
        town.app.run_jobs().await.unwrap();
        let letter = letters.recv().await.unwrap();
        assert!(letter.contains("To: mia@example.org") && letter.contains("From: \"Test town\" <house@town.test>"), "{letter}");
        // Asked again, to another address: the first link is worth nothing now.
        let stranger = Actor { id: mia_id, ..town.anon() }.with("write").await;
        let not_yours = "This method is only available to the application the user originally signed-up with";
        assert_eq!(stranger.post("/api/v1/emails/confirmations").await.error(403), not_yours);
        mia.post("/api/v1/emails/confirmations").form(&[("email", "no address")]).await.error(422);
        assert_eq!(mia.post("/api/v1/emails/confirmations").form(&[("email", "mia@example.net")]).await.ok(), json!({}));
        town.app.run_jobs().await.unwrap();
        let second = letters.recv().await.unwrap();
        assert!(second.contains("To: mia@example.net"));
        assert_eq!(town.anon().get(link(&letter)).await.status.as_u16(), 404);
        let page = town.anon().get(link(&second)).await;
        assert!(page.status.as_u16() == 200 && page.text().contains("Deine Adresse ist bestätigt"), "{}", page.text());
        mia.get("/api/v1/timelines/home").await.ok();
        assert_eq!(town.anon().get(link(&second)).await.status.as_u16(), 200, "twice does no harm");
        assert_eq!(mia.get("/api/v1/emails/check_confirmation").await.ok(), json!(true));
        let over = "This method is only available while the e-mail is awaiting confirmation";
        assert_eq!(mia.post("/api/v1/emails/confirmations").await.error(403), over);
    }

    async fn who_asked_to_join_hears_the_answer(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| {
            config.smtp = with_mail(port);
            config.registrations.confirm_email = ConfirmEmail::Never;
        }).await;
        let owner = town.staff("olga", "owner").await;
        owner.patch("/api/howdah/v1/community").json(json!({ "registrations": "approval" })).await.ok();
        let app = town.app_token("read write").await;
        for (name, verb, said) in [("mia", "approve", "wurde freigegeben"), ("ben", "reject", "dagegen entschieden")] {
            let wish = json!({ "username": name, "email": format!("{name}@example.org"), "password": "long enough 1",
                "agreement": true, "locale": "de", "reason": "I like tea" });
            app.post("/api/v1/accounts").json(wish).await.ok();
            let id = owner.get("/api/v1/admin/accounts?pending=true").await.rows()[0]["id"].as_str().unwrap().to_owned();
            owner.post(format!("/api/v1/admin/accounts/{id}/{verb}")).await.ok();
            town.app.run_jobs().await.unwrap();
            let letter = plain(&letters.recv().await.unwrap());
            assert!(letter.contains(&format!("To: {name}@example.org")) && letter.contains(said), "{letter}");
        }
    }

    async fn links_grow_old(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        sign_up(&town, "mia").await;
        town.app.run_jobs().await.unwrap();
        let letter = letters.recv().await.unwrap();
        assert_eq!(town.anon().get("/auth/confirmation?confirmation_token=guess").await.status.as_u16(), 404);
        town.advance(7 * DAY);
        assert_eq!(town.anon().get(link(&letter)).await.status.as_u16(), 404);
    }

    async fn without_a_mail_server_nobody_waits(town: Town) {
        let mia = sign_up(&town, "mia").await;
        mia.get("/api/v1/timelines/home").await.ok();
        // Also those who signed up while there was one.
        let ben = town.user("ben").await;
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(PENDING, args![ben.id]).await.unwrap();
        tx.commit().await.unwrap();
        let unsure = town.another(|config| config.registrations.confirm_email = ConfirmEmail::Always).await;
        unsure.advance(DAY);
        unsure.app.run_jobs().await.unwrap();
        ben.get("/api/v1/timelines/home").await.error(403);
        town.advance(DAY);
        town.app.run_jobs().await.unwrap();
        ben.get("/api/v1/timelines/home").await.ok();
    }
}
