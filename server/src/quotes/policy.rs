//! Who may quote a status: as the database holds it, as Mastodon shows it, and what it means for one person.

use crate::error::{Error, Result};

/// In Mastodon's order.
const GROUPS: [&str; 4] = ["unsupported_policy", "public", "followers", "following"];

/// Groups whose quotes are accepted at once, and groups whose quotes their author looks at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    pub automatic: Vec<&'static str>,
    pub manual: Vec<&'static str>,
}

/// How somebody stands to the author of a status.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing {
    pub own: bool,
    pub follows: bool,
    pub followed: bool,
}

impl Policy {
    /// From the column: `public`, `followers`, `nobody`; of other servers' statuses also lists of groups, those that
    /// are looked at first behind a slash (`followers/public`).
    pub fn read(text: &str) -> Self {
        let (automatic, manual) = text.split_once('/').unwrap_or((text, ""));
        let groups = |list: &str| -> Vec<&'static str> {
            GROUPS.into_iter().filter(|group| list.split(',').any(|one| one == *group)).collect()
        };
        Self { automatic: groups(automatic), manual: groups(manual) }
    }

    /// What somebody may expect: Mastodon's `current_user`.
    pub fn expect(&self, standing: Standing) -> &'static str {
        let Standing { own, follows, followed } = standing;
        let covers = |groups: &[&str]| {
            groups.iter().any(|group| match *group {
                "public" => true,
                "followers" => follows,
                "following" => followed,
                _ => false,
            })
        };
        if own || covers(&self.automatic) {
            "automatic"
        } else if covers(&self.manual) {
            "manual"
        } else if self.automatic.iter().chain(&self.manual).any(|group| *group == "unsupported_policy") {
            "unknown"
        } else {
            "denied"
        }
    }
}

/// What a member chose, or their own default; always nobody where strangers cannot read.
pub fn chosen(wish: Option<&str>, default: &str, visibility: i64) -> Result<&'static str> {
    let known = ["public", "followers", "nobody"];
    let policy = known.into_iter().find(|known| *known == wish.unwrap_or(default));
    let policy = policy.ok_or_else(|| Error::Unprocessable("Record invalid".into()))?;
    Ok(if visibility >= 2 { "nobody" } else { policy })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_means_something_to_everybody() {
        let (nobody, follower) = (Standing::default(), Standing { follows: true, ..Standing::default() });
        let own = Standing { own: true, ..Standing::default() };
        assert_eq!(Policy::read("public").expect(nobody), "automatic");
        assert_eq!(Policy::read("followers").expect(nobody), "denied");
        assert_eq!(Policy::read("followers").expect(follower), "automatic");
        assert_eq!(Policy::read("nobody").expect(follower), "denied");
        assert_eq!(Policy::read("nobody").expect(own), "automatic");
        let remote = Policy::read("followers,unsupported_policy/public");
        assert_eq!(remote.automatic, ["unsupported_policy", "followers"]);
        assert_eq!((remote.expect(nobody), remote.expect(follower)), ("manual", "automatic"));
        assert_eq!(Policy::read("unsupported_policy").expect(nobody), "unknown");
    }

    #[test]
    fn private_posts_are_nobodys() {
        assert_eq!(chosen(Some("followers"), "public", 1).unwrap(), "followers");
        assert_eq!(chosen(None, "public", 0).unwrap(), "public");
        assert_eq!(chosen(Some("public"), "public", 2).unwrap(), "nobody");
        assert!(chosen(Some("friends"), "public", 0).is_err());
    }
}
