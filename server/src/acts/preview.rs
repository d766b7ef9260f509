//! What an act would mean, in numbers, before it happens; and what the person would read.

use super::act::{Target, Wish, check};
use super::deed::Deed;
use super::store;
use crate::admin::{Actor, warnings};
use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;

pub struct Preview {
    pub follows_lost: i64,
    pub posts_removed: i64,
    pub people_concerned: i64,
    /// None: nobody is told.
    pub message: Option<String>,
}

pub async fn preview(app: &App, actor: &Actor, wish: &Wish) -> Result<Preview> {
    check(wish)?;
    actor.needs(wish.deed.permissions())?;
    let mut reader = app.db.read().await?;
    let (accounts, posts) = match wish.target {
        Target::Account => (store::known(&mut reader, &wish.ids).await?, Vec::new()),
        Target::Status => store::authors(&mut reader, &wish.ids).await?,
    };
    if accounts.is_empty() {
        return Err(Error::NotFound);
    }
    let mut out = Preview { follows_lost: 0, posts_removed: 0, people_concerned: accounts.len() as i64, message: None };
    match wish.deed {
        Deed::Suspend => {
            let (follows, people, hidden) = store::ties(&mut reader, &accounts).await?;
            (out.follows_lost, out.posts_removed) = (follows, hidden);
            out.people_concerned += people;
        }
        Deed::RemovePosts => {
            let (removed, people) = match wish.target {
                Target::Account => store::weight_of_accounts(&mut reader, &accounts).await?,
                Target::Status => store::weight_of_posts(&mut reader, &posts).await?,
            };
            out.posts_removed = removed;
            out.people_concerned += people;
        }
        _ => {}
    }
    if let Some(action) = wish.deed.warning(wish.target == Target::Status).filter(|_| wish.tell) {
        let locale = store::locale(&mut reader, accounts[0]).await?;
        if let Some(locale) = locale {
            let what = Locale::parse(&locale).unwrap_or_default().say(warnings::words(action));
            out.message = Some(format!("{what}\n\n{}", wish.words()).trim().to_owned());
        }
    }
    Ok(out)
}
