//! What the made-up people say. The words stand in words.json; they are content, not the product's own text.

use super::random::Random;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Words {
    pub first: Vec<String>,
    pub last: Vec<String>,
    pub jobs: Vec<String>,
    pub places: Vec<String>,
    pub hobbies: Vec<String>,
    birds: Vec<String>,
    foods: Vec<String>,
    books: Vec<String>,
    pub posts: Vec<String>,
    pub german: Vec<String>,
    pub replies: Vec<String>,
    pub german_replies: Vec<String>,
    pub warnings: Vec<Warned>,
    pub scenes: Vec<Scene>,
    pub spam: Spam,
    pub argument: Argument,
    pub reasons: Vec<String>,
    pub title: String,
    pub description: String,
}

#[derive(Deserialize)]
pub struct Warned {
    pub warning: String,
    pub text: String,
}

#[derive(Deserialize)]
pub struct Scene {
    pub kind: String,
    pub text: String,
    pub alt: String,
}

#[derive(Deserialize)]
pub struct Spam {
    pub names: Vec<String>,
    pub text: String,
    pub reports: Vec<String>,
}

#[derive(Deserialize)]
pub struct Argument {
    pub comment: String,
    pub text: String,
}

impl Words {
    pub fn read() -> crate::error::Result<Self> {
        Ok(serde_json::from_str(include_str!("words.json"))?)
    }

    /// Fills `{place}`, `{bird}`, `{food}` and `{book}`.
    pub fn fill(&self, random: &mut Random, text: &str) -> String {
        let mut out = text.to_owned();
        for (slot, from) in
            [("{place}", &self.places), ("{bird}", &self.birds), ("{food}", &self.foods), ("{book}", &self.books)]
        {
            while out.contains(slot) {
                out = out.replacen(slot, random.pick(from.as_slice()).as_str(), 1);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_whole_and_every_slot_is_filled() {
        let words = Words::read().unwrap();
        let mut random = Random::new(1);
        for text in words.posts.iter().chain(&words.replies) {
            let filled = words.fill(&mut random, text);
            assert!(!filled.contains(['{', '}']) && filled.chars().count() <= 500, "{filled}");
        }
    }
}
