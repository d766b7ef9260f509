//! OAuth scopes as bits. A parent grants its children; `follow` is the old name of six of them.

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u64);

const LEAVES: &[&str] = &[
    "profile",
    "push",
    "read:accounts",
    "read:blocks",
    "read:bookmarks",
    "read:collections",
    "read:favourites",
    "read:filters",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
    "write:accounts",
    "write:blocks",
    "write:bookmarks",
    "write:collections",
    "write:conversations",
    "write:favourites",
    "write:filters",
    "write:follows",
    "write:lists",
    "write:media",
    "write:mutes",
    "write:notifications",
    "write:reports",
    "write:statuses",
    "admin:read:accounts",
    "admin:read:canonical_email_blocks",
    "admin:read:domain_allows",
    "admin:read:domain_blocks",
    "admin:read:email_domain_blocks",
    "admin:read:ip_blocks",
    "admin:read:reports",
    "admin:write:accounts",
    "admin:write:canonical_email_blocks",
    "admin:write:domain_allows",
    "admin:write:domain_blocks",
    "admin:write:email_domain_blocks",
    "admin:write:ip_blocks",
    "admin:write:reports",
];

/// Each grants all that begin with it.
pub const PARENTS: &[&str] = &["read", "write", "admin:read", "admin:write"];

const FOLLOW: &[&str] = &["read:blocks", "read:follows", "read:mutes", "write:blocks", "write:follows", "write:mutes"];

/// Every name that a client may ask for, for the metadata document.
pub fn all_names() -> Vec<&'static str> {
    let mut names: Vec<_> = PARENTS.iter().copied().chain(["follow"]).chain(LEAVES.iter().copied()).collect();
    names.sort_unstable();
    names
}

/// Whether a name is a scope. `crypto` was removed upstream; clients that still ask for it are not refused.
pub fn is_known(name: &str) -> bool {
    name == "crypto" || name == "follow" || PARENTS.contains(&name) || LEAVES.contains(&name)
}

fn bits(name: &str) -> u64 {
    if let Some(at) = LEAVES.iter().position(|leaf| *leaf == name) {
        return 1 << at;
    }
    if name == "follow" {
        return FOLLOW.iter().map(|leaf| bits(leaf)).sum();
    }
    let Some(parent) = PARENTS.iter().position(|parent| *parent == name) else { return 0 };
    let prefix = format!("{name}:");
    let children: u64 =
        LEAVES.iter().enumerate().filter(|(_, leaf)| leaf.starts_with(&prefix)).map(|(at, _)| 1u64 << at).sum();
    children | 1 << (LEAVES.len() + parent)
}

impl Scopes {
    /// From the space-separated form; unknown names count for nothing.
    pub fn parse(text: &str) -> Self {
        Self(text.split_whitespace().fold(0, |sum, name| sum | bits(name)))
    }

    /// Whether this set grants the named scope.
    pub fn grants(self, name: &str) -> bool {
        let wanted = bits(name);
        wanted != 0 && self.0 & wanted == wanted
    }

    /// Whether every scope of `other` is in this set.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_grant_children_and_not_the_reverse() {
        assert!(Scopes::parse("read").grants("read:statuses"));
        assert!(!Scopes::parse("read:statuses").grants("read"));
        assert!(!Scopes::parse("read").grants("admin:read"));
        assert!(Scopes::parse("admin:write").grants("admin:write:reports"));
        assert!(Scopes::parse("read write follow").covers(Scopes::parse("follow read:lists")));
        assert!(!Scopes::parse("").grants("nonsense"));
    }

    #[test]
    fn follow_is_six_scopes() {
        let follow = Scopes::parse("follow");
        assert!(follow.grants("write:follows") && follow.grants("read:mutes") && !follow.grants("read:statuses"));
    }
}
