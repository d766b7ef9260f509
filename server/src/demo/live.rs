//! The course of events: joining, following, talking; at the end a wave of spam, reports, and people at the door.

use super::random::Random;
use super::words::Words;
use super::{Plan, draw};
use crate::accounts::create::{self, New as NewAccount};
use crate::accounts::password;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::instance;
use crate::media::upload;
use crate::profile::change::{Change, Image, change};
use crate::relationships::follow::{Options, follow};
use crate::reports::create as report;
use crate::statuses::create::{self as posting, New as Post};
use crate::statuses::favourite::favourite;
use crate::statuses::reblog::reblog;
use crate::time::{DAY, HOUR, MINUTE};
use crate::web::Upload;

/// Who may sign in afterwards. All made-up members have this password.
pub struct Founder {
    pub username: String,
    pub password: String,
}

struct Town<'a> {
    app: &'a App,
    words: Words,
    random: Random,
    hash: String,
    /// (account, user name, speaks German); the first are the best known.
    people: Vec<(i64, String, bool)>,
    /// (status, author, in German), the newest last.
    recent: Vec<(i64, i64, bool)>,
}

/// `app`'s clock stands at the beginning; it is moved as time passes and ends `plan.days` later.
pub async fn live(app: &App, plan: Plan) -> Result<Founder> {
    let end = app.clock.now() + plan.days * DAY;
    let password = app.new_secret()[..14].to_owned();
    let hash = password::hash(app, &password).await?;
    let mut town = Town {
        app,
        words: Words::read()?,
        random: Random::new(plan.seed),
        hash,
        people: Vec::new(),
        recent: Vec::new(),
    };
    town.found().await?;
    for number in 0..plan.members {
        town.join(if number == 0 {
            4
        } else if number < 3 {
            2
        } else {
            1
        })
        .await?;
    }
    town.acquaint().await?;
    let posts = (plan.members as i64 * plan.days / 5).max(20);
    let calm = end - 6 * HOUR;
    for number in 0..posts {
        // Evenly over what is left, a little earlier or later.
        let left = (calm - app.clock.now()).max(0);
        let step = left / (posts - number).max(1);
        app.clock.advance((step as f64 * (0.4 + 1.2 * town.random.share())) as i64);
        town.something_happens().await?;
    }
    app.clock.advance((calm - app.clock.now()).max(0));
    town.trouble().await?;
    town.knock().await?;
    let username = town.people.first().map(|(_, name, _)| name.clone()).unwrap_or_default();
    Ok(Founder { username, password })
}

impl Town<'_> {
    async fn found(&mut self) -> Result<()> {
        let mut tx = self.app.db.write().await?;
        instance::set(&mut tx, "title", &self.words.title).await?;
        instance::set(&mut tx, "description", &self.words.description).await?;
        self.app.commit(tx, &[Event::Settings]).await
    }

    /// A new row, under the name or, where that is taken, one like it.
    async fn account(&mut self, name: &str, role_id: i64, reason: Option<String>) -> Result<(i64, String)> {
        let pending = reason.is_some();
        for attempt in 0..100 {
            let username = if attempt == 0 { name.to_owned() } else { format!("{name}{}", attempt + 1) };
            let new = NewAccount {
                username: username.clone(),
                role_id,
                locale: "en".into(),
                approved: !pending,
                confirmed: true,
                agreement: true,
                reason: reason.clone(),
                ..NewAccount::default()
            };
            let mut tx = self.app.db.write().await?;
            match create::insert(self.app, &mut tx, &new, &self.hash).await {
                Ok(id) => {
                    self.app.commit(tx, &[Event::Account { id }]).await?;
                    return Ok((id, username));
                }
                Err(Error::Invalid { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Internal(format!("every name like {name} is taken")))
    }

    async fn join(&mut self, role: i64) -> Result<()> {
        let (first, last) = (self.random.pick(&self.words.first).clone(), self.random.pick(&self.words.last).clone());
        let name = match self.random.below(3) {
            0 => first.clone(),
            1 => format!("{first}_{last}"),
            _ => format!("{}{last}", &first[..1]),
        };
        let (id, username) = self.account(&name.to_lowercase(), role, None).await?;
        self.app.clock.advance(MINUTE);
        let template = self.random.pick(&self.words.hobbies).clone();
        let job = self.random.pick(&self.words.jobs).clone();
        let place = self.random.pick(&self.words.places).clone();
        let avatar = if self.random.chance(85) { Some(draw::avatar(&mut self.random)) } else { None };
        let header = if self.random.chance(20) {
            let kind = self.random.pick(&self.words.scenes).kind.clone();
            Some(draw::landscape(&mut self.random, &kind, 1500, 500))
        } else {
            None
        };
        let profile = Change {
            display_name: Some(format!("{first} {last}")),
            note: Some(format!("{job}, near {place}. {template}")),
            discoverable: Some(self.random.chance(90)),
            indexable: Some(self.random.chance(70)),
            avatar: avatar.map(|bytes| self.file("avatar.png", &bytes)).transpose()?.map(Image::New),
            header: header.map(|bytes| self.file("header.jpg", &bytes)).transpose()?.map(Image::New),
            ..Change::default()
        };
        change(self.app, id, profile).await?;
        let german = self.random.chance(20);
        self.people.push((id, username, german));
        Ok(())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Result<Upload> {
        let path = self.app.temporary_file()?;
        std::fs::write(&path, bytes)?;
        Ok(Upload { field: "file".into(), file_name: name.into(), path, size: bytes.len() as u64 })
    }

    /// A few are followed by nearly everybody, most by a handful.
    async fn acquaint(&mut self) -> Result<()> {
        let count = self.people.len();
        if count < 2 {
            return Ok(());
        }
        for me in 0..count {
            let mut known = vec![me];
            for _ in 0..2 + self.random.below(16) {
                let other = self.random.popular(count);
                if !known.contains(&other) {
                    known.push(other);
                    follow(self.app, self.people[me].0, self.people[other].0, &Options::default()).await?;
                    self.app.clock.advance(1000);
                }
            }
        }
        Ok(())
    }

    async fn something_happens(&mut self) -> Result<()> {
        let at = self.random.popular(self.people.len());
        let (author, _, german) = self.people[at].clone();
        let mut post = Post { author, language: Some(if german { "de" } else { "en" }.into()), ..Post::default() };
        if self.recent.len() > 3 && self.random.chance(42) {
            self.answer(&mut post, german);
        } else if self.random.chance(14) {
            self.picture(&mut post).await?;
        } else if !german && self.random.chance(6) {
            let at = self.random.below(self.words.warnings.len());
            let (warning, text) = (self.words.warnings[at].warning.clone(), self.words.warnings[at].text.clone());
            post.spoiler_text = self.words.fill(&mut self.random, &warning);
            post.text = self.words.fill(&mut self.random, &text);
        } else {
            let text = self.random.pick(if german { &self.words.german } else { &self.words.posts }).clone();
            post.text = self.words.fill(&mut self.random, &text);
        }
        if post.in_reply_to.is_none() && self.random.chance(8) {
            post.visibility = Some("unlisted".into());
        }
        let id = posting::create(self.app, post).await?;
        self.recent.push((id, author, german));
        if self.recent.len() > 40 {
            self.recent.remove(0);
        }
        self.react(id, author).await
    }

    /// Answers go to what is new, and mostly in its language.
    fn answer(&mut self, post: &mut Post, german: bool) {
        let newest = self.recent.len() - 1;
        let (status, author, in_german) = self.recent[newest - self.random.popular(newest)];
        let handle = self.people.iter().find(|(id, ..)| *id == author).map(|(_, name, _)| name.clone());
        let text = if german && in_german { &self.words.german_replies } else { &self.words.replies };
        let text = self.random.pick(text).clone();
        let text = self.words.fill(&mut self.random, &text);
        post.in_reply_to = Some(status);
        post.language = Some(if german && in_german { "de" } else { "en" }.into());
        post.text = match handle {
            Some(handle) if author != post.author => format!("@{handle} {text}"),
            _ => text,
        };
    }

    async fn picture(&mut self, post: &mut Post) -> Result<()> {
        let at = self.random.below(self.words.scenes.len());
        let scene = &self.words.scenes[at];
        let (kind, text, alt) = (scene.kind.clone(), scene.text.clone(), scene.alt.clone());
        let jpeg = draw::landscape(&mut self.random, &kind, 960, 640);
        let new = upload::New {
            account_id: post.author,
            upload: Some(self.file("picture.jpg", &jpeg)?),
            description: Some(alt),
            focus: None,
            thumbnail: None,
            wait: true,
        };
        post.media = vec![upload::upload(self.app, new).await?.id];
        post.text = self.words.fill(&mut self.random, &text);
        post.language = Some("en".into());
        Ok(())
    }

    async fn react(&mut self, id: i64, author: i64) -> Result<()> {
        // Most posts get a few hearts, some get many.
        let hearts = self.random.popular(9);
        for _ in 0..hearts {
            let fan = self.random.pick(&self.people).0;
            if fan != author {
                favourite(self.app, fan, id).await?;
            }
        }
        if hearts > 3 {
            let fan = self.random.pick(&self.people).0;
            if fan != author {
                reblog(self.app, fan, id, None).await?;
            }
        }
        Ok(())
    }

    /// Bought accounts write to everybody; members complain; two members quarrel.
    async fn trouble(&mut self) -> Result<()> {
        let names = self.words.spam.names.clone();
        for (number, name) in names.iter().enumerate() {
            let (spammer, _) = self.account(name, 1, None).await?;
            let mut sent = Vec::new();
            for n in 0..4 {
                let victim = self.random.pick(&self.people).1.clone();
                let text = self.words.spam.text.replace("{victim}", &victim).replace("{n}", &format!("{number}{n}"));
                self.app.clock.advance(MINUTE);
                sent.push(posting::create(self.app, Post { author: spammer, text, ..Post::default() }).await?);
            }
            let comment = self.random.pick(&self.words.spam.reports).clone();
            self.report(spammer, "spam", comment, sent).await?;
        }
        let rude = self.people[self.people.len() / 2].0;
        let post = Post { author: rude, text: self.words.argument.text.clone(), ..Post::default() };
        let id = posting::create(self.app, post).await?;
        let comment = self.words.argument.comment.clone();
        self.report(rude, "other", comment, vec![id]).await
    }

    async fn report(&mut self, target: i64, category: &str, comment: String, status_ids: Vec<i64>) -> Result<()> {
        let from = self.random.pick(&self.people).0;
        if from == target {
            return Ok(());
        }
        let new = report::New {
            account_id: from,
            target_id: target,
            category: category.into(),
            comment,
            forward: false,
            status_ids,
            rule_ids: vec![],
            collection_ids: vec![],
        };
        report::create(self.app, new).await?;
        self.app.clock.advance(5 * MINUTE);
        Ok(())
    }

    /// Sign-ups that wait for a decision.
    async fn knock(&mut self) -> Result<()> {
        for reason in self.words.reasons.clone() {
            let (first, last) =
                (self.random.pick(&self.words.first).clone(), self.random.pick(&self.words.last).clone());
            self.account(&format!("{first}.{last}").replace('.', "_").to_lowercase(), 1, Some(reason)).await?;
            self.app.clock.advance(20 * MINUTE);
        }
        Ok(())
    }
}
